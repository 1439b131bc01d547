import * as z from 'zod';
import type { Database } from './database.ts';
import { json, nullable } from './rows.ts';

const mapRunStatus = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'ABORTED']);
const batchStatus = z.enum(['PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']);
export type BatchStatus = z.infer<typeof batchStatus>;

const settingsSchema = z.object({
  maxConcurrency: z.number(),
  toleratedFailureCount: z.number().optional(),
  toleratedFailurePercentage: z.number().optional(),
});
export type MapRunSettings = z.infer<typeof settingsSchema>;

export type MapRunRecord = {
  readonly arn: string;
  readonly executionArn: string;
  readonly stateName: string;
  /** What its child executions carry as their state machine. */
  readonly machineArn: string;
  readonly status: z.infer<typeof mapRunStatus>;
  readonly startedAt: number;
  readonly stoppedAt: number | undefined;
  readonly settings: MapRunSettings;
  /** All batches are written down; the dataset need not be read again. */
  readonly datasetRead: boolean;
};

/** One child execution of a map run. Input and output are JSON text. */
export type BatchRecord = {
  readonly number: number;
  readonly items: number;
  readonly input: string;
  readonly status: BatchStatus;
  readonly executionArn: string | undefined;
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly startedAt: number | undefined;
  readonly stoppedAt: number | undefined;
};

export type BatchResult = {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly output?: string | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
};

/** Items and child executions by status. */
export type MapRunCounts = Readonly<Record<BatchStatus, { readonly items: number; readonly executions: number }>>;

export type MapRunStore = {
  readonly create: (run: Omit<MapRunRecord, 'status' | 'stoppedAt' | 'datasetRead'>) => void;
  readonly get: (arn: string) => MapRunRecord | undefined;
  readonly list: (executionArn: string) => MapRunRecord[];
  /** Forgets batches of a dataset that was not read to its end. */
  readonly clear: (arn: string) => void;
  readonly append: (arn: string, firstNumber: number, batches: readonly { items: number; input: string }[]) => void;
  readonly setDatasetRead: (arn: string) => void;
  /** Puts what a stopped process left RUNNING back to PENDING. */
  readonly reopen: (arn: string) => void;
  /** The next PENDING batch, now RUNNING; one that ran before keeps its execution's ARN. */
  readonly claim: (arn: string, newExecutionArn: string, at: number) => BatchRecord | undefined;
  readonly complete: (arn: string, number: number, result: BatchResult, at: number) => void;
  readonly counts: (arn: string) => MapRunCounts;
  /** Batches after number `after`, in order, at most `limit`. */
  readonly page: (arn: string, after: number, limit: number) => BatchRecord[];
  /** Ends the run; batches still RUNNING become ABORTED. */
  readonly close: (arn: string, status: 'SUCCEEDED' | 'FAILED' | 'ABORTED', at: number) => void;
};

const mapRunRow = z
  .object({
    arn: z.string(),
    execution_arn: z.string(),
    state_name: z.string(),
    machine_arn: z.string(),
    status: mapRunStatus,
    started_at: z.number(),
    stopped_at: nullable(z.number()),
    settings: json.pipe(settingsSchema),
    dataset_read: z.number(),
  })
  .transform(
    (row): MapRunRecord => ({
      arn: row.arn,
      executionArn: row.execution_arn,
      stateName: row.state_name,
      machineArn: row.machine_arn,
      status: row.status,
      startedAt: row.started_at,
      stoppedAt: row.stopped_at,
      settings: row.settings,
      datasetRead: row.dataset_read === 1,
    }),
  );

const batchRow = z
  .object({
    number: z.number(),
    items: z.number(),
    input: z.string(),
    status: batchStatus,
    execution_arn: nullable(z.string()),
    output: nullable(z.string()),
    error: nullable(z.string()),
    cause: nullable(z.string()),
    started_at: nullable(z.number()),
    stopped_at: nullable(z.number()),
  })
  .transform(
    ({ execution_arn, started_at, stopped_at, ...same }): BatchRecord => ({
      ...same,
      executionArn: execution_arn,
      startedAt: started_at,
      stoppedAt: stopped_at,
    }),
  );

const countRow = z.object({ status: batchStatus, items: z.number(), executions: z.number() });

/** Keeps map runs and the batches of their datasets. */
export const createMapRunStore = (database: Database): MapRunStore => ({
  create: (run) => {
    database.run(
      `INSERT INTO map_runs (arn, execution_arn, state_name, machine_arn, status, started_at, settings, dataset_read)
       VALUES (?, ?, ?, ?, 'RUNNING', ?, ?, 0)`,
      run.arn,
      run.executionArn,
      run.stateName,
      run.machineArn,
      run.startedAt,
      JSON.stringify(run.settings),
    );
  },
  get: (arn) => {
    const row = database.first('SELECT * FROM map_runs WHERE arn = ?', arn);
    return row === undefined ? undefined : mapRunRow.parse(row);
  },
  list: (executionArn) =>
    database
      .all('SELECT * FROM map_runs WHERE execution_arn = ? ORDER BY rowid', executionArn)
      .map((row) => mapRunRow.parse(row)),
  clear: (arn) => {
    database.run('DELETE FROM map_batches WHERE map_run_arn = ?', arn);
  },
  append: (arn, firstNumber, batches) => {
    database.transaction(() => {
      for (const [index, batch] of batches.entries()) {
        database.run(
          "INSERT INTO map_batches (map_run_arn, number, items, input, status) VALUES (?, ?, ?, ?, 'PENDING')",
          arn,
          firstNumber + index,
          batch.items,
          batch.input,
        );
      }
    });
  },
  setDatasetRead: (arn) => {
    database.run('UPDATE map_runs SET dataset_read = 1 WHERE arn = ?', arn);
  },
  reopen: (arn) => {
    database.run("UPDATE map_batches SET status = 'PENDING' WHERE map_run_arn = ? AND status = 'RUNNING'", arn);
  },
  claim: (arn, newExecutionArn, at) => {
    const row = database.first(
      `UPDATE map_batches
       SET status = 'RUNNING', execution_arn = coalesce(execution_arn, ?1), started_at = coalesce(started_at, ?2)
       WHERE map_run_arn = ?3 AND number =
         (SELECT min(number) FROM map_batches WHERE map_run_arn = ?3 AND status = 'PENDING')
       RETURNING *`,
      newExecutionArn,
      at,
      arn,
    );
    return row === undefined ? undefined : batchRow.parse(row);
  },
  complete: (arn, number, result, at) => {
    database.run(
      `UPDATE map_batches SET status = ?, output = ?, error = ?, cause = ?, stopped_at = ?
       WHERE map_run_arn = ? AND number = ?`,
      result.status,
      result.output ?? null,
      result.error ?? null,
      result.cause ?? null,
      at,
      arn,
      number,
    );
  },
  counts: (arn) => {
    const counts = Object.fromEntries(
      database
        .all(
          `SELECT status, sum(items) AS items, count(*) AS executions FROM map_batches
           WHERE map_run_arn = ? GROUP BY status`,
          arn,
        )
        .map((raw) => countRow.parse(raw))
        .map(({ status, items, executions }) => [status, { items, executions }]),
    );
    const of = (status: BatchStatus) => counts[status] ?? { items: 0, executions: 0 };
    return {
      PENDING: of('PENDING'),
      RUNNING: of('RUNNING'),
      SUCCEEDED: of('SUCCEEDED'),
      FAILED: of('FAILED'),
      TIMED_OUT: of('TIMED_OUT'),
      ABORTED: of('ABORTED'),
    };
  },
  page: (arn, after, limit) =>
    database
      .all('SELECT * FROM map_batches WHERE map_run_arn = ? AND number > ? ORDER BY number LIMIT ?', arn, after, limit)
      .map((row) => batchRow.parse(row)),
  close: (arn, status, at) => {
    database.transaction(() => {
      database.run(
        "UPDATE map_batches SET status = 'ABORTED', stopped_at = ? WHERE map_run_arn = ? AND status = 'RUNNING'",
        at,
        arn,
      );
      database.run(
        "UPDATE map_runs SET status = ?, stopped_at = ? WHERE arn = ? AND status = 'RUNNING'",
        status,
        at,
        arn,
      );
    });
  },
});
