import * as z from 'zod';
import type { Database } from './database.ts';
import { appendEvents, closeExecution } from './execution-store.ts';
import type { Journal, Progress, SavedFrame } from './journal.ts';
import { json } from './rows.ts';

const progressSchema = z.object({
  retries: z.array(z.number()),
  until: z.number().optional(),
  items: z.array(z.object({ value: z.unknown(), input: z.unknown() })).optional(),
  token: z.string().optional(),
  deadline: z.number().optional(),
  delivered: z.boolean().optional(),
  childArn: z.string().optional(),
  mapRunArn: z.string().optional(),
});

const runningRow = z.object({
  status: z.literal('RUNNING'),
  state_name: z.string(),
  input: json,
  variables: json.pipe(z.record(z.string(), z.unknown())),
  entered_at: z.number(),
  progress: json.pipe(progressSchema),
});

const doneRow = z.object({ status: z.literal('DONE'), output: json });

const frameRow = z.union([
  runningRow.transform(
    ({ state_name, entered_at, ...same }): SavedFrame => ({ ...same, stateName: state_name, enteredAt: entered_at }),
  ),
  doneRow.transform((row): SavedFrame => row),
]);

/** The journal of a Standard execution: every call is one committed transaction. */
export const createFrameJournal = (database: Database, executionArn: string, now: () => number): Journal => {
  const dropBelow = (path: string): void => {
    // '0' follows '/' in ASCII, so this range is every path that continues `path/`.
    database.run(
      'DELETE FROM frames WHERE execution_arn = ? AND path >= ? AND path < ?',
      executionArn,
      `${path}/`,
      `${path}0`,
    );
    database.run(
      `UPDATE task_tokens SET status = 'CLOSED', answer = NULL
       WHERE execution_arn = ? AND status <> 'CLOSED' AND (path = ? OR (path >= ? AND path < ?))`,
      executionArn,
      path,
      `${path}/`,
      `${path}0`,
    );
  };

  const saveProgress = (path: string, progress: Progress): void => {
    database.run(
      'UPDATE frames SET progress = ? WHERE execution_arn = ? AND path = ?',
      JSON.stringify(progress),
      executionArn,
      path,
    );
    if (progress.token === undefined) return;
    database.run(
      `INSERT OR IGNORE INTO task_tokens (token, execution_arn, path, status, heartbeat_at)
       VALUES (?, ?, ?, 'OPEN', ?)`,
      progress.token,
      executionArn,
      path,
      now(),
    );
  };

  return {
    frame: (path) => {
      const row = database.first('SELECT * FROM frames WHERE execution_arn = ? AND path = ?', executionArn, path);
      return row === undefined ? undefined : frameRow.parse(row);
    },
    enter: (path, frame, events) => {
      database.transaction(() => {
        dropBelow(path);
        database.run(
          `INSERT OR REPLACE INTO frames
             (execution_arn, path, status, state_name, input, variables, entered_at, progress)
           VALUES (?, ?, 'RUNNING', ?, ?, ?, ?, ?)`,
          executionArn,
          path,
          frame.stateName,
          JSON.stringify(frame.input),
          JSON.stringify(frame.variables),
          frame.enteredAt,
          JSON.stringify(frame.progress),
        );
        appendEvents(database, executionArn, events, now());
      });
    },
    progress: (path, progress, events = []) => {
      database.transaction(() => {
        saveProgress(path, progress);
        appendEvents(database, executionArn, events, now());
      });
    },
    retry: (path, progress, events) => {
      database.transaction(() => {
        dropBelow(path);
        saveProgress(path, progress);
        appendEvents(database, executionArn, events, now());
      });
    },
    finish: (path, output, events) => {
      const text = JSON.stringify(output);
      database.transaction(() => {
        dropBelow(path);
        appendEvents(database, executionArn, events, now());
        if (path === '') {
          closeExecution(database, executionArn, { status: 'SUCCEEDED', output: text }, now());
        } else {
          database.run(
            "UPDATE frames SET status = 'DONE', output = ? WHERE execution_arn = ? AND path = ?",
            text,
            executionArn,
            path,
          );
        }
      });
    },
  };
};
