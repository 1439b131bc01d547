import type { ChoiceState, FailState, Scope, State, WaitState } from './definition.ts';
import { bindingsOf, type Engine, failureOf, leave, type Place, type StateEnd, type StateVisit } from './engine.ts';
import { assertWithinDataLimit, errorOutput, StateFailure } from './failures.ts';
import { sleepUntil } from './interruption.ts';
import type { ExecutionEvent, Frame, Progress } from './journal.ts';
import { dueRetry, matchingCatcher } from './retry.ts';
import { runInlineMap, runParallel } from './run-branches.ts';
import { runTask } from './run-task.ts';

const FRESH: Progress = { retries: [] };

const enterState = (
  engine: Engine,
  scope: Scope,
  path: string,
  entering: Pick<Frame, 'stateName' | 'input' | 'variables'>,
  events: readonly ExecutionEvent[],
): Frame => {
  const type = scope.states.get(entering.stateName)?.Type ?? 'Unknown';
  const frame: Frame = { ...entering, enteredAt: engine.clock.now(), progress: FRESH };
  engine.journal.enter(path, frame, [...events, { type: `${type}StateEntered`, state: entering.stateName }]);
  engine.transition();
  return frame;
};

const visitOf = (engine: Engine, place: Place, state: State, frame: Frame): StateVisit => {
  let progress = frame.progress;
  return {
    engine,
    place,
    state,
    frame,
    progress: () => progress,
    save: (change, events) => {
      progress = { ...progress, ...change };
      engine.journal.progress(place.path, progress, events);
    },
  };
};

/**
 * Runs a scope to its end and gives its output. When the journal knows the scope's frame already, it goes on from
 * there: a finished one is not run again, a running one enters its current state anew.
 *
 * @throws StateFailure when a state fails and nothing catches it; Interruption when it must stop
 */
export const runScope = async (engine: Engine, scope: Scope, place: Place, input: unknown): Promise<unknown> => {
  const saved = engine.journal.frame(place.path);
  if (saved?.status === 'DONE') return saved.output;
  let frame = saved ?? enterState(engine, scope, place.path, { stateName: scope.startAt, input, variables: {} }, []);
  for (;;) {
    const { stateName } = frame;
    const state = scope.states.get(stateName);
    if (state === undefined) {
      throw new StateFailure('States.Runtime', `The state machine has no state '${stateName}' (any more).`);
    }
    const end = await runState(visitOf(engine, place, state, frame));
    const exited = { type: `${state.Type}StateExited`, state: stateName };
    if (end.next === undefined) {
      engine.journal.finish(place.path, end.output, [exited]);
      return end.output;
    }
    const entering = { stateName: end.next, input: end.output, variables: end.variables };
    frame = enterState(engine, scope, place.path, entering, [exited]);
  }
};

/** One visit to a state: attempts, retries, and the way out, caught or not. */
const runState = async (first: StateVisit): Promise<StateEnd> => {
  let visit = first;
  for (;;) {
    try {
      return await attempt(visit);
    } catch (thrown) {
      const failure = failureOf(thrown, visit.frame.stateName);
      const retried = retry(visit, failure);
      if (retried === undefined) return caught(visit, failure);
      visit = retried;
    }
  }
};

const attempt = async (visit: StateVisit): Promise<StateEnd> => {
  const { state, engine, frame } = visit;
  switch (state.Type) {
    case 'Pass':
      return leave(visit, state, state.Next, frame.input, {});
    case 'Succeed':
      return leave(visit, state, undefined, frame.input, {});
    case 'Fail':
      throw await declaredFailure(visit, state);
    case 'Choice':
      return choose(visit, state);
    case 'Wait':
      return wait(visit, state);
    case 'Task':
    case 'Parallel':
    case 'Map': {
      const { until } = visit.progress();
      if (until !== undefined) await sleepUntil(engine.clock, until, engine.signal);
      const result = await resultOf(visit);
      assertWithinDataLimit(result, `The result of the state '${frame.stateName}'`);
      return leave(visit, state, state.Next, result, { result });
    }
  }
};

const resultOf = (visit: StateVisit): Promise<unknown> => {
  const { state } = visit;
  if (state.Type === 'Task') return runTask(visit, state);
  if (state.Type === 'Parallel') return runParallel(visit, state, runScope);
  if (state.Type !== 'Map') throw new Error(`${state.Type} states have no result`);
  return state.config.Mode === 'DISTRIBUTED'
    ? visit.engine.runDistributedMap(visit, state)
    : runInlineMap(visit, state, runScope);
};

const declaredFailure = async (visit: StateVisit, state: FailState): Promise<StateFailure> => {
  const bindings = bindingsOf(visit);
  const { expressions } = visit.engine;
  const error =
    state.Error === undefined ? undefined : await expressions.evaluateString(state.Error, 'Error', bindings);
  const cause =
    state.Cause === undefined ? undefined : await expressions.evaluateString(state.Cause, 'Cause', bindings);
  return new StateFailure(error, cause);
};

const choose = async (visit: StateVisit, state: ChoiceState): Promise<StateEnd> => {
  const bindings = bindingsOf(visit);
  const { input } = visit.frame;
  for (const [index, rule] of state.Choices.entries()) {
    const field = `Choices[${String(index)}]/`;
    const holds = await visit.engine.expressions.evaluateBoolean(rule.Condition, `${field}Condition`, bindings);
    if (holds) return leave(visit, rule, rule.Next, input, {}, field);
  }
  if (state.Default === undefined) {
    throw new StateFailure('States.NoChoiceMatched', 'No Choice Rule matched and the state has no Default.');
  }
  return leave(visit, state, state.Default, input, {});
};

const waitEnd = async (visit: StateVisit, state: WaitState): Promise<number> => {
  const { expressions, clock } = visit.engine;
  const bindings = bindingsOf(visit);
  if (state.Seconds !== undefined) {
    const range = { minimum: 0, maximum: 99_999_999 };
    return clock.now() + 1000 * (await expressions.evaluateNumber(state.Seconds, 'Seconds', bindings, range));
  }
  const timestamp = await expressions.evaluateString(state.Timestamp, 'Timestamp', bindings);
  const until = Date.parse(timestamp);
  if (Number.isNaN(until)) {
    throw new StateFailure('States.QueryEvaluationError', `The Timestamp '${timestamp}' is not an ISO 8601 instant.`);
  }
  return until;
};

const wait = async (visit: StateVisit, state: WaitState): Promise<StateEnd> => {
  const { engine } = visit;
  let { until } = visit.progress();
  if (until === undefined) {
    until = await waitEnd(visit, state);
    visit.save({ until });
  }
  await sleepUntil(engine.clock, until, engine.signal);
  return leave(visit, state, state.Next, visit.frame.input, {});
};

const failedEvent = (visit: StateVisit, failure: StateFailure): ExecutionEvent => {
  const { state, frame } = visit;
  const kind = state.Type === 'Task' ? 'Task' : `${state.Type}State`;
  const outcome = failure.errorName === 'States.Timeout' && state.Type === 'Task' ? 'TimedOut' : 'Failed';
  return { type: `${kind}${outcome}`, state: frame.stateName, error: failure.errorName, cause: failure.causeText };
};

/** The visit of the next attempt, written down, when a Retrier grants one. */
const retry = (visit: StateVisit, failure: StateFailure): StateVisit | undefined => {
  const { engine, state, place } = visit;
  if (!('Retry' in state)) return undefined;
  const { retries } = visit.progress();
  const due = dueRetry(state.Retry, failure, retries, engine.random);
  if (due === undefined) return undefined;
  const spent = state.Retry.map((_, index) => (retries[index] ?? 0) + (index === due.retrier ? 1 : 0));
  const progress: Progress = { retries: spent, until: engine.clock.now() + due.delayMilliseconds };
  engine.journal.retry(place.path, progress, [failedEvent(visit, failure)]);
  engine.transition();
  return visitOf(engine, place, state, { ...visit.frame, progress });
};

const caught = async (visit: StateVisit, failure: StateFailure): Promise<StateEnd> => {
  const { engine, state, place, frame } = visit;
  engine.journal.progress(place.path, visit.progress(), [failedEvent(visit, failure)]);
  if (!('Catch' in state)) throw failure;
  const catcher = matchingCatcher(state.Catch, failure);
  if (catcher === undefined) throw failure;
  const output = errorOutput(failure);
  const field = `Catch[${String(state.Catch.indexOf(catcher))}]/`;
  try {
    return await leave(visit, catcher, catcher.Next, output, { errorOutput: output }, field);
  } catch (thrown) {
    throw failureOf(thrown, frame.stateName);
  }
};
