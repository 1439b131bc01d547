import type { Clock } from './clock.ts';
import type { MachineType } from './definition.ts';
import type { ExecutionQuery, ExecutionRecord, StoredEvent } from './execution-store.ts';
import type { StartRequest } from './executions.ts';
import type { Machine } from './machine.ts';
import type { ReadObject } from './map-dataset.ts';
import type { MapRunCounts, MapRunRecord } from './map-run-store.ts';
import type { NestedExecutions, StartOutcome } from './nested-executions.ts';
import type { WriteObject } from './result-writer.ts';
import type { InvokeLambda, SdkIntegration } from './task-integrations.ts';
import type { TokenOutcome } from './task-tokens.ts';

/** What Step Functions needs of the local cloud around it. */
export type StepFunctionsPorts = {
  /** SQLite file of executions; ':memory:' keeps nothing. */
  readonly databasePath: string;
  readonly invokeLambda: InvokeLambda;
  readonly readObject: ReadObject;
  readonly writeObject: WriteObject;
  readonly clock?: Clock;
  /** A number in [0, 1), for jitter and `$random`. */
  readonly random?: () => number;
  readonly uuid?: () => string;
  /** Called for every transition AWS would bill: each state entered and each retry. */
  readonly onTransition?: (machineArn: string, kind: MachineType) => void;
  /** Told of faults of the interpreter itself, which no execution can report. */
  readonly onFault?: (message: string, fault: unknown) => void;
  /** Further `arn:aws:states:::…` resources. */
  readonly sdkIntegrations?: Readonly<Record<string, SdkIntegration>>;
  /** Children a distributed Map runs at once at most; 4 when not given. */
  readonly mapConcurrency?: number;
};

export type ExecutionDetails = ExecutionRecord & { readonly currentStates: readonly string[] };

export type StepFunctions = {
  /** Registers a machine, or replaces its definition. @throws InvalidDefinition naming what is not supported */
  readonly createStateMachine: (arn: string, name: string, definition: unknown, type: MachineType) => void;
  readonly stateMachines: () => readonly Machine[];
  readonly start: (request: StartRequest) => StartOutcome;
  /** Runs an Express execution to its end. */
  readonly startSync: (request: StartRequest) => ReturnType<NestedExecutions['runExpress']>;
  readonly describe: (executionArn: string) => ExecutionDetails | undefined;
  /** Newest first; Express executions are listed as long as this process remembers them. */
  readonly list: (query: ExecutionQuery) => readonly ExecutionRecord[];
  /** The newest events of a Standard execution, oldest first. */
  readonly history: (executionArn: string) => readonly StoredEvent[];
  /** Resolves when the execution is closed. */
  readonly completion: (executionArn: string) => Promise<ExecutionRecord>;
  /** Aborts a Standard execution; gives when it stopped (epoch ms), undefined when there is none. */
  readonly stop: (executionArn: string, error?: string, cause?: string) => number | undefined;
  readonly taskSuccess: (token: string, output: unknown) => TokenOutcome;
  readonly taskFailure: (token: string, error?: string, cause?: string) => TokenOutcome;
  readonly heartbeat: (token: string) => TokenOutcome;
  readonly mapRuns: (executionArn: string) => readonly MapRunRecord[];
  readonly mapRun: (mapRunArn: string) => (MapRunRecord & { readonly counts: MapRunCounts }) | undefined;
  /** Goes on with every execution a former process left RUNNING; call it once all machines are created. */
  readonly resume: () => { readonly resumed: readonly string[]; readonly failed: readonly string[] };
  /** Serves the AWS API on 127.0.0.1; port 0 takes a free one. */
  readonly listen: (port: number) => Promise<{ readonly port: number; readonly url: string }>;
  /** Stops at once; what was running goes on after the next `resume`. */
  readonly close: () => Promise<void>;
};
