import * as z from 'zod';
import type { MessageState } from '../campaigns/contract.ts';
import { countedCosts, runCostTransactions } from '../campaigns/run-costs.ts';
import type { RunStore } from '../campaigns/run-store.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, instant } from '../platform/time.ts';
import type { LeadStore } from '../scoring/lead-store.ts';
import type { MessageStore } from '../sending/message-store.ts';
import { RecordAttributionInput, RecordAttributionOutput } from './contract.ts';
import type { LedgerStore } from './ledger-store.ts';
import { touchOf } from './touch.ts';

/** Messages one invocation goes over: two state transitions for so many leads. */
const PAGE = 2_000;
const READ = 200;
/** States that a message which was accepted may be in. */
const TOUCHING: readonly MessageState[] = [
  'accepted',
  'delivered',
  'bounced',
  'complained',
  'unknown_final',
  'suppressed',
];

/** Where a recording stands: where to read on, and the cost of what was read. */
const Cursor = z.object({ next: z.string().nullable(), sendingMicroUsd: z.int() });
type Cursor = z.infer<typeof Cursor>;

const readCursor = (text: string): Cursor => Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
const writeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor), 'utf8').toString('base64url');

/**
 * Puts a run's touches on its leads' timelines and marks the leads as contacted, a page an invocation, and on the last page books what the run cost. Touches are the same
 * items when written again; a booked transaction stays as it is.
 */
export const createRecordAttribution =
  ({
    messages,
    runs,
    ledger,
    leads,
    table,
    clock,
    page = PAGE,
  }: {
    messages: Pick<MessageStore, 'listByRun'>;
    runs: Pick<RunStore, 'get'>;
    ledger: Pick<LedgerStore, 'appendAll'>;
    leads: Pick<LeadStore, 'markContacted'>;
    table: Pick<Table, 'batchPut'>;
    clock: Clock;
    page?: number;
  }) =>
  async (event: unknown): Promise<z.infer<typeof RecordAttributionOutput>> => {
    const {
      run: { workspaceId, campaignId, runId },
      cursor,
    } = RecordAttributionInput.parse(event);
    let { next, sendingMicroUsd } = cursor === null ? { next: null, sendingMicroUsd: 0 } : readCursor(cursor);
    let touches = 0;
    let seen = 0;
    const now = instant(clock());
    do {
      const read = { limit: Math.min(READ, page), ...(next === null ? {} : { cursor: next }) };
      const found = await messages.listByRun(workspaceId, runId, read, TOUCHING);
      if (found === undefined) throw new Error('The cursor of a recording does not belong to its run');
      const items = found.messages.flatMap((message) => touchOf(message, now) ?? []);
      await table.batchPut(items);
      const touched = new Set(found.messages.flatMap(({ sentAt, domain }) => (sentAt === undefined ? [] : [domain])));
      await Promise.all([...touched].map((domain) => leads.markContacted(workspaceId, campaignId, domain, now)));
      touches += items.length;
      seen += found.messages.length;
      sendingMicroUsd += found.messages.reduce((sum, { costMicroUsd = 0 }) => sum + costMicroUsd, 0);
      next = found.nextCursor;
    } while (next !== null && seen < page);
    if (next !== null)
      return RecordAttributionOutput.parse({ cursor: writeCursor({ next, sendingMicroUsd }), touches });

    const run = await runs.get(workspaceId, runId);
    // What the mails cost is read from the mails themselves: their counters may still move.
    const costs = { ...countedCosts(run ?? { counts: {}, discovered: {} }), sending: sendingMicroUsd };
    await ledger.appendAll(workspaceId, runCostTransactions({ id: runId, campaignId }, costs, now));
    return RecordAttributionOutput.parse({ cursor: null, touches });
  };
