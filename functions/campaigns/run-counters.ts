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
  /** How far the run took it, where its stage tells something else: an earlier run had reached more, or a later re-scoring moved it. */
  runStage: z.string().optional(),
  contacts: z.number().default(0),
  contactDrops: z.record(z.string(), z.number()).default({}),
  costMicroUsd: z.number().default(0),
  lookupMicroUsd: z.number().default(0),
});
const Engaged = z.object({
  opens: z.number(),
  humanOpens: z.number(),
  clicks: z.number(),
  humanClicks: z.number(),
});
const MessageImage = z.object({
  type: z.literal('Message'),
  workspaceId: WorkspaceId,
  runId: RunId,
  state: MessageState,
  step: z.number().default(1),
  costMicroUsd: z.number().default(0),
  engaged: Engaged.optional(),
  reply: z.object({ class: z.string() }).optional(),
  unsubscribedAt: z.string().optional(),
});
const Image = z.discriminatedUnion('type', [LeadImage, MessageImage]);
type Image = z.infer<typeof Image>;

const SENT: readonly MessageState[] = ['accepted', 'delivered', 'bounced', 'complained'];

/** A mail counts once, however often it is opened; each mail of a sequence by itself, as each was delivered. */
const engagement = ({ engaged, reply, unsubscribedAt }: z.infer<typeof MessageImage>): Deltas => {
  const some = (count: number | undefined): number => Number((count ?? 0) > 0);
  return {
    opened: some(engaged?.opens),
    'opened.people': some(engaged?.humanOpens),
    clicked: some(engaged?.clicks),
    'clicked.people': some(engaged?.humanClicks),
    ...(reply === undefined ? {} : { [`replied.${reply.class}`]: 1 }),
    unsubscribed: unsubscribedAt === undefined ? 0 : 1,
  };
};

/** What an item, as it stands, adds to its run's counters. */
const standing = (image: Image): Deltas => {
  if (image.type === 'Message' && image.step > 1) {
    // A recipient is counted by the first mail; follow-ups stand apart, so that nobody is counted twice.
    return { [`followUp.${image.state}`]: 1, costMicroUsd: image.costMicroUsd, ...engagement(image) };
  }
  if (image.type === 'Message') {
    return {
      drafted: 1,
      approved: image.state === 'draft' || image.state === 'cancelled' ? 0 : 1,
      sent: SENT.includes(image.state) ? 1 : 0,
      [`state.${image.state}`]: 1,
      costMicroUsd: image.costMicroUsd,
      ...engagement(image),
    };
  }
  const stage = image.runStage ?? image.stage;
  const below = stage === 'below_threshold';
  return {
    scored: 1,
    [`stage.${stage}`]: 1,
    qualified: below ? 0 : 1,
    contacts: image.contacts,
    costMicroUsd: image.costMicroUsd + image.lookupMicroUsd,
    // Apart too, for the ledger: they are complete before sending begins, when the sum of all costs is not.
    copyMicroUsd: image.costMicroUsd,
    ...(image.lookupMicroUsd > 0 ? { contactsMicroUsd: image.lookupMicroUsd } : {}),
    ...(below ? { 'dropped.below_threshold': 1 } : {}),
    ...(stage === 'no_contact' ? { 'dropped.no_contact': 1 } : {}),
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

/** How many messages, follow-ups included, counters show that are not in a final state. */
export const openRecipients = (counters: Deltas): number =>
  MessageState.options
    .filter((state) => !FINAL_MESSAGE_STATES.includes(state))
    .flatMap((state) => [counters[`state.${state}`] ?? 0, counters[`followUp.${state}`] ?? 0])
    .reduce((sum, n) => sum + Math.max(0, n), 0);

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

type Page = Readonly<{ found: number; dropped: Readonly<Record<string, number>>; costMicroUsd?: number | undefined }>;

/** What the pages of discovery cost at their providers, micro-dollars. */
export const discoveryCost = (discovered: readonly Page[]): number =>
  discovered.reduce((sum, { costMicroUsd = 0 }) => sum + costMicroUsd, 0);

const positive = (value: number | undefined): number => Math.max(0, value ?? 0);

/** The counted part of a run's view. */
export const viewCounters = (
  counters: Deltas,
  discovered: readonly Page[],
): Pick<RunView, 'stages' | 'dropped' | 'recipients' | 'followUps' | 'engagement'> & { costMicroUsd: number } => {
  const dropped: Record<string, number> = {};
  for (const page of discovered)
    for (const [reason, n] of Object.entries(page.dropped)) dropped[reason] = (dropped[reason] ?? 0) + n;
  for (const [name, n] of Object.entries(counters)) {
    if (!name.startsWith('dropped.') || n <= 0) continue;
    const reason = name.slice('dropped.'.length);
    dropped[reason] = (dropped[reason] ?? 0) + n;
  }
  const statesOf = (of: 'state' | 'followUp') =>
    Object.fromEntries(
      MessageState.options.flatMap((state) => {
        const n = positive(counters[`${of}.${state}`]);
        return n === 0 ? [] : [[state, n]];
      }),
    );
  const byState = statesOf('state');
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
    followUps: statesOf('followUp'),
    recipients: { total: Object.values(byState).reduce((sum, n) => sum + n, 0), byState },
    engagement: {
      opened: { all: positive(counters['opened']), people: positive(counters['opened.people']) },
      clicked: { all: positive(counters['clicked']), people: positive(counters['clicked.people']) },
      replied: repliesIn(counters),
      unsubscribed: positive(counters['unsubscribed']),
    },
    costMicroUsd: positive(counters['costMicroUsd']) + discoveryCost(discovered),
  };
};

const REPLIED = 'replied.';
const repliesIn = (counters: Deltas): Record<string, number> =>
  Object.fromEntries(
    Object.entries(counters).flatMap(([name, n]) =>
      name.startsWith(REPLIED) && n > 0 ? [[name.slice(REPLIED.length), n]] : [],
    ),
  );
