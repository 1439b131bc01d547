import type { IcpCriteria } from '../campaigns/icp.ts';
import type { Company } from '../discovery/company.ts';
import {
  type IndustryRelation,
  industriesOf,
  industryKey,
  industryRelation,
  phrasesOf,
  stems,
} from '../discovery/industry-taxonomy.ts';
import { type Fit, known, notAsked, unknown } from './fit.ts';

/** A tag is a looser claim than an industry, and looser still where the industries say something else. */
const TAG = 0.95;
const TAG_AGAINST_INDUSTRIES = 0.8;
/** From here on labels tell enough; below, the description may add to them. */
const CERTAIN = 0.85;
/** The most that text alone may give: with no labels to compare, and against labels of other branches. */
const TEXT_ALONE = 0.7;
const TEXT_AGAINST_LABELS = 0.35;
/** How far the description may lift a broader label, and a merely related one. */
const BROADER = 0.5;
const TEXT_BESIDE_BROADER = 0.9;
const RELATED = 0.3;
const TEXT_BESIDE_RELATED = 0.55;
/** The share of what is missing to 1 that the ICP's keywords may add. */
const KEYWORDS = 0.25;

const STOP = new Set(['and', 'or', 'of', 'the', 'for', 'in', 'company', 'industry', 'service', 'product', 'other']);

type Wanted = Readonly<{ text: string; key: string; words: readonly string[]; industries: readonly string[] }>;
const wantedOf = (text: string): Wanted => ({
  text,
  key: industryKey(text),
  words: stems(text).filter((word) => !STOP.has(word)),
  industries: industriesOf(text),
});

type Label = Readonly<{ text: string; key: string; words: ReadonlySet<string>; industries: readonly string[] }>;
type Telling = Readonly<{
  industries: readonly Label[];
  tags: readonly Label[];
  oneLiner: string;
  description: string;
}>;
type Match = Readonly<{ value: number; reason: string; evidence: string | null }>;

const NONE: Match = { value: 0, reason: '', evidence: null };
const better = (a: Match, b: Match): Match => (b.value > a.value ? b : a);
const padded = (text: string | null): string => (text === null ? '' : ` ${stems(text).join(' ')} `);

const labels = new Map<string, Label>();
const LABELS_HELD = 5_000;
const labelOf = (text: string): Label => {
  const known = labels.get(text);
  if (known !== undefined) return known;
  if (labels.size >= LABELS_HELD) labels.clear();
  const label = { text, key: industryKey(text), words: new Set(stems(text)), industries: industriesOf(text) };
  labels.set(text, label);
  return label;
};

const tellingOf = ({ industries, keywords, oneLiner, description }: Company): Telling => ({
  industries: industries.map(labelOf),
  tags: keywords.map(labelOf),
  oneLiner: padded(oneLiner),
  description: padded(description),
});

const HOW: Readonly<Record<IndustryRelation['how'], string>> = {
  same: 'is',
  part: 'is part of',
  broader: 'is broader than',
  supplier: 'serves',
  related: 'is related to',
  other: 'is not',
};

/** The label that comes nearest to a wanted industry, by name, by the taxonomy, else by the words they share. */
const matchLabels = (wanted: Wanted, { industries, tags }: Telling): Match => {
  const byIndustry = nearest(wanted, industries, 1);
  const comparable = industries.some((label) => label.industries.length > 0);
  const factor = comparable && byIndustry.value < RELATED ? TAG_AGAINST_INDUSTRIES : TAG;
  return better(byIndustry, nearest(wanted, tags, factor));
};

const nearest = (wanted: Wanted, labels: readonly Label[], factor: number): Match => {
  let best = NONE;
  for (const label of labels) {
    const { closeness, how } = relationOf(wanted, label);
    if (closeness * factor > best.value)
      best = { value: closeness * factor, reason: `“${label.text}” ${HOW[how]} ${wanted.text}`, evidence: label.text };
  }
  return best;
};

const OTHER: IndustryRelation = { closeness: 0, how: 'other' };

const relationOf = (wanted: Wanted, label: Label): IndustryRelation => {
  if (label.key === wanted.key) return { closeness: 1, how: 'same' };
  if (wanted.industries.length > 0 && label.industries.length > 0)
    return wanted.industries
      .flatMap((asked) => label.industries.map((given) => industryRelation(asked, given)))
      .reduce((best, relation) => (relation.closeness > best.closeness ? relation : best), OTHER);
  // One of them is not in the taxonomy: the share of words in common (Jaccard) tells what is left.
  const common = wanted.words.filter((word) => label.words.has(word)).length;
  const share = common / (wanted.words.length + label.words.size - common);
  return share >= 0.5 ? { closeness: CERTAIN * share, how: 'related' } : OTHER;
};

/** How strongly the texts speak of a wanted industry, 0..1: each phrase adds half of what is missing, less from the long description. */
const matchText = (wanted: Wanted, { oneLiner, description }: Telling): Match => {
  const phrases = new Map<string, number>([[wanted.key, 1]]);
  for (const name of wanted.industries) for (const [phrase, weight] of phrasesOf(name)) phrases.set(phrase, weight);
  let weight = 0;
  const found: string[] = [];
  for (const [phrase, counts] of phrases) {
    const inLine = oneLiner.includes(` ${phrase} `);
    if (!inLine && !description.includes(` ${phrase} `)) continue;
    weight += counts * (inLine ? 1 : 0.5);
    found.push(phrase);
  }
  const value = 1 - 2 ** -weight;
  const evidence = found.slice(0, 3).join(', ');
  return { value, reason: `The description speaks of ${wanted.text}`, evidence: evidence === '' ? null : evidence };
};

const matchWanted = (wanted: Wanted, telling: Telling): Match => {
  const label = matchLabels(wanted, telling);
  if (label.value >= CERTAIN) return label;
  const text = matchText(wanted, telling);
  if (label.value >= RELATED) {
    const limit = label.value >= BROADER ? TEXT_BESIDE_BROADER : TEXT_BESIDE_RELATED;
    const lifted = label.value + Math.max(0, limit - label.value) * text.value;
    return text.value > 0 ? { ...label, value: lifted, reason: `${label.reason}; so does the description` } : label;
  }
  const comparable =
    wanted.industries.length > 0 && [...telling.industries, ...telling.tags].some((one) => one.industries.length > 0);
  return better(label, { ...text, value: text.value * (comparable ? TEXT_AGAINST_LABELS : TEXT_ALONE) });
};

/** The share of the ICP's keywords, technologies and business models that the company's words name. */
const keywordShare = (keywords: readonly string[], { industries, tags, oneLiner, description }: Telling): number => {
  if (keywords.length === 0) return 0;
  const named = keywords.filter((keyword) => {
    const key = industryKey(keyword);
    return (
      [...industries, ...tags].some((label) => label.key === key) ||
      oneLiner.includes(` ${key} `) ||
      description.includes(` ${key} `)
    );
  });
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
  const words = [...keywords, ...technologies, ...businessModels];
  return (company: Company): Fit => {
    if (wanted.length === 0 && words.length === 0) return notAsked('Any industry is wanted');
    const telling = tellingOf(company);
    if (company.industries.length + company.keywords.length === 0 && telling.oneLiner + telling.description === '')
      return unknown('Neither industry nor description is known');
    const share = keywordShare(words, telling);
    if (wanted.length === 0)
      return known(share === 0 ? 0 : 0.5 + 0.5 * share, `Names ${Math.round(share * 100)} % of the keywords`);
    const best = wanted.map((one) => matchWanted(one, telling)).reduce(better, NONE);
    const value = best.value + (1 - best.value) * KEYWORDS * share;
    const [first] = company.industries;
    return best.value === 0
      ? known(value, 'Of another industry', first ?? null)
      : known(value, best.reason, best.evidence);
  };
};
