import type { IcpCriteria } from '../campaigns/icp.ts';
import type { Company } from '../discovery/company.ts';
import { plainText } from '../discovery/normal-text.ts';
import { DAY } from '../platform/time.ts';
import { type Fit, known, unknown } from './fit.ts';
import { isConstrained, rangeValue } from './range-fit.ts';

const HIRING = 0.7;
const FUNDED = 0.6;
const LAUNCHED = 0.6;
const GROWN = 0.7;
/** A launch within two years counts whole and fades until five, so that no birthday is a cliff. */
const YOUNG_YEARS = 2;
const GROWN_YEARS = 5;
/** A round counts whole for a year and a half, about how long its money is meant to last, and fades until three years. */
const FRESH_MONEY_YEARS = 1.5;
const SPENT_MONEY_YEARS = 3;
/** A headcount that grew by half in a year grows as fast as may be. */
const FAST_GROWTH = 0.5;
/** Without a wish for growth, a company that shows none stands in the middle. */
const INDIFFERENT = 0.5;
const YEAR = 365.25 * DAY;

const STAGES: readonly (readonly [RegExp, number])[] = [
  [/\b(?:bootstrap\w*|self funded|unfunded|none|grant|debt)\b/, 0],
  [/\b(?:series [abc]|growth|expansion|venture)\b/, FUNDED],
  [/\b(?:series [d-k]|late|private equity|mezzanine)\b/, 0.4],
  [/\b(?:pre seed|seed|angel)\b/, 0.4],
  // What directories call everyone who is not big: says little of money.
  [/\b(?:early|accelerator)\b/, 0.2],
  [/\b(?:ipo|public|acquired|post ipo)\b/, 0.2],
];

type Signal = Readonly<{ strength: number; says: string }>;

/** 1 until `full`, falling evenly to 0 at `none`. */
const fading = (value: number, full: number, none: number): number =>
  Math.min(1, Math.max(0, (none - value) / (none - full)));

const hiringSignal = ({ hiring }: Company): Signal | undefined =>
  hiring === null ? undefined : { strength: hiring ? HIRING : 0, says: hiring ? 'hiring' : 'not hiring' };

/** What the stage says of money, undefined when it says nothing. Stages that the ICP wants count whole, others then not at all. */
const stageSignal = ({ fundingStage }: Company, wanted: readonly string[]): Signal | undefined => {
  if (fundingStage === null) return undefined;
  const stage = plainText(fundingStage);
  if (wanted.length > 0) {
    const fits = wanted.some((text) => plainText(text) === stage);
    return { strength: fits ? FUNDED : 0, says: fits ? `${fundingStage}, as wanted` : fundingStage };
  }
  const strength = STAGES.find(([pattern]) => pattern.test(stage))?.[1];
  return strength === undefined ? undefined : { strength, says: fundingStage };
};

/** Funding: what the stage says, less the longer ago its round was; a round of an unknown stage is one all the same. */
const fundingSignal = (company: Company, wanted: readonly string[], now: Date): Signal | undefined => {
  const stage = stageSignal(company, wanted);
  const at = company.lastFundedAt ?? null;
  if (at === null) return stage;
  const years = Math.max(0, (now.getTime() - Date.parse(at)) / YEAR);
  const { strength, says } = stage ?? { strength: wanted.length > 0 ? 0 : FUNDED, says: 'funded' };
  return {
    strength: strength * fading(years, FRESH_MONEY_YEARS, SPENT_MONEY_YEARS),
    says: `${says}, ${at.slice(0, 7)}`,
  };
};

const launchSignal = (age: number | null): Signal | undefined => {
  if (age === null) return undefined;
  const years = Math.round(age);
  return {
    strength: LAUNCHED * fading(age, YOUNG_YEARS, GROWN_YEARS),
    says: years === 1 ? '1 year old' : `${String(years)} years old`,
  };
};

const headcountSignal = ({ headcountChange = null }: Company): Signal | undefined => {
  if (headcountChange === null) return undefined;
  const percent = Math.round(headcountChange * 100);
  return {
    strength: GROWN * Math.min(1, Math.max(0, headcountChange / FAST_GROWTH)),
    says: `headcount ${percent > 0 ? '+' : ''}${String(percent)} % in a year`,
  };
};

/** Years since the middle of the year of foundation, the best guess where only the year is known. */
const ageOf = ({ foundedYear }: Company, now: Date): number | null =>
  foundedYear === null ? null : Math.max(0, now.getUTCFullYear() + now.getUTCMonth() / 12 - foundedYear - 0.5);

/**
 * Growth (spec/discovery.md): hiring, recent funding, headcount change and a launch within two years, each a sign that leaves less room for
 * the next. Where the ICP does not ask for growth, signs lift a company above the middle but their absence does not sink it. An age
 * outside the ICP's range takes away from it as a headcount outside its range does.
 */
export const growthFit = (
  icp: Pick<IcpCriteria, 'growth' | 'fundingStages' | 'companyAge'>,
  company: Company,
  now: Date,
): Fit => {
  const age = ageOf(company, now);
  const signals = [
    hiringSignal(company),
    fundingSignal(company, icp.fundingStages, now),
    headcountSignal(company),
    launchSignal(age),
  ].filter((signal) => signal !== undefined);
  if (signals.length === 0) return unknown('Nothing is known of hiring, funding, headcount change or age');
  const strength = 1 - signals.reduce((room, signal) => room * (1 - signal.strength), 1);
  const floor = icp.growth ? 0 : INDIFFERENT;
  const growth = floor + (1 - floor) * strength;
  const evidence = signals.map(({ says }) => says).join(', ');
  const reason = strength >= 0.5 ? 'Shows growth' : strength > 0 ? 'Shows some growth' : 'Shows no growth';
  if (age === null || !isConstrained(icp.companyAge)) return known(growth, reason, evidence);
  const ageFit = rangeValue(age, icp.companyAge);
  return known(growth * ageFit, ageFit === 1 ? reason : `${reason}, but is not of the wanted age`, evidence);
};
