import * as z from 'zod';
import { isClosed, type RunStore } from '../campaigns/run-store.ts';
import type { Log } from '../platform/log.ts';
import { type Clock, instant } from '../platform/time.ts';
import { ReleaseInput, ReleaseOutput } from './contract.ts';
import type { Message } from './message.ts';
import type { MessageMoves } from './message-moves.ts';
import type { MessageStore } from './message-store.ts';
import { dueTimes } from './pace.ts';
import type { KickDispatcher } from './providers/kick-dispatcher.ts';

/** Messages one invocation releases: two state transitions for so many leads. */
const PAGE = 2_000;
const READ = 200;
const AT_ONCE = 20;

/** Where a release stands: how many messages have a time, since when times are counted, where to read on. */
const Cursor = z.object({ releasedAt: z.int(), count: z.int(), next: z.string().nullable() });
type Cursor = z.infer<typeof Cursor>;

const readCursor = (text: string): Cursor => Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
const writeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor), 'utf8').toString('base64url');

/**
 * Gives a run's approved messages their due times, a page an invocation, evenly at our share of the channel's rate. A repeated page finds
 * its messages scheduled and leaves them. On the last page the dispatcher is started.
 */
export const createReleaseMessages =
  ({
    runs,
    messages,
    moves,
    kick,
    ratePerSecond,
    clock,
    log,
    page = PAGE,
  }: {
    runs: Pick<RunStore, 'get'>;
    messages: Pick<MessageStore, 'listByRun'>;
    moves: Pick<MessageMoves, 'schedule'>;
    kick: KickDispatcher;
    ratePerSecond: number;
    clock: Clock;
    log: Log;
    page?: number;
  }) =>
  async (event: unknown): Promise<z.infer<typeof ReleaseOutput>> => {
    const {
      run: { workspaceId, runId },
      cursor,
    } = ReleaseInput.parse(event);
    const run = await runs.get(workspaceId, runId);
    if (run === undefined || isClosed(run)) return { cursor: null, released: 0 };
    const at: Cursor = cursor === null ? { releasedAt: clock(), count: 0, next: null } : readCursor(cursor);
    let { count, next } = at;
    let released = 0;

    const schedule = async (message: Message, index: number): Promise<void> => {
      const { clockFactor } = run;
      const times = dueTimes({ releasedAt: at.releasedAt, index, ratePerSecond, clockFactor, now: clock() });
      const moved = await moves.schedule(message, { plannedAt: instant(times.planned), dueAt: instant(times.due) });
      if (moved.ok) released += 1;
    };

    do {
      const read = { limit: Math.min(READ, page), ...(next === null ? {} : { cursor: next }) };
      const found = await messages.listByRun(workspaceId, runId, read, ['approved']);
      if (found === undefined) throw new Error('The cursor of a release does not belong to its run');
      for (let first = 0; first < found.messages.length; first += AT_ONCE) {
        const slice = found.messages.slice(first, first + AT_ONCE);
        const from = count + first;
        await Promise.all(slice.map((message, offset) => schedule(message, from + offset)));
      }
      count += found.messages.length;
      next = found.nextCursor;
    } while (next !== null && count - at.count < page);

    if (next === null && count > 0)
      await kick().catch((error: unknown) => {
        log.warn('The dispatcher could not be started; it comes with the minute', { runId, error });
      });
    return ReleaseOutput.parse({ cursor: next === null ? null : writeCursor({ ...at, count, next }), released });
  };
