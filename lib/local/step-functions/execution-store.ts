import * as z from 'zod';
import type { Database, Row } from './database.ts';
import type { ExecutionEvent } from './journal.ts';
import { nullable } from './rows.ts';

const executionStatus = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']);
type ExecutionStatus = z.infer<typeof executionStatus>;

/** One Standard execution. Times are epoch ms; input and output are JSON text. */
export type ExecutionRecord = {
  readonly arn: string;
  readonly machineArn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly input: string;
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly startedAt: number;
  readonly stoppedAt: number | undefined;
  /** When TimeoutSeconds of the machine is over. */
  readonly deadline: number | undefined;
  /** Set on a child of a distributed Map. */
  readonly mapRunArn: string | undefined;
};

export type StoredEvent = ExecutionEvent & { readonly id: number; readonly at: number };

export type Closing = {
  readonly status: Exclude<ExecutionStatus, 'RUNNING'>;
  readonly output?: string | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
};

export type ExecutionQuery = {
  readonly machineArn?: string | undefined;
  readonly mapRunArn?: string | undefined;
  readonly status?: ExecutionStatus | undefined;
  readonly limit: number;
  readonly offset?: number | undefined;
};

export type ExecutionStore = {
  readonly insert: (record: ExecutionRecord) => void;
  readonly get: (arn: string) => ExecutionRecord | undefined;
  /** Newest first. */
  readonly list: (query: ExecutionQuery) => ExecutionRecord[];
  /** RUNNING executions but children of distributed Maps, which their parents take up again; oldest first. */
  readonly running: () => ExecutionRecord[];
  /** Closes a RUNNING execution with everything it has under way; false when it was closed already. */
  readonly close: (arn: string, closing: Closing, at: number) => boolean;
  readonly currentStates: (arn: string) => string[];
  /** The newest events, oldest first. */
  readonly events: (arn: string) => StoredEvent[];
};

/** An execution keeps so many of its newest events. */
export const EVENTS_KEPT = 1_000;
/** A cause can be a stack trace of any length; the list of events keeps its beginning. */
const EVENT_CAUSE_KEPT = 500;

const executionRow = z
  .object({
    arn: z.string(),
    machine_arn: z.string(),
    name: z.string(),
    status: executionStatus,
    input: z.string(),
    output: nullable(z.string()),
    error: nullable(z.string()),
    cause: nullable(z.string()),
    started_at: z.number(),
    stopped_at: nullable(z.number()),
    deadline: nullable(z.number()),
    map_run_arn: nullable(z.string()),
  })
  .transform(
    ({ machine_arn, started_at, stopped_at, map_run_arn, ...same }): ExecutionRecord => ({
      ...same,
      machineArn: machine_arn,
      startedAt: started_at,
      stoppedAt: stopped_at,
      mapRunArn: map_run_arn,
    }),
  );

const eventRow = z.object({
  id: z.number(),
  at: z.number(),
  type: z.string(),
  state: nullable(z.string()),
  error: nullable(z.string()),
  cause: nullable(z.string()),
});

const CLOSING_EVENT: Readonly<Record<Closing['status'], string>> = {
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  TIMED_OUT: 'ExecutionTimedOut',
  ABORTED: 'ExecutionAborted',
};

/** Appends events to an execution's list and drops the oldest over the bound. Call inside a transaction. */
export const appendEvents = (database: Database, arn: string, events: readonly ExecutionEvent[], at: number): void => {
  if (events.length === 0) return;
  const row = database.first('SELECT max(id) AS newest FROM events WHERE execution_arn = ?', arn);
  let id = typeof row?.['newest'] === 'number' ? row['newest'] : 0;
  for (const event of events) {
    id += 1;
    database.run(
      'INSERT INTO events (execution_arn, id, at, type, state, error, cause) VALUES (?, ?, ?, ?, ?, ?, ?)',
      arn,
      id,
      at,
      event.type,
      event.state ?? null,
      event.error ?? null,
      event.cause?.slice(0, EVENT_CAUSE_KEPT) ?? null,
    );
  }
  database.run('DELETE FROM events WHERE execution_arn = ? AND id <= ?', arn, id - EVENTS_KEPT);
};

/** Closes an execution inside a transaction: its row, frames and tokens, and what its map runs have under way. */
export const closeExecution = (database: Database, arn: string, closing: Closing, at: number): boolean => {
  const changed = database.run(
    `UPDATE executions SET status = ?, output = ?, error = ?, cause = ?, stopped_at = ?
     WHERE arn = ? AND status = 'RUNNING'`,
    closing.status,
    closing.output ?? null,
    closing.error ?? null,
    closing.cause ?? null,
    at,
    arn,
  );
  if (changed === 0) return false;
  const { error, cause } = closing;
  appendEvents(database, arn, [{ type: CLOSING_EVENT[closing.status], error, cause }], at);
  database.run('DELETE FROM frames WHERE execution_arn = ?', arn);
  database.run(
    "UPDATE task_tokens SET status = 'CLOSED', answer = NULL WHERE execution_arn = ? AND status <> 'CLOSED'",
    arn,
  );
  const children = database.all(
    `SELECT child.arn AS arn FROM executions AS child JOIN map_runs ON child.map_run_arn = map_runs.arn
     WHERE map_runs.execution_arn = ? AND child.status = 'RUNNING'`,
    arn,
  );
  for (const child of children) closeExecution(database, String(child['arn']), { status: 'ABORTED' }, at);
  database.run(
    `UPDATE map_batches SET status = 'ABORTED', stopped_at = ?1 WHERE status = 'RUNNING'
     AND map_run_arn IN (SELECT arn FROM map_runs WHERE execution_arn = ?2)`,
    at,
    arn,
  );
  database.run(
    "UPDATE map_runs SET status = 'ABORTED', stopped_at = ? WHERE execution_arn = ? AND status = 'RUNNING'",
    at,
    arn,
  );
  return true;
};

const listSql = (conditions: readonly string[]): string =>
  `SELECT * FROM executions ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
   ORDER BY started_at DESC, rowid DESC LIMIT ? OFFSET ?`;

const executionsOf = (rows: readonly Row[]): ExecutionRecord[] => rows.map((row) => executionRow.parse(row));

/** Keeps Standard executions and their events. */
export const createExecutionStore = (database: Database): ExecutionStore => ({
  insert: (record) => {
    database.transaction(() => {
      database.run(
        `INSERT INTO executions (arn, machine_arn, name, status, input, started_at, deadline, map_run_arn)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        record.arn,
        record.machineArn,
        record.name,
        record.status,
        record.input,
        record.startedAt,
        record.deadline ?? null,
        record.mapRunArn ?? null,
      );
      appendEvents(database, record.arn, [{ type: 'ExecutionStarted' }], record.startedAt);
    });
  },
  get: (arn) => {
    const row = database.first('SELECT * FROM executions WHERE arn = ?', arn);
    return row === undefined ? undefined : executionRow.parse(row);
  },
  list: ({ machineArn, mapRunArn, status, limit, offset }) => {
    const wanted: [string, string | undefined][] = [
      ['machine_arn = ?', machineArn],
      ['map_run_arn = ?', mapRunArn],
      ['status = ?', status],
    ];
    const given = wanted.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]));
    const sql = listSql(given.map((condition) => condition.sql));
    const values = given.map((condition) => condition.value);
    return executionsOf(database.all(sql, ...values, limit, offset ?? 0));
  },
  running: () =>
    executionsOf(
      database.all(
        "SELECT * FROM executions WHERE status = 'RUNNING' AND map_run_arn IS NULL ORDER BY started_at, rowid",
      ),
    ),
  close: (arn, closing, at) => database.transaction(() => closeExecution(database, arn, closing, at)),
  currentStates: (arn) =>
    database
      .all("SELECT state_name FROM frames WHERE execution_arn = ? AND status = 'RUNNING' ORDER BY path", arn)
      .map((row) => String(row['state_name'])),
  events: (arn) =>
    database.all('SELECT * FROM events WHERE execution_arn = ? ORDER BY id', arn).map((row) => eventRow.parse(row)),
});
