import type { Brief } from '../copy/brief.ts';
import type { SentenceEvidence } from '../copy/contract.ts';
import { ungrounded } from '../copy/grounding.ts';
import { comparable, sentencesOf, wordsOf } from '../copy/prose.ts';

/** An edited text's evidence, and what of its new sentences rests on nothing. */
export type EditedEvidence = Readonly<{ evidence: readonly SentenceEvidence[]; problems: readonly string[] }>;

/**
 * The evidence of an edited text. A sentence that stands as it stood keeps its own, judged when it was written. A new one needs words of the offer or of what
 * is known of the recipient behind it, unless it only asks or greets.
 */
export const evidenceOfEdit = (brief: Brief, body: string, before: readonly SentenceEvidence[]): EditedEvidence => {
  const { kept, rest } = keptOf(body, before);
  const found = rest.map((sentence) => bear(brief, sentence));
  return {
    evidence: [...kept, ...found.map(({ entry }) => entry)],
    problems: found.flatMap(({ problem }) => (problem === undefined ? [] : [problem])),
  };
};

type Borne = Readonly<{ entry: SentenceEvidence; problem?: string }>;

/** The first evidence whose words bear a sentence, the sender's before the recipient's. */
const bear = (brief: Brief, sentence: string): Borne => {
  for (const [about, ids] of [
    ['sender', offerIds(brief)],
    ['recipient', recipientIds(brief)],
  ] as const) {
    const entries = ids.map((id) => ({ sentence, about, evidenceIds: [id] }));
    const entry = entries.find((one) => ungrounded(brief, sentence, [one]).length === 0);
    if (entry !== undefined) return { entry };
  }
  const entry: SentenceEvidence = { sentence, about: 'neither', evidenceIds: [] };
  const asserts = ungrounded(brief, sentence, [entry]);
  const [problem] = isCourtesy(sentence) ? asserts : ungrounded(brief, sentence, [{ ...entry, about: 'recipient' }]);
  return { entry, ...(problem === undefined ? {} : { problem }) };
};

/** Questions, greetings and signatures claim nothing by being said. */
const isCourtesy = (sentence: string): boolean => sentence.trimEnd().endsWith('?') || wordsOf(sentence).length <= 5;

/** Entries whose sentence still stands in the text, and the sentences that none of them covers. */
const keptOf = (body: string, before: readonly SentenceEvidence[]) => {
  const kept: SentenceEvidence[] = [];
  let lines = body.split(/\n+/).flatMap(sentencesOf);
  for (const entry of before) {
    const wanted = comparable(entry.sentence);
    if (wanted === '' || !comparable(body).includes(wanted)) continue;
    kept.push(entry);
    lines = lines.filter((line) => !wanted.includes(comparable(line)));
  }
  return { kept, rest: lines };
};

const offerIds = ({ offer }: Brief): readonly string[] => [
  ...(['problems', 'benefits', 'proof'] as const).flatMap((name) =>
    offer[name].map((_, at) => `offer:${name}.${String(at)}`),
  ),
  ...['offer:oneLiner', 'offer:callToAction', 'offer:product'],
];

const recipientIds = ({ passages }: Brief): readonly string[] => [
  ...passages.map(({ id }) => id),
  ...['company:oneLiner', 'company:description', 'company:industries', 'company:headcount', 'company:locations'],
];
