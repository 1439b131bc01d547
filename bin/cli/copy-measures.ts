import type { Offer } from '../../functions/campaigns/contract.ts';
import type { Draft } from '../../functions/copy/contract.ts';
import { comparable, countWords, sentencesOf, wordsOf } from '../../functions/copy/prose.ts';
import { readingGrade } from '../../functions/copy/reading-level.ts';
import { type MicroUsd, toUsd } from '../../functions/platform/money.ts';

export type Distribution = Readonly<{ min: number; median: number; p90: number; max: number }>;
export type Measures = Readonly<{
  claims: number;
  /** Share of claims that say what the passages they cite say. The bar is 1. */
  groundedClaimRate: number;
  mails: number;
  /** Share of mails, with their follow-ups, that pass every guard. */
  guardPassRate: number;
  /** Share of five-word phrases that two mails of a run to different companies have in common, on average; the offer's own sentences are left out. */
  repetitionRate: number;
  words: Distribution;
  grade: Distribution;
  costPerLeadUsd: number;
  /** What failed, with how often. */
  failures: Readonly<Record<string, number>>;
}>;

const PHRASE = 5;

const spread = (values: readonly number[]): Distribution => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round(10 * (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0)) / 10;
  return { min: at(0), median: at(0.5), p90: at(0.9), max: at(1) };
};
const rate = (part: number, whole: number): number => (whole === 0 ? 1 : Math.round((10_000 * part) / whole) / 10_000);

/** Adds up what is measured of copy. */
export const createTally = () => {
  const words: number[] = [];
  const grades: number[] = [];
  const failures = new Map<string, number>();
  const phrases: { company: string; phrases: ReadonlySet<string> }[] = [];
  const counts = { claims: 0, grounded: 0, mails: 0, passed: 0, leads: 0, costMicroUsd: 0 };
  const fail = (name: string): void => void failures.set(name, (failures.get(name) ?? 0) + 1);

  const measure = (body: string): void => {
    words.push(countWords(body));
    grades.push(readingGrade(body));
  };

  return {
    claim: (problem: string | undefined): void => {
      counts.claims += 1;
      if (problem === undefined) counts.grounded += 1;
      else fail('claim without support');
    },

    /** A mail and its follow-up: what the guards say of the two together is given with the first. */
    mail: (body: string, guards: Draft['guards']): void => {
      measure(body);
      if (guards.length === 0) return;
      counts.mails += 1;
      const failed = guards.filter(({ passed }) => !passed);
      if (failed.length === 0) counts.passed += 1;
      for (const { guard } of failed) fail(guard);
    },

    recipient: (
      company: string,
      draft: Draft,
      {
        held,
        costMicroUsd,
        offer,
        unsupported,
      }: Readonly<{
        held: string | null;
        costMicroUsd: MicroUsd;
        offer: Offer;
        /** What the judge of claims finds wrong with the mail and its follow-up. */
        unsupported: readonly string[];
      }>,
    ): void => {
      counts.leads += 1;
      counts.costMicroUsd += costMicroUsd;
      counts.mails += 1;
      if (held === null) counts.passed += 1;
      else fail(held.split(':')[0] ?? held);
      const claims = [...draft.evidence, ...draft.followUp.evidence].filter(({ about }) => about !== 'neither').length;
      counts.claims += claims;
      counts.grounded += Math.max(0, claims - unsupported.length);
      for (const _one of unsupported) fail('claim without support');
      measure(draft.body);
      phrases.push({ company, phrases: phrasesOf(draft.body, offer) });
    },

    measures: (): Measures => {
      const pairs = phrases.flatMap((one, at) =>
        phrases
          .slice(at + 1)
          .flatMap((other) => (one.company === other.company ? [] : [inCommon(one.phrases, other.phrases)])),
      );
      return {
        claims: counts.claims,
        groundedClaimRate: rate(counts.grounded, counts.claims),
        mails: counts.mails,
        guardPassRate: rate(counts.passed, counts.mails),
        repetitionRate:
          pairs.length === 0
            ? 0
            : rate(
                pairs.reduce((sum, share) => sum + share, 0),
                pairs.length,
              ),
        words: spread(words),
        grade: spread(grades),
        costPerLeadUsd: counts.leads === 0 ? 0 : toUsd(counts.costMicroUsd) / counts.leads,
        failures: Object.fromEntries(failures),
      };
    },
  };
};

const inCommon = (a: ReadonlySet<string>, b: ReadonlySet<string>): number =>
  [...a].filter((phrase) => b.has(phrase)).length / Math.max(1, Math.min(a.size, b.size));

/** Runs of five words, without greeting, sign-off and the offer's own sentences. */
const phrasesOf = (body: string, { problems, benefits, proof, oneLiner, callToAction }: Offer): ReadonlySet<string> => {
  const offered = comparable([...problems, ...benefits, ...proof, oneLiner, callToAction].join(' '));
  const sentences = body
    .split(/\n+/)
    .flatMap(sentencesOf)
    .filter(
      (sentence) => countWords(sentence) >= PHRASE && !offered.includes(comparable(sentence).replace(/[.?]$/, '')),
    );
  return new Set(
    sentences.flatMap((sentence) => {
      const words = wordsOf(comparable(sentence));
      return Array.from({ length: Math.max(0, words.length - PHRASE + 1) }, (_, at) =>
        words.slice(at, at + PHRASE).join(' '),
      );
    }),
  );
};
