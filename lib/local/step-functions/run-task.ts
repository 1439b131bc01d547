import type { TaskState } from './definition.ts';
import { bindingsOf, type StateVisit } from './engine.ts';
import { assertWithinDataLimit, StateFailure } from './failures.ts';
import { childController, Interruption, interruptible, sleepUntil } from './interruption.ts';
import { waitsForToken } from './task-integrations.ts';

type Limits = { readonly timeoutSeconds: number | undefined; readonly heartbeatSeconds: number | undefined };

/** Why an attempt's helpers stop once it has its result; made once, as an error's stack trace costs time. */
const FINISHED = new Interruption('closed');

const SECONDS = { minimum: 1, maximum: 99_999_999 };

const limitsOf = async (visit: StateVisit, state: TaskState): Promise<Limits> => {
  const { expressions } = visit.engine;
  const seconds = (field: 'TimeoutSeconds' | 'HeartbeatSeconds') => {
    const template = state[field];
    return template === undefined ? undefined : expressions.evaluateNumber(template, field, bindingsOf(visit), SECONDS);
  };
  return { timeoutSeconds: await seconds('TimeoutSeconds'), heartbeatSeconds: await seconds('HeartbeatSeconds') };
};

const callIntegration = async (visit: StateVisit, state: TaskState, signal: AbortSignal): Promise<unknown> => {
  const { engine, frame } = visit;
  const args =
    state.Arguments === undefined
      ? frame.input
      : await engine.expressions.evaluate(state.Arguments, 'Arguments', bindingsOf(visit));
  assertWithinDataLimit(args, `The arguments of the state '${frame.stateName}'`);
  return engine.integrations.call(state.Resource, args, {
    signal,
    childArn: visit.progress().childArn,
    saveChildArn: (childArn) => {
      visit.save({ childArn });
    },
  });
};

/** `work` as long as it takes less than the limits; after that States.Timeout. */
const withinLimits = async <T>(
  visit: StateVisit,
  limits: Limits,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const { clock, signal } = visit.engine;
  // Only a task token can send heartbeats, so a Task without one has just its first silence.
  const seconds = Math.min(limits.timeoutSeconds ?? Infinity, limits.heartbeatSeconds ?? Infinity);
  const { controller, release } = childController(signal);
  try {
    const running = interruptible(work(controller.signal), controller.signal);
    if (seconds === Infinity) return await running;
    const alias = seconds === limits.heartbeatSeconds ? 'States.HeartbeatTimeout' : undefined;
    const late = sleepUntil(clock, clock.now() + seconds * 1000, controller.signal).then(() => {
      throw new StateFailure('States.Timeout', undefined, alias);
    });
    return await Promise.race([running, late]);
  } finally {
    // Stops whichever is still under way: the timer, or a nested execution that ran too long.
    controller.abort(FINISHED);
    release();
  }
};

/** Calls the integration once, then waits for the token it was given. */
const waitForToken = async (visit: StateVisit, state: TaskState): Promise<unknown> => {
  const { engine } = visit;
  const limits = await limitsOf(visit, state);
  if (visit.progress().token === undefined) {
    const { timeoutSeconds } = limits;
    const deadline = timeoutSeconds === undefined ? undefined : engine.clock.now() + timeoutSeconds * 1000;
    visit.save({ token: engine.tokens.issue(), deadline });
  }
  const { token, deadline, delivered } = visit.progress();
  if (token === undefined) throw new Error('a waiting task has no token');
  const { controller, release } = childController(engine.signal);
  try {
    const answered = engine.tokens.answered(
      token,
      { deadline, heartbeatSeconds: limits.heartbeatSeconds },
      controller.signal,
    );
    if (delivered === true) return await answered;
    const called = interruptible(callIntegration(visit, state, controller.signal), controller.signal).then(() => {
      // The token may have been answered first; the frame then belongs to another state already.
      if (!controller.signal.aborted) visit.save({ delivered: true });
      return answered;
    });
    return await Promise.race([answered, called]);
  } finally {
    controller.abort(FINISHED);
    release();
  }
};

/**
 * The result of a Task state's one attempt.
 *
 * @throws StateFailure as the integration fails, States.Timeout past TimeoutSeconds or HeartbeatSeconds
 */
export const runTask = async (visit: StateVisit, state: TaskState): Promise<unknown> => {
  const result = waitsForToken(state.Resource)
    ? await waitForToken(visit, state)
    : await withinLimits(visit, await limitsOf(visit, state), (signal) => callIntegration(visit, state, signal));
  return result ?? null;
};
