import {
  type IndustryRelation,
  industryKey,
  industryRelation,
  isAcross,
  isFiledUnder,
  isNeutral,
  meaningOf,
  stems,
  tellsKind,
} from '../discovery/industry-taxonomy.ts';

const STOP = new Set(['and', 'or', 'of', 'the', 'for', 'in', 'company', 'industry', 'service', 'product', 'other']);
/** Labels with all words in common, of which one is in no taxonomy. */
const ALIKE = 0.85;
/** What is left of a label's closeness when it puts several industries together. */
const ONE_OF_SEVERAL = 0.7;

/** A label of a company or an ICP, read once. */
export type Label = Readonly<{
  text: string;
  key: string;
  words: ReadonlySet<string>;
  industries: readonly string[];
  sure: boolean;
  /** What its form tells as well; of a company's label only. */
  besides: readonly string[];
  /** Tells of no trade: whom a company serves or how it works, or nothing that is known. */
  neutral: boolean;
  /** A kind of product that companies of any trade may make. */
  across: boolean;
  /** Such a kind or a part of one. */
  tellsKind: boolean;
}>;

const readLabel = (text: string): Label => {
  const { industries, sure, besides } = meaningOf(text);
  const words = new Set(stems(text).filter((word) => !STOP.has(word)));
  return {
    text,
    key: industryKey(text),
    words,
    industries,
    sure,
    besides,
    neutral: industries.every(isNeutral),
    across: industries.some(isAcross),
    tellsKind: industries.some(tellsKind),
  };
};

const labels = new Map<string, Label>();
const LABELS_HELD = 5_000;
/** Directories repeat the same few hundred labels over all their companies. */
export const labelOf = (text: string): Label => {
  const known = labels.get(text);
  if (known !== undefined) return known;
  if (labels.size >= LABELS_HELD) labels.clear();
  const label = readLabel(text);
  labels.set(text, label);
  return label;
};

export type LabelRelation = Readonly<{ closeness: number; how: IndustryRelation['how'] | 'alike' }>;

const OTHER: LabelRelation = { closeness: 0, how: 'other' };

/** What a company's label is to a wanted one: by name, by the taxonomy, else by the words they share (Jaccard). */
export const labelRelation = (wanted: Label, label: Label): LabelRelation => {
  if (label.key === wanted.key) return { closeness: 1, how: 'same' };
  if (wanted.industries.length > 0 && label.industries.length > 0) {
    let best = OTHER;
    for (const asked of wanted.industries)
      for (const given of [...label.industries, ...label.besides]) {
        const relation = industryRelation(asked, given);
        if (relation.closeness > best.closeness) best = relation;
      }
    // That a company serves businesses does not make it likelier that it makes what some who serve businesses make.
    if (best.how === 'broader' && label.neutral) return OTHER;
    return label.sure
      ? best
      : { closeness: best.closeness * ONE_OF_SEVERAL, how: best.how === 'other' ? 'other' : 'broader' };
  }
  const common = [...wanted.words].filter((word) => label.words.has(word)).length;
  const share = common / Math.max(1, wanted.words.size + label.words.size - common);
  return share >= 0.5 ? { closeness: ALIKE * share, how: 'alike' } : OTHER;
};

export type NearestLabel = LabelRelation & Readonly<{ label: Label | undefined }>;

/** The label that comes nearest to a wanted one; of two as near the one that comes first by name, whatever their order. */
export const nearestLabel = (wanted: Label, among: readonly Label[]): NearestLabel => {
  let best: NearestLabel = { ...OTHER, label: undefined };
  for (const label of among) {
    const relation = labelRelation(wanted, label);
    const isNearer =
      relation.closeness > best.closeness ||
      (relation.closeness === best.closeness && best.label !== undefined && label.key < best.label.key);
    if (relation.closeness > 0 && isNearer) best = { ...relation, label };
  }
  return best;
};

/** Whether one label only says more broadly what another says, or is no more than the heading that the other is filed under. */
const isBroader = (broad: Label, narrow: Label): boolean =>
  broad.industries.length > 0 &&
  broad.industries.every((asked) =>
    narrow.industries.some((given) => industryRelation(asked, given).how === 'part' || isFiledUnder(given, asked)),
  );

/**
 * A company's labels without those that only repeat another more broadly: a directory gives its whole path ("Healthcare", "Medical Devices"),
 * and the broad one leaves nothing open that the narrow one has told.
 */
export const withoutRepeats = (labels: readonly Label[]): readonly Label[] =>
  labels.length < 2 ? labels : labels.filter((broad) => !labels.some((narrow) => isBroader(broad, narrow)));
