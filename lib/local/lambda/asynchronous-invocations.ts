import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { number, text } from '../sqlite.ts';
import type { Outcome } from './function-environment.ts';

export const INVOCATION_SCHEMA = `
CREATE TABLE IF NOT EXISTS invocations (
  id TEXT PRIMARY KEY, function TEXT NOT NULL, event TEXT NOT NULL, attempts INTEGER NOT NULL, accepted_at INTEGER NOT NULL, due_at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS invocations_due ON invocations (due_at);
`;

/** Lambda's way with asynchronous events: two more tries after 1 and 2 minutes, six hours at most. */
export type AsynchronousSettings = Readonly<{
  retries: number;
  maximumAgeMs: number;
  /** Hears of an event that is given up, with the last outcome. */
  onFailure: (record: Readonly<{ functionName: string; event: string; outcome: Outcome; attempts: number }>) => void;
}>;
export const DEFAULT_SETTINGS: AsynchronousSettings = {
  retries: 2,
  maximumAgeMs: 6 * 3_600_000,
  onFailure: () => undefined,
};

/**
 * The queue of asynchronous invocations, kept on disk: what was accepted is carried out even when this process dies, and an invocation
 * that was interrupted so is tried again without counting as an attempt.
 */
export const createAsynchronousInvocations = ({
  database,
  invoke,
  settingsOf,
  retryDelaysMs = [60_000, 120_000],
  clock = Date.now,
}: {
  database: DatabaseSync;
  invoke: (functionName: string, event: string) => Promise<Outcome>;
  settingsOf: (functionName: string) => AsynchronousSettings;
  retryDelaysMs?: readonly number[];
  clock?: () => number;
}) => {
  const insert = database.prepare('INSERT INTO invocations VALUES (?, ?, ?, 0, ?, ?)');
  const due = database.prepare('SELECT * FROM invocations WHERE due_at <= ? ORDER BY due_at, accepted_at');
  const next = database.prepare('SELECT MIN(due_at) AS due_at FROM invocations WHERE due_at > ?');
  const remove = database.prepare('DELETE FROM invocations WHERE id = ?');
  const postpone = database.prepare('UPDATE invocations SET attempts = ?, due_at = ? WHERE id = ?');
  const count = database.prepare('SELECT COUNT(*) AS waiting FROM invocations');
  const underway = new Map<string, Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let started = false;
  let closed = false;

  const carryOut = async (id: string, functionName: string, event: string, attempts: number, acceptedAt: number) => {
    const outcome = await invoke(functionName, event);
    if (closed) return;
    if (outcome.ok) {
      remove.run(id);
      return;
    }
    const { retries, maximumAgeMs, onFailure } = settingsOf(functionName);
    const delay = retryDelaysMs[attempts] ?? retryDelaysMs.at(-1) ?? 0;
    if (attempts < retries && clock() + delay - acceptedAt <= maximumAgeMs) {
      postpone.run(attempts + 1, clock() + delay, id);
      return;
    }
    onFailure({ functionName, event, outcome, attempts: attempts + 1 });
    remove.run(id);
  };

  const pump = (): void => {
    if (closed || !started) return;
    clearTimeout(timer);
    // One moment for both questions: what falls due between two would be in neither answer.
    const now = clock();
    for (const row of due.all(now)) {
      const id = text(row, 'id');
      if (underway.has(id)) continue;
      const work = carryOut(
        id,
        text(row, 'function'),
        text(row, 'event'),
        number(row, 'attempts'),
        number(row, 'accepted_at'),
      )
        .finally(() => underway.delete(id))
        .then(pump);
      underway.set(id, work);
    }
    const at = next.get(now)?.['due_at'];
    if (typeof at !== 'number') return;
    timer = setTimeout(pump, Math.min(at - now, 60_000));
    timer.unref();
  };

  return {
    /** Accepts an event; once this returns it will be carried out. Gives the request's id. */
    accept: (functionName: string, event: string): string => {
      const id = randomUUID();
      insert.run(id, functionName, event, clock(), clock());
      setImmediate(pump);
      return id;
    },
    waiting: (): number => Number(count.get()?.['waiting'] ?? 0),
    /** Begins to carry out what is due, from before too. */
    start: (): void => {
      started = true;
      pump();
    },
    close: (): void => {
      closed = true;
      clearTimeout(timer);
    },
  };
};
