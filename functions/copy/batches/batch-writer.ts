import type { Writer, WriterAnswer } from '../brief.ts';
import { personOf } from '../mail-prompt.ts';
import { draftsOf, shareOf } from '../model-writer.ts';
import type { CopyAnswers, PreparedChunk } from './prepared-copy.ts';

type Found = Readonly<{ answer: WriterAnswer | null; costMicroUsd: number; reason: string }>;

/**
 * Writes from what a batch answered. What it did not answer, or not so that it can be used, and what is to be written again after the guards threw it away, is asked
 * directly; what the batch took for it is counted in.
 */
export const createBatchWriter = ({
  calls,
  answers,
  direct,
}: Readonly<{ calls: PreparedChunk['calls']; answers: CopyAnswers; direct: Writer }>): Writer => {
  const places = new Map(
    calls.flatMap(({ id, seeds }) => seeds.map((seed, at) => [seed, { id, at, people: seeds.length }] as const)),
  );

  const find = (seed: string, draft: (mail: Parameters<typeof draftsOf>[0], by: string) => WriterAnswer['drafts']) => {
    const place = places.get(seed);
    const answer = place === undefined ? undefined : answers[place.id];
    if (place === undefined || answer === undefined) return undefined;
    const costMicroUsd = shareOf(answer.costMicroUsd, place.people, place.at);
    if (!answer.ok) return { answer: null, costMicroUsd, reason: `${answer.model}: ${answer.reason}` } satisfies Found;
    const mail = answer.mails.find(({ to }) => to === personOf(place.at));
    if (mail === undefined) return { answer: null, costMicroUsd, reason: `${answer.model}: left out` } satisfies Found;
    const drafts = draft(mail.drafts, answer.model);
    return { answer: { drafts, costMicroUsd, warning: null }, costMicroUsd, reason: '' } satisfies Found;
  };

  return async (briefs) => {
    const found = briefs.map((brief) => find(brief.seed, (mail, by) => draftsOf(mail, brief, by)));
    const missing = briefs.flatMap((brief, at) => (found[at]?.answer == null ? [{ brief, at }] : []));
    const written = missing.length === 0 ? [] : await direct(missing.map(({ brief }) => brief));
    const answers = new Map(missing.map(({ at }, nth) => [at, written[nth]]));
    return briefs.map((_brief, at): WriterAnswer => {
      const own = found[at];
      if (own?.answer != null) return own.answer;
      const answer = answers.get(at);
      if (answer === undefined) throw new Error('A brief was left without an answer');
      return { ...answer, costMicroUsd: answer.costMicroUsd + (own?.costMicroUsd ?? 0) };
    });
  };
};
