import * as z from 'zod';
import type { Clock } from './clock.ts';
import type { Database } from './database.ts';
import { StateFailure } from './failures.ts';
import { json, nullable } from './rows.ts';

/** What whoever holds a task token answered. */
const answer = z.union([
  z.object({ output: z.unknown(), failed: z.literal(false) }),
  z.object({ failed: z.literal(true), error: z.string().optional(), cause: z.string().optional() }),
]);
type Answer = z.infer<typeof answer>;

export type TokenOutcome = { readonly ok: true } | { readonly ok: false; readonly reason: TokenProblem };
/** `invalid`: no token of ours; `unknown`: of ours, but no task has it; `over`: its task has ended. */
export type TokenProblem = 'invalid' | 'unknown' | 'over';

export type TaskTokens = {
  readonly issue: () => string;
  readonly succeed: (token: string, output: unknown) => TokenOutcome;
  readonly fail: (token: string, error: string | undefined, cause: string | undefined) => TokenOutcome;
  readonly heartbeat: (token: string) => TokenOutcome;
  /**
   * The output a token is answered with.
   * @param limits `deadline` is an instant in epoch ms, `heartbeatSeconds` the longest silence
   * @throws StateFailure as answered, or States.Timeout when a limit passes
   */
  readonly answered: (
    token: string,
    limits: { readonly deadline: number | undefined; readonly heartbeatSeconds: number | undefined },
    signal: AbortSignal,
  ) => Promise<unknown>;
};

const PREFIX = 'task-token:';

const tokenRow = z.object({
  status: z.enum(['OPEN', 'ANSWERED', 'CLOSED']),
  answer: nullable(json),
  heartbeat_at: z.number(),
});

const isOurs = (token: string): boolean => Buffer.from(token, 'base64url').toString().startsWith(PREFIX);

const outputOf = (given: Answer): unknown => {
  if (given.failed) throw new StateFailure(given.error, given.cause);
  return given.output;
};

/**
 * Task tokens. An answer is committed before its sender hears of success, so a token answered just before a crash is
 * found answered after the restart.
 */
export const createTaskTokens = (database: Database, clock: Clock, uuid: () => string): TaskTokens => {
  const listeners = new Map<string, () => void>();
  const rowOf = (token: string) => {
    const row = database.first('SELECT status, answer, heartbeat_at FROM task_tokens WHERE token = ?', token);
    return row === undefined ? undefined : tokenRow.parse(row);
  };

  const change = (token: string, sql: string, value: string | number): TokenOutcome => {
    if (!isOurs(token)) return { ok: false, reason: 'invalid' };
    if (database.run(sql, value, token) === 0) {
      return { ok: false, reason: rowOf(token) === undefined ? 'unknown' : 'over' };
    }
    listeners.get(token)?.();
    return { ok: true };
  };

  const settle = (token: string, given: Answer): TokenOutcome =>
    change(
      token,
      "UPDATE task_tokens SET status = 'ANSWERED', answer = ? WHERE token = ? AND status = 'OPEN'",
      JSON.stringify(given),
    );

  return {
    issue: () => Buffer.from(`${PREFIX}${uuid()}`).toString('base64url'),
    succeed: (token, output) => settle(token, { failed: false, output }),
    fail: (token, error, cause) => settle(token, { failed: true, error, cause }),
    heartbeat: (token) =>
      change(token, "UPDATE task_tokens SET heartbeat_at = ? WHERE token = ? AND status = 'OPEN'", clock.now()),
    answered: (token, { deadline, heartbeatSeconds }, signal) =>
      new Promise((resolve, reject) => {
        let cancelTimer: (() => void) | undefined;
        const leave = (end: () => void) => {
          cancelTimer?.();
          listeners.delete(token);
          signal.removeEventListener('abort', onAbort);
          end();
        };
        const onAbort = () => {
          leave(() => {
            reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
          });
        };
        const look = () => {
          cancelTimer?.();
          const row = rowOf(token);
          if (row?.answer !== undefined) {
            const given = answer.parse(row.answer);
            leave(() => {
              resolve(Promise.resolve().then(() => outputOf(given)));
            });
            return;
          }
          const silence =
            heartbeatSeconds === undefined ? Infinity : (row?.heartbeat_at ?? 0) + heartbeatSeconds * 1000;
          const limit = Math.min(deadline ?? Infinity, silence);
          if (limit <= clock.now()) {
            const alias = silence < (deadline ?? Infinity) ? 'States.HeartbeatTimeout' : undefined;
            leave(() => {
              reject(new StateFailure('States.Timeout', undefined, alias));
            });
          } else if (limit < Infinity) {
            cancelTimer = clock.setTimeout(look, limit - clock.now());
          }
        };
        listeners.set(token, look);
        signal.addEventListener('abort', onAbort, { once: true });
        if (signal.aborted) onAbort();
        else look();
      }),
  };
};
