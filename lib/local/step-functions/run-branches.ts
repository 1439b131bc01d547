import * as z from 'zod';
import type { MapState, ParallelState, Scope } from './definition.ts';
import { bindingsOf, type Engine, type Place, type StateVisit } from './engine.ts';
import { assertWithinDataLimit, StateFailure } from './failures.ts';
import { childController, Interruption } from './interruption.ts';
import { guardedJournal } from './journal.ts';

export type RunScope = (engine: Engine, scope: Scope, place: Place, input: unknown) => Promise<unknown>;

/** Iterations of an inline Map the service runs at once when MaxConcurrency does not say less. */
const INLINE_CONCURRENCY = 40;

/**
 * Runs `work` for 0 … count-1, at most `limit` at a time, and gives the results in order. The first failure
 * interrupts the others and is thrown once they have stopped.
 */
export const runAll = async (
  engine: Engine,
  count: number,
  limit: number,
  work: (engine: Engine, index: number) => Promise<unknown>,
): Promise<unknown[]> => {
  const { controller, release } = childController(engine.signal);
  const within: Engine = {
    ...engine,
    signal: controller.signal,
    journal: guardedJournal(engine.journal, controller.signal),
  };
  const results = new Array<unknown>(count).fill(null);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count && !controller.signal.aborted) {
      const index = next;
      next += 1;
      results[index] = await work(within, index);
    }
  };
  let firstFailure: { readonly thrown: unknown } | undefined;
  const workers = Array.from({ length: Math.min(limit, count) }, () =>
    worker().catch((thrown: unknown) => {
      firstFailure ??= { thrown };
      controller.abort(new Interruption('sibling'));
    }),
  );
  await Promise.all(workers);
  release();
  engine.signal.throwIfAborted();
  if (firstFailure !== undefined) throw firstFailure.thrown;
  return results;
};

const inside = (visit: StateVisit, index: number, mapItem: Place['mapItem']): Place => ({
  path: `${visit.place.path}/${String(index)}`,
  outer: { ...visit.place.outer, ...visit.frame.variables },
  mapItem,
});

/** Runs every branch of a Parallel state with the same input; the result is the array of their outputs. */
export const runParallel = async (visit: StateVisit, state: ParallelState, runScope: RunScope): Promise<unknown> => {
  const { engine, frame, place } = visit;
  const input =
    state.Arguments === undefined
      ? frame.input
      : await engine.expressions.evaluate(state.Arguments, 'Arguments', bindingsOf(visit));
  assertWithinDataLimit(input, `The input of the branches of the state '${frame.stateName}'`);
  const results = await runAll(engine, state.branches.length, state.branches.length, (within, index) => {
    const branch = state.branches[index];
    if (branch === undefined) throw new StateFailure('States.Runtime', 'The state machine has lost a branch.');
    return runScope(within, branch, inside(visit, index, place.mapItem), input);
  });
  return results;
};

/** The array a Map state iterates: its Items, or its input. */
export const mapItems = async (visit: StateVisit, state: MapState): Promise<unknown[]> => {
  const { engine, frame } = visit;
  const items =
    state.Items === undefined
      ? frame.input
      : await engine.expressions.evaluate(state.Items, 'Items', bindingsOf(visit));
  const list = z.array(z.unknown()).safeParse(items);
  if (list.success) return list.data;
  throw new StateFailure(
    'States.QueryEvaluationError',
    `The items of the Map state '${frame.stateName}' are not an array (field 'Items').`,
  );
};

/** The input of one iteration: the item, or what ItemSelector makes of it. */
export const selectedItem = (visit: StateVisit, state: MapState, index: number, value: unknown): Promise<unknown> =>
  state.ItemSelector === undefined
    ? Promise.resolve(value)
    : visit.engine.expressions.evaluate(
        state.ItemSelector,
        'ItemSelector',
        bindingsOf(visit, { mapItem: { index, value } }),
      );

/** Iterates an inline Map; its iterations are frames of the same execution. */
export const runInlineMap = async (visit: StateVisit, state: MapState, runScope: RunScope): Promise<unknown> => {
  const { engine } = visit;
  const asked =
    state.MaxConcurrency === undefined
      ? 0
      : await engine.expressions.evaluateNumber(state.MaxConcurrency, 'MaxConcurrency', bindingsOf(visit), {
          minimum: 0,
        });
  let { items } = visit.progress();
  if (items === undefined) {
    const selected: { value: unknown; input: unknown }[] = [];
    for (const [index, value] of (await mapItems(visit, state)).entries()) {
      selected.push({ value, input: await selectedItem(visit, state, index, value) });
    }
    items = selected;
    visit.save({ items });
  }
  const known = items;
  const limit = Math.min(asked === 0 ? INLINE_CONCURRENCY : asked, INLINE_CONCURRENCY);
  return runAll(engine, known.length, limit, (within, index) => {
    const item = known[index];
    return runScope(within, state.processor, inside(visit, index, { index, value: item?.value }), item?.input);
  });
};
