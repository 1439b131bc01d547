import * as z from 'zod';
import { RunPlan } from '../campaigns/contract.ts';
import { type StoredDraft, unpackContent } from '../copy/message-content.ts';
import type { Files } from '../platform/files.ts';
import { runPlanKey } from '../platform/files-layout.ts';
import type { RunId, WorkspaceId } from '../platform/ids.ts';
import { type Key, messageContentKey, messageKey, runGateKey } from '../platform/keys.ts';
import type { Item, Table } from '../platform/table.ts';
import type { Clock } from '../platform/time.ts';
import type { SendRecord } from './contract.ts';
import type { Due } from './due-index.ts';
import { turnOf } from './follow-up-turn.ts';
import type { Mailbox } from './mailbox-contract.ts';
import { makeRecord } from './make-record.ts';
import { decodeMessage, type Message } from './message.ts';
import { followUpText, type MessageText, messageAtStep, textOwner } from './message-text.ts';
import { zoneOfCountry } from './pace/country-zone.ts';
import { isOnTime } from './pace/on-time.ts';
import type { SendSettings } from './send-settings.ts';
import type { SequenceStore } from './sequence-store.ts';

export type RunRef = Readonly<{ workspaceId: WorkspaceId; runId: RunId }>;
/** A message that may not go now; `notBefore` in milliseconds since the epoch. */
export type Later = Readonly<{ message: Message; due: Due; notBefore: number; reason: string }>;
/** What due messages come to: mails for the queue, runs whose gate is closed, and what needs another time, an end, or can never be a mail. */
export type Prepared = Readonly<{
  records: readonly SendRecord[];
  held: readonly RunRef[];
  broken: readonly Readonly<{ due: Due; reason: string }>[];
  stopped: readonly Readonly<{ due: Due; reason: string }>[];
  later: readonly Later[];
}>;
type Outcome =
  | Readonly<{ kind: 'send'; record: SendRecord }>
  | Readonly<{ kind: 'broken' | 'stopped'; reason: string }>
  | Readonly<{ kind: 'later'; message: Message; notBefore: number; reason: string }>
  | Readonly<{ kind: 'gone' }>;

const Plan = RunPlan.pick({ sender: true, mode: true });
type Plan = z.infer<typeof Plan>;
const Gate = z.object({ open: z.boolean(), tripped: z.string().optional() });
/** Plans kept by a process; a plan never changes. */
const KEPT_PLANS = 200;

const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;
const runName = ({ workspaceId, runId }: RunRef): string => `${workspaceId}/${runId}`;
type Items = ReadonlyMap<string, Item>;

export type SendRecords = ReturnType<typeof createSendRecords>;

/** Makes due messages into queue records that hold all a sender needs, so that a mail costs the sender no read. */
export const createSendRecords = ({
  table,
  files,
  settings,
  sequences,
  clock,
  region = 'us-east-1',
}: {
  table: Table;
  files: Pick<Files, 'readText'>;
  settings: SendSettings;
  sequences: Pick<SequenceStore, 'read'>;
  clock: Clock;
  /** Where SES sends from: it names the Message-IDs that SES makes. */
  region?: string;
}) => {
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
    const isOpen = (gate: Item): boolean => {
      const { open, tripped } = Gate.parse(gate);
      return open && tripped === undefined;
    };
    const open = new Set(gates.filter(isOpen).map((gate) => String(gate['pk'])));
    return runs.filter(({ workspaceId, runId }) => open.has(runGateKey(workspaceId, runId, 0).pk));
  };

  const read = async (keys: readonly Key[]): Promise<Items> => {
    const unique = [...new Map(keys.map((key) => [nameOf(key), key])).values()];
    const found = await table.batchGet(unique);
    return new Map(found.map((item) => [nameOf({ pk: String(item['pk']), sk: String(item['sk']) }), item]));
  };

  const textOf = async (message: Message, first: StoredDraft): Promise<MessageText | undefined> => {
    const { workspaceId, runId, sequence, step } = message;
    if (step === 1) return first;
    const steps = sequence === undefined ? [] : await sequences.read(workspaceId, runId, sequence);
    return followUpText(message, steps[step - 2], first);
  };

  /** A sandbox's mails go through no mailbox. What was planned for one that was stopped or fares badly since goes through another. */
  const sends = async (workspaceId: WorkspaceId, mailbox: Mailbox | undefined): Promise<boolean> =>
    mailbox?.status === 'active' && (await settings.isHealthy(workspaceId, mailbox.id));

  const judge = async (due: Due, plan: Plan | undefined, items: Items): Promise<Outcome> => {
    const item = items.get(nameOf(messageKey(due.workspaceId, due.id)));
    const message = item === undefined ? undefined : decodeMessage(item);
    // The index lags behind: what was claimed or moved meanwhile is no longer ours to send.
    if (message?.state !== 'scheduled' || message.dueAt !== due.dueAt) return { kind: 'gone' };
    if (plan === undefined) return { kind: 'broken', reason: 'the plan of its run is missing' };
    const before = items.get(nameOf(messageKey(due.workspaceId, messageAtStep(message, message.step - 1))));
    const previous = message.step > 1 && before !== undefined ? decodeMessage(before) : undefined;
    if (message.step > 1) {
      const turn = turnOf(message, previous, clock());
      if (turn.kind === 'stop') return { kind: 'stopped', reason: turn.reason };
      if (turn.kind === 'later') return { ...turn, message };
    }
    const sending = await settings.of(message.workspaceId, message.campaignId);
    const zone = zoneOfCountry(message.country, sending.window.fallbackZone);
    const planned = Date.parse(message.plannedAt ?? due.dueAt);
    if (plan.mode === 'live' && !isOnTime(planned, clock(), sending.window, zone))
      return { kind: 'later', message, notBefore: clock(), reason: 'its time had passed' };
    const stored = items.get(nameOf(messageContentKey(due.workspaceId, textOwner(message))));
    const text = stored === undefined ? undefined : await textOf(message, unpackContent(stored));
    if (text === undefined) return { kind: 'broken', reason: 'its text is missing' };
    const mailbox =
      message.mailbox === undefined ? undefined : await settings.mailbox(message.workspaceId, message.mailbox);
    if (plan.mode === 'live' && message.mailbox !== undefined && !(await sends(message.workspaceId, mailbox)))
      return { kind: 'later', message, notBefore: clock(), reason: 'its mailbox cannot send' };
    const place = { plannedAt: message.plannedAt ?? due.dueAt, zone, window: sending.window };
    return { kind: 'send', record: makeRecord({ message, plan, text, mailbox, previous, place, region }) };
  };

  const prepare = async (dues: readonly Due[]): Promise<Prepared> => {
    const runs = [
      ...new Map(dues.map((due) => [runName(due), { workspaceId: due.workspaceId, runId: due.runId }])).values(),
    ];
    const open = new Set((await openRuns(runs)).map(runName));
    const sendable = dues.filter((due) => open.has(runName(due)));
    const messages = await read(
      sendable.flatMap(({ workspaceId, id }) => [messageKey(workspaceId, id), messageContentKey(workspaceId, id)]),
    );
    // Follow-ups find their text, and the mail before them, at the first steps of their sequences.
    const followUps = [...messages.values()]
      .filter((item) => item['type'] === 'Message' && item['step'] !== 1)
      .map(decodeMessage);
    const others = await read(
      followUps.flatMap((message) => [
        messageKey(message.workspaceId, messageAtStep(message, message.step - 1)),
        messageContentKey(message.workspaceId, textOwner(message)),
      ]),
    );
    const prepared = { records: [], broken: [], stopped: [], later: [] } as {
      records: SendRecord[];
      broken: { due: Due; reason: string }[];
      stopped: { due: Due; reason: string }[];
      later: Later[];
    };
    const items = new Map([...messages, ...others]);
    for (const due of sendable) {
      const outcome = await judge(due, await planOf(due), items);
      if (outcome.kind === 'send') prepared.records.push(outcome.record);
      else if (outcome.kind === 'later') prepared.later.push({ ...outcome, due });
      else if (outcome.kind !== 'gone') prepared[outcome.kind].push({ due, reason: outcome.reason });
    }
    return { ...prepared, held: runs.filter((run) => !open.has(runName(run))) };
  };

  return { prepare, openRuns };
};
