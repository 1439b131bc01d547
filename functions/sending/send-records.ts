import * as z from 'zod';
import { RunPlan } from '../campaigns/contract.ts';
import { unpackContent } from '../copy/message-content.ts';
import type { Files } from '../platform/files.ts';
import { runPlanKey } from '../platform/files-layout.ts';
import type { RunId, WorkspaceId } from '../platform/ids.ts';
import { type Key, messageContentKey, messageKey, runGateKey } from '../platform/keys.ts';
import type { Item, Table } from '../platform/table.ts';
import type { SendRecord } from './contract.ts';
import type { Due } from './due-index.ts';
import { decodeMessage } from './message.ts';

export type RunRef = Readonly<{ workspaceId: WorkspaceId; runId: RunId }>;
/** What due messages come to: mails for the queue, runs whose gate is closed, and messages that can never be a mail. */
export type Prepared = Readonly<{
  records: readonly SendRecord[];
  held: readonly RunRef[];
  broken: readonly Readonly<{ due: Due; reason: string }>[];
}>;

const Plan = RunPlan.pick({ sender: true, mode: true });
type Plan = z.infer<typeof Plan>;
const Gate = z.object({ open: z.boolean() });
/** Plans kept by a process; a plan never changes. */
const KEPT_PLANS = 200;

const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;
const runName = ({ workspaceId, runId }: RunRef): string => `${workspaceId}/${runId}`;

export type SendRecords = ReturnType<typeof createSendRecords>;

/** Makes due messages into queue records that hold all a sender needs, so that a mail costs the sender no read. */
export const createSendRecords = ({ table, files }: { table: Table; files: Pick<Files, 'readText'> }) => {
  const plans = new Map<string, Plan>();

  const planOf = async (run: RunRef): Promise<Plan | undefined> => {
    const known = plans.get(runName(run));
    if (known !== undefined) return known;
    const text = await files.readText(runPlanKey(run.workspaceId, run.runId));
    if (text === undefined) return undefined;
    const plan = Plan.parse(JSON.parse(text));
    const [oldest] = plans.keys();
    if (plans.size >= KEPT_PLANS && oldest !== undefined) plans.delete(oldest);
    plans.set(runName(run), plan);
    return plan;
  };

  /** Which of these runs may send now. A hint that saves work: the claim's transaction is what holds. */
  const openRuns = async (runs: readonly RunRef[]): Promise<readonly RunRef[]> => {
    const gates = await table.batchGet(runs.map(({ workspaceId, runId }) => runGateKey(workspaceId, runId, 0)));
    const open = new Set(gates.filter((gate) => Gate.parse(gate).open).map((gate) => String(gate['pk'])));
    return runs.filter(({ workspaceId, runId }) => open.has(runGateKey(workspaceId, runId, 0).pk));
  };

  const recordOf = (
    due: Due,
    plan: Plan | undefined,
    items: ReadonlyMap<string, Item>,
  ): SendRecord | string | undefined => {
    const item = items.get(nameOf(messageKey(due.workspaceId, due.id)));
    const message = item === undefined ? undefined : decodeMessage(item);
    // The index lags behind: what was claimed or moved meanwhile is no longer ours to send.
    if (message?.state !== 'scheduled' || message.dueAt !== due.dueAt) return undefined;
    if (plan === undefined) return 'the plan of its run is missing';
    const stored = items.get(nameOf(messageContentKey(due.workspaceId, due.id)));
    if (stored === undefined) return 'its text is missing';
    const content = unpackContent(stored);
    const { workspaceId, campaignId, runId, id, domain, variant, step, toName, toAddress, tries } = message;
    const { subject, body } = content;
    const whom = { toName, toAddress, subject, body, sender: plan.sender, mode: plan.mode };
    return { workspaceId, campaignId, runId, messageId: id, dueAt: due.dueAt, tries, domain, variant, step, ...whom };
  };

  const prepare = async (dues: readonly Due[]): Promise<Prepared> => {
    const runs = [
      ...new Map(dues.map((due) => [runName(due), { workspaceId: due.workspaceId, runId: due.runId }])).values(),
    ];
    const open = new Set((await openRuns(runs)).map(runName));
    const sendable = dues.filter((due) => open.has(runName(due)));
    const found = await table.batchGet(
      sendable.flatMap(({ workspaceId, id }) => [messageKey(workspaceId, id), messageContentKey(workspaceId, id)]),
    );
    const items = new Map(found.map((item) => [nameOf({ pk: String(item['pk']), sk: String(item['sk']) }), item]));
    const records: SendRecord[] = [];
    const broken: { due: Due; reason: string }[] = [];
    for (const due of sendable) {
      const record = recordOf(due, await planOf(due), items);
      if (typeof record === 'string') broken.push({ due, reason: record });
      else if (record !== undefined) records.push(record);
    }
    return { records, held: runs.filter((run) => !open.has(runName(run))), broken };
  };

  return { prepare, openRuns };
};
