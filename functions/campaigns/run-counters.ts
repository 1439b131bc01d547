import * as z from 'zod';
import { RunId, WorkspaceId } from '../platform/ids.ts';
import type { Item } from '../platform/table.ts';
import { FINAL_MESSAGE_STATES, MessageState, type RunView } from './contract.ts';

/**
 * Counters of a run follow from its items: what a change of a lead or a message means for them is decided here, in one place, so that a
 * recount of the items gives the same numbers. Names: `scored`, `dropped.<reason>`, `state.<message state>` …
 */
export type Deltas = Readonly<Record<string, number>>;

const LeadImage = z.object({
  type: z.literal('CampaignLead'),
  pk: z.string(),
  runId: RunId,
  stage: z.string(),
  contacts: z.number().default(0),
  contactDrops: z.record(z.string(), z.number()).default({}),
  costMicroUsd: z.number().default(0),
});
const MessageImage = z.object({
  type: z.literal('Message'),
  workspaceId: WorkspaceId,
  runId: RunId,
  state: MessageState,
  costMicroUsd: z.number().default(0),
});
const Image = z.discriminatedUnion('type', [LeadImage, MessageImage]);
type Image = z.infer<typeof Image>;

const SENT: readonly MessageState[] = ['accepted', 'delivered', 'bounced', 'complained'];

/** What an item, as it stands, adds to its run's counters. */
const standing = (image: Image): Deltas => {
  if (image.type === 'Message') {
    return {
      drafted: 1,
      approved: image.state === 'draft' || image.state === 'cancelled' ? 0 : 1,
      sent: SENT.includes(image.state) ? 1 : 0,
      [`state.${image.state}`]: 1,
      costMicroUsd: image.costMicroUsd,
    };
  }
  const below = image.stage === 'below_threshold';
  return {
    scored: 1,
    [`stage.${image.stage}`]: 1,
    qualified: below ? 0 : 1,
    contacts: image.contacts,
    costMicroUsd: image.costMicroUsd,
    // Apart too, for the ledger: it is complete before sending begins, when the sum of all costs is not.
    copyMicroUsd: image.costMicroUsd,
    ...(below ? { 'dropped.below_threshold': 1 } : {}),
    ...(image.stage === 'no_contact' ? { 'dropped.no_contact': 1 } : {}),
    ...Object.fromEntries(Object.entries(image.contactDrops).map(([reason, n]) => [`dropped.${reason}`, n])),
  };
};

export type RunChange = Readonly<{ workspaceId: WorkspaceId; runId: RunId; deltas: Deltas }>;

const workspaceOf = (image: Image): WorkspaceId =>
  image.type === 'Message' ? image.workspaceId : WorkspaceId.parse(image.pk.split('#')[1]);

/**
 * What one change of an item means for the counters of the runs it belongs to: what it adds now less what it added before. A lead taken
 * over by a later run leaves the earlier run's counters as they were: they tell what happened then.
 */
export const countChange = (before: Item | undefined, after: Item | undefined): RunChange | undefined => {
  const now = Image.safeParse(after).data;
  if (now === undefined) return undefined;
  const then = Image.safeParse(before).data;
  const deltas = then?.runId === now.runId ? difference(standing(now), standing(then)) : standing(now);
  const moved = Object.fromEntries(Object.entries(deltas).filter(([, delta]) => delta !== 0));
  return Object.keys(moved).length === 0
    ? undefined
    : { workspaceId: workspaceOf(now), runId: now.runId, deltas: moved };
};

const difference = (now: Deltas, then: Deltas): Deltas =>
  Object.fromEntries(
    [...new Set([...Object.keys(now), ...Object.keys(then)])].map((name) => [
      name,
      (now[name] ?? 0) - (then[name] ?? 0),
    ]),
  );

/** Sums changes by run. */
export const sumByRun = (changes: readonly RunChange[]): readonly RunChange[] => {
  const sums = new Map<string, { workspaceId: WorkspaceId; runId: RunId; deltas: Record<string, number> }>();
  for (const { workspaceId, runId, deltas } of changes) {
    const sum = sums.get(runId) ?? { workspaceId, runId, deltas: {} };
    for (const [name, delta] of Object.entries(deltas)) sum.deltas[name] = (sum.deltas[name] ?? 0) + delta;
    sums.set(runId, sum);
  }
  return [...sums.values()];
};

/** Whether counters show messages that are not in a final state. */
export const openRecipients = (counters: Deltas): number =>
  MessageState.options
    .filter((state) => !FINAL_MESSAGE_STATES.includes(state))
    .reduce((sum, state) => sum + Math.max(0, counters[`state.${state}`] ?? 0), 0);

/**
 * Whether the projection has caught up with a run whose stages are over: every company left by the hard filters has a lead, no lead still
 * waits for its copy, and the messages stand as they were read.
 */
export const countersAgree = (
  counters: Deltas,
  companies: number,
  messages: Readonly<Partial<Record<MessageState, number>>>,
): boolean =>
  (counters['scored'] ?? 0) >= companies &&
  (counters['stage.qualified'] ?? 0) <= 0 &&
  MessageState.options.every((state) => (counters[`state.${state}`] ?? 0) === (messages[state] ?? 0));

const positive = (value: number | undefined): number => Math.max(0, value ?? 0);

/** The counted part of a run's view. */
export const viewCounters = (
  counters: Deltas,
  discovered: readonly Readonly<{ found: number; dropped: Readonly<Record<string, number>> }>[],
): Pick<RunView, 'stages' | 'dropped' | 'recipients'> & { costMicroUsd: number } => {
  const dropped: Record<string, number> = {};
  for (const page of discovered)
    for (const [reason, n] of Object.entries(page.dropped)) dropped[reason] = (dropped[reason] ?? 0) + n;
  for (const [name, n] of Object.entries(counters)) {
    if (!name.startsWith('dropped.') || n <= 0) continue;
    const reason = name.slice('dropped.'.length);
    dropped[reason] = (dropped[reason] ?? 0) + n;
  }
  const byState = Object.fromEntries(
    MessageState.options.flatMap((state) => {
      const n = positive(counters[`state.${state}`]);
      return n === 0 ? [] : [[state, n]];
    }),
  );
  return {
    stages: {
      discovered: discovered.reduce((sum, page) => sum + page.found, 0),
      scored: positive(counters['scored']),
      qualified: positive(counters['qualified']),
      contacts: positive(counters['contacts']),
      drafted: positive(counters['drafted']),
      approved: positive(counters['approved']),
      sent: positive(counters['sent']),
    },
    dropped,
    recipients: { total: Object.values(byState).reduce((sum, n) => sum + n, 0), byState },
    costMicroUsd: positive(counters['costMicroUsd']),
  };
};
