import { type Clock, HOUR, instant, MINUTE, SECOND } from '../../platform/time.ts';
import { BatchesNotSeen, type BatchRequest, type ModelBatches } from '../model-batches.ts';
import type { BatchAnswers, RunRef } from './batch-answers.ts';
import { type Group, WITHDRAWN } from './batch-progress.ts';

/** A batch whose making may have been lost on its way shows in the provider's list by then. */
const SHOWS_AFTER = 20 * SECOND;
/** Our clock and the provider's do not agree to the second. */
const CLOCKS_DIFFER = 5 * MINUTE;
/** A provider that takes no batch for so long is asked directly. */
const TRY_FOR = 6 * HOUR;
/** Batches expire after 24 hours; one that has not ended some time after that never will. */
const WAIT_FOR = 26 * HOUR;

/** What one look at a batch works with. `keep` writes the group down and gives it back. */
export type Look = Readonly<{
  ref: RunRef;
  batches: ModelBatches;
  answers: BatchAnswers;
  clock: Clock;
  keep: (group: Group) => Promise<Group>;
  /** Ids of this run's other batches. */
  taken: () => ReadonlySet<string>;
  /** The run was cancelled: nothing is handed in any more, and what was is taken back. */
  withdraw: boolean;
}>;

/** Leaves a batch's mails to be asked for directly. */
export const giveUp = async (
  { ref, answers, keep }: Pick<Look, 'ref' | 'answers' | 'keep'>,
  group: Group,
  reason: string,
): Promise<Group> => {
  await answers.release(ref, group.chunks);
  return await keep({ ...group, status: 'given_up', reason });
};

/** Brings a batch that is not settled on by one look. A provider that does not answer is asked again at the next: what was handed in is paid for. */
export const advanceGroup = async (look: Look, group: Group): Promise<Group> => {
  const waited = waitedFor(look, group);
  try {
    return group.status === 'submitted' ? await lookAt(look, group, waited) : await handIn(look, group, waited);
  } catch (error) {
    if (!(error instanceof BatchesNotSeen)) throw error;
    const waitsNoMore = error.isFinal || waited > (group.status === 'submitted' ? WAIT_FOR : TRY_FOR);
    return waitsNoMore ? await giveUp(look, group, error.message) : group;
  }
};

/** Milliseconds since a batch was first handed in. */
const waitedFor = ({ clock }: Look, { firstTriedAt }: Group): number =>
  firstTriedAt === null ? 0 : clock() - Date.parse(firstTriedAt);

const lookAt = async (look: Look, group: Group, waited: number): Promise<Group> => {
  const { batches, withdraw } = look;
  const state = group.batchId === null ? undefined : await batches.state(group.batchId);
  if (state === undefined) return await giveUp(look, group, 'the provider no longer knows it');
  if (state.ended) return await takeAnswers(look, group, state.id);
  // Whose an adopted batch is shows only when it has ended: another's must not be stopped.
  if (withdraw && !group.adopted && !state.cancelling) await batches.cancel(state.id);
  return waited > WAIT_FOR ? await giveUp(look, group, 'it did not end') : group;
};

const handIn = async (look: Look, group: Group, waited: number): Promise<Group> => {
  const { clock, keep, withdraw } = look;
  if (group.status === 'submitting') {
    if (clock() - Date.parse(group.triedAt ?? instant(clock())) < SHOWS_AFTER) return group;
    const lost = await findLost(look, group);
    if (lost !== undefined) return await keep({ ...group, status: 'submitted', batchId: lost, adopted: true });
  }
  if (withdraw) return await giveUp(look, group, WITHDRAWN);
  if (waited > TRY_FOR) return await giveUp(look, group, group.reason ?? 'the provider did not take it');
  return await submit(look, group);
};

/** A batch that was taken though its answer never came: made since, as large, and nobody's yet. */
const findLost = async ({ batches, taken }: Look, group: Group): Promise<string | undefined> => {
  const since = Date.parse(group.firstTriedAt ?? instant(0)) - CLOCKS_DIFFER;
  const others = new Set([...group.others, ...taken()]);
  const found = await batches.since(since);
  return found.find(({ id, requests }) => requests === group.requests && !others.has(id))?.id;
};

const submit = async ({ ref, batches, answers, clock, keep, ...look }: Look, group: Group): Promise<Group> => {
  const requests: BatchRequest[] = [];
  for (const chunk of group.chunks)
    for (const { id, params } of await answers.callsOf(ref, chunk)) requests.push({ id, params });
  if (requests.length === 0) return await keep({ ...group, status: 'done' });
  const at = instant(clock());
  const about = await keep({
    ...{ ...group, status: 'submitting', requests: requests.length },
    ...{ triedAt: at, firstTriedAt: group.firstTriedAt ?? at },
  });
  const submitted = await batches.submit(requests);
  switch (submitted.outcome) {
    case 'taken':
      return await keep({ ...about, status: 'submitted', batchId: submitted.id, adopted: false });
    case 'refused':
      return await giveUp({ ref, answers, keep, ...look }, about, submitted.reason);
    case 'later':
      return await keep({ ...about, status: 'waiting', reason: submitted.reason });
    case 'unknown':
      return await keep({ ...about, reason: submitted.reason });
  }
};

const takeAnswers = async (look: Look, group: Group, batchId: string): Promise<Group> => {
  const { ref, batches, answers, keep } = look;
  const unanswered = await answers.take(ref, group.chunks, batches, batchId);
  if (unanswered !== undefined) return await keep({ ...group, status: 'done', unanswered });
  if (!group.adopted) return await giveUp(look, group, 'its answers are not of its questions');
  // It only looked like ours: looked for again, and handed in when it is not found.
  return await keep({
    ...{ ...group, status: 'submitting', batchId: null, adopted: false },
    others: [...group.others, batchId],
  });
};
