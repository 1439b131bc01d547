import * as z from 'zod';
import { isClosed, type RunStore } from '../campaigns/run-store.ts';
import type { Log } from '../platform/log.ts';
import { ReleaseInput, ReleaseOutput } from './contract.ts';
import type { Message } from './message.ts';
import type { MessageStore } from './message-store.ts';
import type { KickDispatcher } from './providers/kick-dispatcher.ts';
import { RunClock } from './run-clock.ts';
import type { ScheduleMessages } from './schedule-messages.ts';

/** Messages one invocation releases: two state transitions for so many leads. */
const PAGE = 2_000;
const READ = 200;

/** Where a release stands: how many messages it went over, the run's clock, where to read on. */
const Cursor = z.object({ clock: RunClock.nullable(), count: z.int(), next: z.string().nullable() });
type Cursor = z.infer<typeof Cursor>;

const readCursor = (text: string): Cursor => Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
const writeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor), 'utf8').toString('base64url');

/**
 * Gives a run's approved messages their times, a page an invocation. A repeated page finds its messages scheduled and leaves them. On the last
 * page the dispatcher is started.
 */
export const createReleaseMessages =
  ({
    runs,
    messages,
    schedule,
    kick,
    log,
    page = PAGE,
  }: {
    runs: Pick<RunStore, 'get'>;
    messages: Pick<MessageStore, 'listByRun'>;
    schedule: ScheduleMessages;
    kick: KickDispatcher;
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
    const at: Cursor = cursor === null ? { clock: null, count: 0, next: null } : readCursor(cursor);
    let { next } = at;
    const found: Message[] = [];
    do {
      const read = { limit: Math.min(READ, page), ...(next === null ? {} : { cursor: next }) };
      const list = await messages.listByRun(workspaceId, runId, read, ['approved']);
      if (list === undefined) throw new Error('The cursor of a release does not belong to its run');
      found.push(...list.messages);
      next = list.nextCursor;
    } while (next !== null && found.length < page);

    const { scheduled: released, clock } = await schedule(run, found, at.clock);
    const count = at.count + found.length;
    if (next === null && count > 0)
      await kick().catch((error: unknown) => {
        log.warn('The dispatcher could not be started; it comes with the minute', { runId, error });
      });
    return ReleaseOutput.parse({ cursor: next === null ? null : writeCursor({ clock, count, next }), released });
  };
