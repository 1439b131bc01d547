import type { IcpCriteria } from '../campaigns/icp.ts';
import type { Company } from '../discovery/company.ts';
import { plainText } from '../discovery/normal-text.ts';
import { type Fit, known, unknown } from './fit.ts';
import { isConstrained, rangeValue } from './range-fit.ts';

const HIRING = 0.7;
const FUNDED = 0.6;
const LAUNCHED = 0.6;
/** A launch within two years counts whole and fades until five, so that no birthday is a cliff. */
const YOUNG_YEARS = 2;
const GROWN_YEARS = 5;
/** Without a wish for growth, a company that shows none stands in the middle. */
const INDIFFERENT = 0.5;

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

const hiringSignal = ({ hiring }: Company): Signal | undefined =>
  hiring === null ? undefined : { strength: hiring ? HIRING : 0, says: hiring ? 'hiring' : 'not hiring' };

const fundingSignal = ({ fundingStage }: Company, wanted: readonly string[]): Signal | undefined => {
  if (fundingStage === null) return undefined;
  const stage = plainText(fundingStage);
  if (wanted.length > 0) {
    const fits = wanted.some((text) => plainText(text) === stage);
    return { strength: fits ? FUNDED : 0, says: fits ? `${fundingStage}, as wanted` : fundingStage };
  }
  const strength = STAGES.find(([pattern]) => pattern.test(stage))?.[1];
  return strength === undefined ? undefined : { strength, says: fundingStage };
};

const launchSignal = (age: number | null): Signal | undefined => {
  if (age === null) return undefined;
  const share = Math.min(1, Math.max(0, (GROWN_YEARS - age) / (GROWN_YEARS - YOUNG_YEARS)));
  const years = Math.round(age);
  return { strength: LAUNCHED * share, says: years === 1 ? '1 year old' : `${String(years)} years old` };
};

/** Years since the middle of the year of foundation, the best guess where only the year is known. */
const ageOf = ({ foundedYear }: Company, now: Date): number | null =>
  foundedYear === null ? null : Math.max(0, now.getUTCFullYear() + now.getUTCMonth() / 12 - foundedYear - 0.5);

/**
 * Growth (spec/discovery.md): hiring, funding and a recent launch, each a sign that leaves less room for the next. Where the ICP does not
 * ask for growth, signs lift a company above the middle but their absence does not sink it. An age outside the ICP's range takes
 * away from it as a headcount outside its range does.
 */
export const growthFit = (
  icp: Pick<IcpCriteria, 'growth' | 'fundingStages' | 'companyAge'>,
  company: Company,
  now: Date,
): Fit => {
  const age = ageOf(company, now);
  const signals = [hiringSignal(company), fundingSignal(company, icp.fundingStages), launchSignal(age)].filter(
    (signal) => signal !== undefined,
  );
  if (signals.length === 0) return unknown('Nothing is known of hiring, funding or age');
  const strength = 1 - signals.reduce((room, signal) => room * (1 - signal.strength), 1);
  const floor = icp.growth ? 0 : INDIFFERENT;
  const growth = floor + (1 - floor) * strength;
  const evidence = signals.map(({ says }) => says).join(', ');
  const reason = strength >= 0.5 ? 'Shows growth' : strength > 0 ? 'Shows some growth' : 'Shows no growth';
  if (age === null || !isConstrained(icp.companyAge)) return known(growth, reason, evidence);
  const ageFit = rangeValue(age, icp.companyAge);
  return known(growth * ageFit, ageFit === 1 ? reason : `${reason}, but is not of the wanted age`, evidence);
};
