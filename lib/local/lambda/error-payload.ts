import type { ErrorPayload } from './worker-messages.ts';

/** What a handler threw, as the Node.js runtime of Lambda reports it. Source: Lambda developer guide, "Function errors". */
export const errorPayload = (thrown: unknown): ErrorPayload =>
  thrown instanceof Error
    ? { errorType: thrown.name, errorMessage: thrown.message, trace: (thrown.stack ?? '').split('\n') }
    : { errorType: typeof thrown, errorMessage: String(thrown) };

/** A function that ran longer than its timeout. */
export const timedOut = (requestId: string, milliseconds: number): ErrorPayload => ({
  errorType: 'Sandbox.Timedout',
  errorMessage: `RequestId: ${requestId} Error: Task timed out after ${(milliseconds / 1000).toFixed(2)} seconds`,
});

/** A function whose process ended under the invocation: out of memory, an exit, an uncaught error. */
export const exited = (requestId: string, reason: string): ErrorPayload => ({
  errorType: 'Runtime.ExitError',
  errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: ${reason}`,
});
