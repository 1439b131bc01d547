import type { ReadPlan } from '../../campaigns/run-plan.ts';
import { type Clock, MINUTE } from '../../platform/time.ts';
import type { WritersFor } from '../choose-writer.ts';
import { CollectCopyInput, CollectCopyOutput } from '../contract.ts';
import { addUp, type DraftCompanies } from '../draft-companies.ts';
import { createBatchWriter } from './batch-writer.ts';
import type { PreparedCopy } from './prepared-copy.ts';

/** Of the step's fourteen minutes: no chunk is begun after the first limit, no model asked directly after the second. */
const BEGIN_FOR = 8 * MINUTE;
const ASK_FOR = 11 * MINUTE;

/**
 * Turns what batches answered into messages: the same guards, one more try for what fails them, and review after that, as when mails are written at once. Goes through the
 * chunks in order and gives where to go on, null at the end. A chunk that comes again writes nothing twice.
 */
export const createCollectCopy =
  ({
    readPlan,
    prepared,
    draftCompanies,
    writersFor,
    clock,
  }: {
    readPlan: ReadPlan;
    prepared: Pick<PreparedCopy, 'list' | 'read' | 'readAnswers'>;
    draftCompanies: DraftCompanies;
    writersFor: WritersFor;
    clock: Clock;
  }) =>
  async (event: unknown): Promise<CollectCopyOutput> => {
    const { planKey, cursor } = CollectCopyInput.parse(event);
    const plan = await readPlan(planKey);
    const { workspaceId, runId } = plan;
    const started = clock();
    const { write: direct, fallback } = writersFor(plan);
    const left = (await prepared.list(workspaceId, runId)).filter(({ chunk }) => cursor === null || chunk > cursor);
    const sums = { drafted: 0, held: 0, drops: [] as Record<string, number>[] };
    let last: string | null = null;
    for (const { chunk } of left) {
      if (last !== null && clock() > started + BEGIN_FOR) break;
      last = chunk;
      const found = await prepared.read(workspaceId, runId, chunk);
      if (found === undefined) continue;
      const answers = await prepared.readAnswers(workspaceId, runId, chunk);
      const { drafted, held, dropped } = await draftCompanies({
        plan,
        prospects: found.prospects,
        knownOf: ({ company }) => Promise.resolve(found.known[company.domain] ?? { passages: [] }),
        write: createBatchWriter({ calls: found.calls, answers, direct }),
        fallback,
        modelUntil: started + ASK_FOR,
      });
      sums.drafted += drafted;
      sums.held += held;
      sums.drops.push(dropped);
    }
    return CollectCopyOutput.parse({
      ...{ drafted: sums.drafted, held: sums.held, dropped: addUp(sums.drops) },
      cursor: last === left.at(-1)?.chunk ? null : last,
    });
  };
