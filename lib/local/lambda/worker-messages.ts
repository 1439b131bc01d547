/** What the host and a function's worker thread tell each other. Events and results travel as JSON text, as they do in Lambda. */

export type Invoke = Readonly<{
  kind: 'invoke';
  id: string;
  event: string;
  /** When the function's time is up, milliseconds since the epoch. */
  deadline: number;
  functionArn: string;
}>;

/** An error as Lambda reports it in the payload of a failed invocation. */
export type ErrorPayload = Readonly<{ errorType: string; errorMessage: string; trace?: readonly string[] }>;

export type FromWorker =
  | Readonly<{ kind: 'ready' }>
  | Readonly<{ kind: 'broken'; error: ErrorPayload }>
  | Readonly<{ kind: 'output'; text: string }>
  | Readonly<{ kind: 'chunk'; id: string; bytes: Uint8Array }>
  | Readonly<{ kind: 'done'; id: string; payload: string }>
  | Readonly<{ kind: 'failed'; id: string; error: ErrorPayload }>;

export type WorkerStart = Readonly<{ module: string; exported: string }>;
