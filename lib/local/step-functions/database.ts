import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { inTransaction, openSqlite } from '../sqlite.ts';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS executions (
  arn TEXT PRIMARY KEY, machine_arn TEXT NOT NULL, name TEXT NOT NULL, status TEXT NOT NULL, input TEXT NOT NULL,
  output TEXT, error TEXT, cause TEXT, started_at INTEGER NOT NULL, stopped_at INTEGER, deadline INTEGER,
  map_run_arn TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS executions_by_machine ON executions (machine_arn, started_at DESC, arn);
CREATE INDEX IF NOT EXISTS executions_by_map_run ON executions (map_run_arn) WHERE map_run_arn IS NOT NULL;
CREATE INDEX IF NOT EXISTS executions_running ON executions (started_at) WHERE status = 'RUNNING';
CREATE TABLE IF NOT EXISTS frames (
  execution_arn TEXT NOT NULL, path TEXT NOT NULL, status TEXT NOT NULL, state_name TEXT, input TEXT, variables TEXT,
  entered_at INTEGER, progress TEXT, output TEXT, PRIMARY KEY (execution_arn, path)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS task_tokens (
  token TEXT PRIMARY KEY, execution_arn TEXT NOT NULL, path TEXT NOT NULL, status TEXT NOT NULL, answer TEXT,
  heartbeat_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS task_tokens_by_execution ON task_tokens (execution_arn, path);
CREATE TABLE IF NOT EXISTS map_runs (
  arn TEXT PRIMARY KEY, execution_arn TEXT NOT NULL, state_name TEXT NOT NULL, machine_arn TEXT NOT NULL,
  status TEXT NOT NULL, started_at INTEGER NOT NULL, stopped_at INTEGER, settings TEXT NOT NULL,
  dataset_read INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS map_runs_by_execution ON map_runs (execution_arn);
CREATE TABLE IF NOT EXISTS map_batches (
  map_run_arn TEXT NOT NULL, number INTEGER NOT NULL, items INTEGER NOT NULL, input TEXT NOT NULL,
  status TEXT NOT NULL, execution_arn TEXT, output TEXT, error TEXT, cause TEXT, started_at INTEGER,
  stopped_at INTEGER, PRIMARY KEY (map_run_arn, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS map_batches_by_status ON map_batches (map_run_arn, status, number);
CREATE TABLE IF NOT EXISTS events (
  execution_arn TEXT NOT NULL, id INTEGER NOT NULL, at INTEGER NOT NULL, type TEXT NOT NULL, state TEXT, error TEXT,
  cause TEXT, PRIMARY KEY (execution_arn, id)
) STRICT, WITHOUT ROWID;
`;

export type Row = Readonly<Record<string, unknown>>;

export type Database = {
  readonly run: (sql: string, ...values: SQLInputValue[]) => number;
  readonly first: (sql: string, ...values: SQLInputValue[]) => Row | undefined;
  readonly all: (sql: string, ...values: SQLInputValue[]) => Row[];
  /** Runs `work` as one durable step: all of it is committed, or, when it throws, none. */
  readonly transaction: <T>(work: () => T) => T;
  readonly close: () => void;
};

/** Opens the interpreter's SQLite file. */
export const openDatabase = (path: string): Database => {
  const sqlite = openSqlite(path, SCHEMA);
  const prepared = new Map<string, StatementSync>();
  const statement = (sql: string): StatementSync => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const made = sqlite.prepare(sql);
    prepared.set(sql, made);
    return made;
  };
  return {
    run: (sql, ...values) => Number(statement(sql).run(...values).changes),
    first: (sql, ...values) => statement(sql).get(...values),
    all: (sql, ...values) => statement(sql).all(...values),
    transaction: (work) => inTransaction(sqlite, work),
    close: () => {
      sqlite.close();
    },
  };
};
