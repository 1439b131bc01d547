import { randomUUID } from 'node:crypto';
import { timedOut } from './error-payload.ts';
import {
  type FunctionDefinition,
  type FunctionEnvironment,
  type Outcome,
  startEnvironment,
} from './function-environment.ts';
import type { ErrorPayload } from './worker-messages.ts';

/** Lambda's limit for a synchronous request and its answer (6 MB). */
export const PAYLOAD_LIMIT = 6 * 1024 * 1024;
/** An environment that serves nothing for so long is ended, as Lambda does; the next invocation starts one. */
const IDLE_MS = 2 * 60_000;

export type FunctionHost = ReturnType<typeof createFunctionHost>;

/**
 * Runs one function: starts its environment with the first invocation, lets invocations share it up to the function's concurrency, ends it when
 * one runs over the timeout (the others finish first) and starts a new one for what comes next.
 */
export const createFunctionHost = ({
  definition,
  environment,
  onOutput,
  onInvocation,
}: {
  definition: FunctionDefinition;
  environment: Readonly<Record<string, string>>;
  onOutput: (text: string) => void;
  onInvocation: () => void;
}) => {
  const waiting: (() => void)[] = [];
  const stopping = new Set<Promise<void>>();
  let running = 0;
  let closed = false;
  let current: FunctionEnvironment | undefined;
  let idle: NodeJS.Timeout | undefined;

  const retire = (old: FunctionEnvironment): void => {
    if (current === old) current = undefined;
    if (old.underway() > 0) return;
    const stopped = old.stop().finally(() => stopping.delete(stopped));
    stopping.add(stopped);
  };
  const retired = new Set<FunctionEnvironment>();

  const environmentNow = async (): Promise<FunctionEnvironment> => {
    if (current === undefined) {
      const started = startEnvironment(definition, environment, onOutput, () => {
        if (current === started) current = undefined;
      });
      current = started;
    }
    const chosen = current;
    await chosen.ready;
    return chosen;
  };

  const turn = async (): Promise<void> => {
    clearTimeout(idle);
    if (running >= definition.concurrency) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next !== undefined) {
      next();
      return;
    }
    running -= 1;
    if (running > 0 || closed) return;
    idle = setTimeout(() => {
      if (current !== undefined) retire(current);
    }, IDLE_MS);
    idle.unref();
  };

  const runIn = async (
    chosen: FunctionEnvironment,
    event: string,
    id: string,
    onChunk: (bytes: Uint8Array) => void,
  ): Promise<Outcome> => {
    const milliseconds = definition.timeoutSeconds * 1000;
    const timer = setTimeout(() => {
      retired.add(chosen);
      if (current === chosen) current = undefined;
      chosen.abandon(id, timedOut(id, milliseconds));
    }, milliseconds);
    const deadline = Date.now() + milliseconds;
    const outcome = await chosen.invoke({ kind: 'invoke', id, event, deadline, functionArn: definition.arn }, onChunk);
    clearTimeout(timer);
    if (retired.has(chosen) && chosen.underway() === 0) {
      retired.delete(chosen);
      retire(chosen);
    }
    return outcome;
  };

  return {
    definition,
    running: (): number => running,

    /** Carries out one invocation. `onChunk` hears the bytes of a streaming handler; its outcome then has no payload. */
    invoke: async (event: string, onChunk: (bytes: Uint8Array) => void = () => undefined): Promise<Outcome> => {
      await turn();
      try {
        if (closed)
          return { ok: false, error: { errorType: 'Runtime.ExitError', errorMessage: 'The local cloud stops' } };
        onInvocation();
        const chosen = await environmentNow();
        const failure = chosen.failure();
        if (failure !== undefined) {
          retire(chosen);
          onOutput(invokeError(failure));
          return { ok: false, error: failure };
        }
        const given = await runIn(chosen, event, randomUUID(), onChunk);
        const outcome = given.ok && Buffer.byteLength(given.payload) > PAYLOAD_LIMIT ? tooLarge(given.payload) : given;
        if (!outcome.ok) onOutput(invokeError(outcome.error));
        return outcome;
      } finally {
        leave();
      }
    },

    close: async (): Promise<void> => {
      closed = true;
      clearTimeout(idle);
      for (const resolve of waiting.splice(0)) resolve();
      await Promise.all([current?.stop(), ...[...retired].map((old) => old.stop()), ...stopping]);
    },
  };
};

/** The line that Lambda's runtime writes about an invocation that failed. */
const invokeError = (error: ErrorPayload): string =>
  `${JSON.stringify({ level: 'ERROR', message: 'Invoke Error', ...error })}\n`;

const tooLarge = (payload: string): Outcome => ({
  ok: false,
  error: {
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size (${String(Buffer.byteLength(payload))} bytes) exceeded maximum allowed payload size (${String(PAYLOAD_LIMIT)} bytes).`,
  },
});
