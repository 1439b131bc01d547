import type { Clock } from './clock.ts';
import type { MachineType, MapState, State } from './definition.ts';
import type { Bindings, Expressions } from './expressions.ts';
import { asFailure, assertWithinDataLimit, StateFailure } from './failures.ts';
import { Interruption } from './interruption.ts';
import type { ExecutionEvent, Frame, Journal, Progress } from './journal.ts';
import type { Integrations } from './task-integrations.ts';
import type { TaskTokens } from './task-tokens.ts';

/** The execution a scope runs in, as the context object shows it. */
export type ExecutionIdentity = {
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly machineName: string;
  readonly kind: MachineType;
  readonly input: unknown;
  readonly startedAt: number;
};

/** All a state needs to run; one an execution, with a signal and a guarded journal of its own in each branch. */
export type Engine = {
  readonly execution: ExecutionIdentity;
  readonly clock: Clock;
  readonly random: () => number;
  readonly expressions: Expressions;
  readonly integrations: Integrations;
  readonly tokens: TaskTokens;
  readonly journal: Journal;
  readonly signal: AbortSignal;
  /** Called for every transition the service would bill. */
  readonly transition: () => void;
  readonly runDistributedMap: (visit: StateVisit, state: MapState) => Promise<unknown>;
};

/** Where a scope runs: its frame's path, the variables it can read but not assign, and its inline Map item. */
export type Place = {
  readonly path: string;
  readonly outer: Bindings;
  readonly mapItem: { readonly index: number; readonly value: unknown } | undefined;
};

/** One visit to a state, through all its attempts. */
export type StateVisit = {
  readonly engine: Engine;
  readonly place: Place;
  readonly state: State;
  readonly frame: Frame;
  readonly progress: () => Progress;
  /** Writes progress down; fields given replace those of before. */
  readonly save: (change: Partial<Progress>, events?: readonly ExecutionEvent[]) => void;
};

/** What `$states` holds beside input and context. */
export type StatesExtra = {
  readonly result?: unknown;
  readonly errorOutput?: unknown;
  readonly mapItem?: { readonly index: number; readonly value: unknown } | undefined;
};

const contextObject = (visit: StateVisit, extra: StatesExtra): Record<string, unknown> => {
  const { execution } = visit.engine;
  const { retries, token } = visit.progress();
  const mapItem = extra.mapItem ?? visit.place.mapItem;
  return {
    Execution: {
      Id: execution.arn,
      Input: execution.input,
      Name: execution.name,
      StartTime: new Date(execution.startedAt).toISOString(),
      RedriveCount: 0,
    },
    StateMachine: { Id: execution.machineArn, Name: execution.machineName },
    State: {
      Name: visit.frame.stateName,
      EnteredTime: new Date(visit.frame.enteredAt).toISOString(),
      ...('Retry' in visit.state ? { RetryCount: retries.reduce((sum, count) => sum + count, 0) } : {}),
    },
    ...(token === undefined ? {} : { Task: { Token: token } }),
    ...(mapItem === undefined ? {} : { Map: { Item: { Index: mapItem.index, Value: mapItem.value } } }),
  };
};

/** What expressions of a state can read: variables in scope and `$states`. */
export const bindingsOf = (visit: StateVisit, extra: StatesExtra = {}): Bindings => ({
  ...visit.place.outer,
  ...visit.frame.variables,
  states: {
    input: visit.frame.input,
    context: contextObject(visit, extra),
    ...('result' in extra ? { result: extra.result } : {}),
    ...('errorOutput' in extra ? { errorOutput: extra.errorOutput } : {}),
  },
});

export type StateEnd = {
  readonly next: string | undefined;
  readonly output: unknown;
  readonly variables: Frame['variables'];
};

type Leaving = {
  readonly Assign?: Readonly<Record<string, unknown>> | undefined;
  readonly Output?: unknown;
};

/**
 * Leaves a state: Assign and Output are both evaluated with the variables of before.
 *
 * @param fallback the output when the state (or rule, or Catcher) has no Output
 */
export const leave = async (
  visit: StateVisit,
  leaving: Leaving,
  next: string | undefined,
  fallback: unknown,
  extra: StatesExtra,
  fieldPrefix = '',
): Promise<StateEnd> => {
  const { expressions } = visit.engine;
  const bindings = bindingsOf(visit, extra);
  const assigned: [string, unknown][] = [];
  for (const [name, template] of Object.entries(leaving.Assign ?? {})) {
    assigned.push([name, await expressions.evaluate(template, `${fieldPrefix}Assign/${name}`, bindings)]);
  }
  const assignment = Object.fromEntries(assigned);
  assertWithinDataLimit(assignment, `The variables assigned in the state '${visit.frame.stateName}'`);
  const output =
    leaving.Output === undefined
      ? fallback
      : await expressions.evaluate(leaving.Output, `${fieldPrefix}Output`, bindings);
  assertWithinDataLimit(output, `The output of the state '${visit.frame.stateName}'`);
  return { next, output, variables: { ...visit.frame.variables, ...assignment } };
};

/** A thrown value as the failure of a state; interruptions pass through untouched. */
export const failureOf = (thrown: unknown, stateName: string): StateFailure => {
  if (thrown instanceof Interruption) throw thrown;
  const failure = asFailure(thrown);
  if (failure.errorName !== 'States.QueryEvaluationError' && failure.errorName !== 'States.Runtime') return failure;
  const where = `An error occurred while executing the state '${stateName}'.`;
  return failure.causeText?.startsWith(where) === true
    ? failure
    : new StateFailure(failure.errorName, `${where} ${failure.causeText ?? ''}`.trim());
};
