import type { IcpCriteria } from '../campaigns/icp.ts';
import type { Company } from '../discovery/company.ts';
import { industryKey } from '../discovery/industry-taxonomy.ts';
import { type Fit, known, notAsked, unknown } from './fit.ts';
import { type Label, type LabelRelation, labelOf, nearestLabel, withoutRepeats } from './industry-labels.ts';
import {
  type PhraseIndex,
  phrasesFor,
  strengthOf,
  type TextEvidence,
  type Told,
  textEvidence,
  toldBy,
} from './industry-text.ts';

/** From here on an industry counts as matched: labels that say so, or half a hint that the company's own words bear out. */
export const INDUSTRY_MATCH = 0.65;

/** From here on labels tell enough by themselves. */
const CERTAIN = 0.85;
/** A tag is a looser claim than an industry, and no more than a hint where the industries are of another trade. */
const TAG = 0.95;
const TAG_BASE = { none: 0.62, across: 0.55, trade: 0.5 } as const;
/** A label as near as this bears out a tag. */
const NEAR = 0.4;
/** How far the company's words may lift a hint, and a label that is merely near. */
const TEXT_BESIDE_HINT = 0.9;
const TEXT_BESIDE_NEAR = 0.6;
/** The most that text alone may give: with no trade told, for a kind of product that any trade may make, against labels of another trade. */
const TEXT_LIMIT = { none: 0.94, across: 0.78, trade: 0.35 } as const;
/** A second tag that says the same bears out the first. */
const FURTHER_TAG = 0.4;
/** The share of what is missing to 1 that the ICP's keywords may add. */
const KEYWORDS = 0.25;

type Wanted = Readonly<{ label: Label; phrases: PhraseIndex }>;
const wantedOf = (text: string): Wanted => {
  const label = labelOf(text);
  return { label, phrases: phrasesFor(text, label.industries) };
};

type Telling = Readonly<{ industries: readonly Label[]; tags: readonly Label[]; told: Told }>;
const tellingOf = ({ industries, keywords, oneLiner, description }: Company): Telling => ({
  industries: withoutRepeats(industries.map(labelOf)),
  tags: keywords.map(labelOf),
  told: toldBy(oneLiner, description),
});

type Match = Readonly<{ value: number; reason: string; evidence: string | null }>;
const NONE: Match = { value: 0, reason: '', evidence: null };
const better = (a: Match, b: Match): Match => (b.value > a.value ? b : a);

const HOW: Readonly<Record<LabelRelation['how'], string>> = {
  same: 'is',
  part: 'is part of',
  often: 'is often',
  broader: 'is broader than',
  supplier: 'serves',
  related: 'is related to',
  alike: 'is much like',
  other: 'is not',
};
/** Hints that the company's own words may bear out; who serves or resembles an industry speaks its words without being of it. */
const OPEN: readonly LabelRelation['how'][] = ['same', 'part', 'often', 'broader', 'alike'];

const fromLabel = (
  base: number,
  how: LabelRelation['how'],
  label: Label,
  wanted: Label,
  strength: number,
  isOpen = OPEN.includes(how),
): Match => {
  const limit = isOpen ? TEXT_BESIDE_HINT : TEXT_BESIDE_NEAR;
  const value = base + Math.max(0, limit - base) * strength;
  const reason = `“${label.text}” ${HOW[how]} ${wanted.text}`;
  return { value, reason: value > base ? `${reason}, as is its description` : reason, evidence: label.text };
};

/** Whether the industries tell of a trade, and of none that is or may be the wanted one. */
const isOtherTrade = (wanted: Label, industries: readonly Label[], how: LabelRelation['how']): boolean =>
  wanted.industries.length > 0 &&
  !OPEN.includes(how) &&
  industries.some((label) => label.industries.length > 0 && !label.neutral);

/** What stands against a wanted industry: nothing, industries of another trade, or such as leave open what kind of product it makes. */
const oppositionOf = (
  wanted: Label,
  industries: readonly Label[],
  how: LabelRelation['how'],
): keyof typeof TEXT_LIMIT => {
  if (!isOtherTrade(wanted, industries, how)) return 'none';
  return wanted.across && !industries.some((label) => label.tellsKind) ? 'across' : 'trade';
};

const matchWanted = ({ label: wanted, phrases }: Wanted, { industries, tags, told }: Telling): Match => {
  const industry = nearestLabel(wanted, industries);
  if (industry.label !== undefined && industry.closeness >= CERTAIN)
    return fromLabel(industry.closeness, industry.how, industry.label, wanted, 0);
  const opposition = oppositionOf(wanted, industries, industry.how);
  const tag = nearestLabel(wanted, tags);
  const isTagged = tag.closeness >= CERTAIN;
  const text = textEvidence(told, phrases);
  const further = isTagged ? tags.filter((one) => nearestLabel(wanted, [one]).closeness >= CERTAIN).length - 1 : 0;
  const strength = strengthOf(text.weight + further * FURTHER_TAG);
  const isSilent = told.line.length + told.description.length === 0;
  const isTrusted = industry.closeness >= NEAR || industries.length === 0 || isSilent;
  if (tag.label !== undefined && isTagged && opposition === 'none' && isTrusted)
    return fromLabel(tag.closeness * TAG, tag.how, tag.label, wanted, 0);
  let best = fromText(text, TEXT_LIMIT[opposition], wanted);
  if (industry.label !== undefined)
    best = better(fromLabel(industry.closeness, industry.how, industry.label, wanted, strength), best);
  if (tag.label !== undefined)
    best = better(
      best,
      fromLabel(
        isTagged ? TAG_BASE[opposition] : tag.closeness * TAG,
        tag.how,
        tag.label,
        wanted,
        strength,
        isTagged || (opposition !== 'trade' && OPEN.includes(tag.how)),
      ),
    );
  return best;
};

const fromText = ({ weight, phrases }: TextEvidence, limit: number, { text }: Label): Match => ({
  value: strengthOf(weight) * limit,
  reason: `The description speaks of ${text}`,
  evidence: phrases.length === 0 ? null : phrases.slice(0, 3).join(', '),
});

/** The share of the ICP's keywords, technologies and business models that the company's words name. */
const keywordShare = (keywords: readonly string[], { industries, tags, told }: Telling): number => {
  if (keywords.length === 0) return 0;
  const texts = [told.line, told.description].map((words) => ` ${words.join(' ')} `);
  const named = keywords.filter(
    (key) =>
      [...industries, ...tags].some((label) => label.key === key) || texts.some((text) => text.includes(` ${key} `)),
  );
  return named.length / keywords.length;
};

type Criteria = Pick<IcpCriteria, 'industries' | 'keywords' | 'technologies' | 'businessModels'>;

/**
 * Industry (spec/discovery.md): 1 for the same, near 1 for a part of it, less for a broader or related one by their depth in the taxonomy;
 * otherwise similarity to description and tags, which never outweighs labels that say something else. Keywords of the ICP add up to a
 * quarter of what is missing; without industries they are the measure themselves.
 */
export const createIndustryFit = ({ industries, keywords, technologies, businessModels }: Criteria) => {
  const wanted = industries.map(wantedOf);
  const words = [...new Set([...keywords, ...technologies, ...businessModels].map(industryKey))];
  return (company: Company): Fit => {
    if (wanted.length === 0 && words.length === 0) return notAsked('Any industry is wanted');
    const telling = tellingOf(company);
    const { line, description } = telling.told;
    if (company.industries.length + company.keywords.length + line.length + description.length === 0)
      return unknown('Neither industry nor description is known');
    const share = keywordShare(words, telling);
    if (wanted.length === 0)
      return known(share === 0 ? 0 : 0.5 + 0.5 * share, `Names ${String(Math.round(share * 100))} % of the keywords`);
    const best = wanted.map((one) => matchWanted(one, telling)).reduce(better, NONE);
    const value = best.value + (1 - best.value) * KEYWORDS * share;
    const [first] = company.industries;
    return best.value === 0
      ? known(value, 'Of another industry', first ?? null)
      : known(value, best.reason, best.evidence);
  };
};
