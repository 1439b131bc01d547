import { type Clock, instant, MINUTE, SECOND } from '../platform/time.ts';
import { type DispatchShardStore, LEASE, type Shard } from './dispatch-shard-store.ts';
import { BEGINNING, type Due, type DueIndex } from './due-index.ts';
import type { MessageMoves } from './message-moves.ts';
import type { SendQueue } from './providers/send-queue.ts';
import type { Reschedule } from './reschedule.ts';
import type { RunRef, SendRecords } from './send-records.ts';

/** Messages handled between two records of progress. */
const PAGE = 100;
/** Records that SQS takes in one request: worth waiting for while more come due. */
const REQUEST = 10;
const GATHER = 3 * SECOND;
/** What is written to the due index may take a moment to show; nothing younger is passed over. */
const LAG = 2 * SECOND;
/** After so long on the queue a message that nobody claimed is put on it again. The claim decides, so a needless one does no harm. */
const STALE = 10 * MINUTE;
/** Another dispatcher that is about to end needs a moment to let go. */
const TRIES = 3;
const TRY_AGAIN = 1.5 * SECOND;
const MOST_HELD = 50;

export type DispatchShardPorts = Readonly<{
  shards: DispatchShardStore;
  dueIndex: DueIndex;
  records: SendRecords;
  queue: SendQueue;
  moves: Pick<MessageMoves, 'failUnsent' | 'stop'>;
  reschedule: Reschedule;
  clock: Clock;
  sleep: (milliseconds: number) => Promise<void>;
  newOwner: () => string;
  /** How many records the queue may hold before the dispatcher stops. */
  mostQueued: number;
}>;

/** Puts one shard's due messages on the send queue until nothing is due before `deadline`; gives how many records that made. */
export const createDispatchShard =
  (ports: DispatchShardPorts) =>
  async (shard: number, deadline: number): Promise<number> => {
    const { shards, dueIndex, sleep, newOwner } = ports;
    const [first] = await dueIndex.after(shard, BEGINNING, 1);
    if (first === undefined || Date.parse(first.dueAt) + LAG >= deadline) return 0;
    const owner = newOwner();
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      if (attempt > 1) await sleep(TRY_AGAIN);
      const state = shards.isFree(await shards.read(shard)) ? await shards.acquire(shard, owner) : undefined;
      if (state === undefined) continue;
      const work = createShardWork(ports, { shard, owner, deadline, state });
      try {
        await work.resumed();
        return (await work.lost()) + (await work.due());
      } finally {
        await shards.release(shard, owner);
      }
    }
    return 0;
  };

/** The work of a dispatcher that has a shard. */
const createShardWork = (
  { shards, dueIndex, records, queue, moves, reschedule, clock, sleep, mostQueued }: DispatchShardPorts,
  { shard, owner, deadline, state }: Readonly<{ shard: number; owner: string; deadline: number; state: Shard }>,
) => {
  let mark = state.mark;
  let heldRuns: readonly RunRef[] = state.heldRuns;
  let ours = true;
  const mayGoOn = (): boolean => ours && clock() < deadline;
  const record = async (progress: Parameters<DispatchShardStore['advance']>[2] = {}): Promise<void> => {
    ours = await shards.advance(shard, owner, progress);
  };

  /** A full queue lasts the senders for minutes: the rest is for the next dispatcher. */
  const hasRoom = async (): Promise<boolean> => (await queue.depth()) < mostQueued;

  const enqueue = async (dues: readonly Due[]): Promise<number> => {
    const prepared = await records.prepare(dues);
    for (const { due, reason } of prepared.broken) await moves.failUnsent(due, reason);
    for (const { due, reason } of prepared.stopped) await moves.stop(due, due, reason);
    await reschedule(prepared.later);
    await queue.enqueue(prepared.records);
    const known = new Set(heldRuns.map(({ runId }) => runId));
    heldRuns = [...heldRuns, ...prepared.held.filter(({ runId }) => !known.has(runId))].slice(-MOST_HELD);
    return prepared.records.length;
  };

  /** Goes over what stands in the index from its beginning up to a position. */
  const again = async (upTo: string): Promise<number> => {
    let count = 0;
    let position = BEGINNING;
    while (mayGoOn() && upTo > position) {
      const dues = await dueIndex.after(shard, position, PAGE, upTo);
      const last = dues.at(-1);
      if (last === undefined) break;
      if (!(await hasRoom())) break;
      count += await enqueue(dues);
      await record();
      position = last.position;
    }
    return count;
  };

  return {
    /** What was put on the queue long ago and still stands in the index: the queue lost it, or we died before it got there. */
    lost: async (): Promise<number> => {
      // A mark at the beginning: everything is gone over anyway.
      if (mark === BEGINNING || (state.recheckAt !== undefined && state.recheckAt > instant(clock()))) return 0;
      const count = await again(state.recheckMark);
      if (count > 0 || state.recheckMark !== mark)
        await record({ recheckMark: mark, recheckAt: instant(clock() + STALE), heldRuns: [...heldRuns] });
      return count;
    },

    /**
     * Finds runs that were paused and go on. What was passed over of them stands behind the mark, which goes back to the beginning: from
     * there all that is due is gone over page by page, by the next dispatchers too when the queue is full. What is on the queue already is
     * put on it once more; the claim decides.
     */
    resumed: async (): Promise<void> => {
      if (heldRuns.length === 0) return;
      const open = new Set<string>((await records.openRuns(heldRuns)).map(({ runId }) => runId));
      if (open.size === 0) return;
      heldRuns = heldRuns.filter(({ runId }) => !open.has(runId));
      mark = BEGINNING;
      const recheck = { recheckMark: BEGINNING, recheckAt: instant(clock() + STALE) };
      await record({ mark, heldRuns: [...heldRuns], ...recheck });
    },

    due: async (): Promise<number> => {
      let count = 0;
      while (mayGoOn()) {
        const next = await dueIndex.after(shard, mark, PAGE);
        const wait = ripeAt(next) - clock();
        if (clock() + wait >= deadline) break;
        if (wait > 0) {
          await sleep(wait);
          // A long wait must not lose the shard.
          if (wait > LEASE / 4) await record();
          continue;
        }
        if (!(await hasRoom())) break;
        const ready = next.filter(({ dueAt }) => Date.parse(dueAt) + LAG <= clock());
        const before = heldRuns;
        count += await enqueue(ready);
        mark = ready.at(-1)?.position ?? mark;
        await record({ mark, ...(heldRuns === before ? {} : { heldRuns: [...heldRuns] }) });
      }
      return count;
    },
  };
};

/** When the next messages are worth a request: as soon as a batch of them is due, or a little after the first. Never, when there are none. */
const ripeAt = (next: readonly Due[]): number => {
  const [first] = next;
  const last = next[REQUEST - 1] ?? next.at(-1);
  if (first === undefined || last === undefined) return Number.POSITIVE_INFINITY;
  return Math.min(Date.parse(last.dueAt), Date.parse(first.dueAt) + GATHER) + LAG;
};
