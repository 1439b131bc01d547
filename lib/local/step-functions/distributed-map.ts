import { expressExecutionArn, labelOf, machineNameOf, mapMachineArn, mapRunArn, standardExecutionArn } from './arns.ts';
import type { MapState } from './definition.ts';
import { bindingsOf, type ExecutionIdentity, type StateVisit } from './engine.ts';
import { StateFailure } from './failures.ts';
import type { Batch } from './item-batcher.ts';
import { datasetBatches, type ReadObject, resultDestination } from './map-dataset.ts';
import type { BatchRecord, BatchResult, MapRunSettings, MapRunStore } from './map-run-store.ts';
import { collectResults, exportResults, type WriteObject } from './result-writer.ts';
import { runAll } from './run-branches.ts';

export type DistributedMapPorts = {
  readonly store: MapRunStore;
  readonly readObject: ReadObject;
  readonly writeObject: WriteObject;
  readonly uuid: () => string;
  /** Children at once, whatever MaxConcurrency allows: one machine is not a region. */
  readonly concurrencyCap: number;
  /** Runs one child execution to its end; a Standard one that an earlier process began goes on where it was. */
  readonly runChild: (
    visit: StateVisit,
    state: MapState,
    child: Pick<ExecutionIdentity, 'arn' | 'machineArn' | 'machineName'> & { input: string; mapRunArn: string },
  ) => Promise<BatchResult>;
};

/** Batches written to disk in one transaction while a dataset is read. */
const BATCHES_A_COMMIT = 200;
const RESULTS_A_PAGE = 100;

const settingsOf = async (visit: StateVisit, state: MapState): Promise<MapRunSettings> => {
  const { expressions } = visit.engine;
  const bindings = bindingsOf(visit);
  const number = async (
    field: 'MaxConcurrency' | 'ToleratedFailureCount' | 'ToleratedFailurePercentage',
    maximum?: number,
  ) => {
    const template = state[field];
    if (template === undefined) return undefined;
    return expressions.evaluateNumber(template, field, bindings, {
      minimum: 0,
      ...(maximum === undefined ? {} : { maximum }),
    });
  };
  const toleratedFailureCount = await number('ToleratedFailureCount');
  const toleratedFailurePercentage = await number('ToleratedFailurePercentage', 100);
  return {
    maxConcurrency: (await number('MaxConcurrency')) ?? 0,
    ...(toleratedFailureCount === undefined ? {} : { toleratedFailureCount }),
    ...(toleratedFailurePercentage === undefined ? {} : { toleratedFailurePercentage }),
  };
};

/** Whether a map run has failed: over either threshold given; without any, at the first failed item. */
const overThreshold = (store: MapRunStore, arn: string, settings: MapRunSettings): boolean => {
  const counts = store.counts(arn);
  const failed = counts.FAILED.items + counts.TIMED_OUT.items;
  if (failed === 0) return false;
  const { toleratedFailureCount: count, toleratedFailurePercentage: percentage } = settings;
  const total = Object.values(counts).reduce((sum, { items }) => sum + items, 0);
  const overPercentage = percentage !== undefined && (failed / total) * 100 > percentage;
  const overCount = count === undefined ? percentage === undefined : failed > count;
  return overCount || overPercentage;
};

const THRESHOLD = 'States.ExceedToleratedFailureThreshold';
const thresholdExceeded = (): StateFailure =>
  new StateFailure(THRESHOLD, 'The specified tolerated failure threshold was exceeded');

/** Gives the runner of distributed Map states: children are executions of their own, their progress is on disk. */
export const createDistributedMap = (ports: DistributedMapPorts) => {
  const { store, uuid } = ports;

  const readDataset = async (visit: StateVisit, state: MapState, arn: string): Promise<void> => {
    store.clear(arn);
    let held: Batch[] = [];
    let written = 0;
    const flush = () => {
      visit.engine.signal.throwIfAborted();
      store.append(arn, written, held);
      written += held.length;
      held = [];
    };
    for await (const batch of await datasetBatches(visit, state, ports.readObject)) {
      held.push(batch);
      if (held.length >= BATCHES_A_COMMIT) flush();
    }
    flush();
    store.setDatasetRead(arn);
  };

  const begin = async (visit: StateVisit, state: MapState): Promise<string> => {
    const known = visit.progress().mapRunArn;
    const earlier = known === undefined ? undefined : store.get(known);
    // A run that failed for another reason than its threshold, just before a restart, is begun anew.
    if (
      earlier !== undefined &&
      (earlier.status === 'RUNNING' || overThreshold(store, earlier.arn, earlier.settings))
    ) {
      return earlier.arn;
    }
    const { execution, clock } = visit.engine;
    const { stateName } = visit.frame;
    const label = labelOf(stateName, state.Label);
    const settings = await settingsOf(visit, state);
    const arn = mapRunArn(execution.machineArn, label, uuid());
    const machineArn = mapMachineArn(execution.machineArn, label);
    store.create({ arn, executionArn: execution.arn, stateName, machineArn, startedAt: clock.now(), settings });
    visit.save({ mapRunArn: arn }, [{ type: 'MapRunStarted', state: stateName }]);
    return arn;
  };

  const runBatches = async (visit: StateVisit, state: MapState, arn: string, settings: MapRunSettings) => {
    const { execution, clock } = visit.engine;
    if (overThreshold(store, arn, settings)) throw thresholdExceeded();
    const machineArn = store.get(arn)?.machineArn ?? execution.machineArn;
    const express = state.config.Mode === 'DISTRIBUTED' && state.config.ExecutionType === 'EXPRESS';
    const newArn = (): string => {
      const name = uuid();
      return express ? expressExecutionArn(machineArn, name, uuid()) : standardExecutionArn(machineArn, name);
    };
    const runOne = async (within: StateVisit['engine'], batch: BatchRecord): Promise<void> => {
      const child = {
        arn: batch.executionArn ?? newArn(),
        machineArn,
        machineName: machineNameOf(machineArn),
        input: batch.input,
        mapRunArn: arn,
      };
      const result = await ports.runChild({ ...visit, engine: within }, state, child);
      within.signal.throwIfAborted();
      store.complete(arn, batch.number, result, clock.now());
      if (result.status !== 'SUCCEEDED' && overThreshold(store, arn, settings)) {
        throw thresholdExceeded();
      }
    };
    const limit = Math.min(
      settings.maxConcurrency === 0 ? ports.concurrencyCap : settings.maxConcurrency,
      ports.concurrencyCap,
    );
    await runAll(visit.engine, limit, limit, async (within) => {
      for (;;) {
        within.signal.throwIfAborted();
        const batch = store.claim(arn, newArn(), clock.now());
        if (batch === undefined) return;
        await runOne(within, batch);
      }
    });
  };

  const resultOf = async (visit: StateVisit, state: MapState, arn: string): Promise<unknown> => {
    const run = store.get(arn);
    if (run === undefined) throw new Error(`map run ${arn} is gone`);
    const pages = (after: number) => store.page(arn, after, RESULTS_A_PAGE);
    const writer = state.ResultWriter;
    if (writer?.Arguments === undefined) return collectResults(run, pages, writer?.WriterConfig);
    const destination = await resultDestination(visit, writer.Arguments);
    try {
      return await exportResults(run, pages, destination, writer.WriterConfig, ports.writeObject);
    } catch (error) {
      throw new StateFailure('States.ResultWriterFailed', error instanceof Error ? error.message : String(error));
    }
  };

  const end = (visit: StateVisit, arn: string, status: 'SUCCEEDED' | 'FAILED'): void => {
    visit.engine.signal.throwIfAborted();
    store.close(arn, status, visit.engine.clock.now());
    const type = status === 'SUCCEEDED' ? 'MapRunSucceeded' : 'MapRunFailed';
    visit.save({}, [{ type, state: visit.frame.stateName }]);
  };

  return async (visit: StateVisit, state: MapState): Promise<unknown> => {
    const arn = await begin(visit, state);
    const run = store.get(arn);
    if (run === undefined) throw new Error(`map run ${arn} is gone`);
    try {
      if (run.datasetRead) store.reopen(arn);
      else await readDataset(visit, state, arn);
      await runBatches(visit, state, arn, run.settings);
    } catch (thrown) {
      if (thrown instanceof StateFailure) {
        end(visit, arn, 'FAILED');
        if (thrown.errorName === THRESHOLD) await resultOf(visit, state, arn);
      }
      throw thrown;
    }
    const result = await resultOf(visit, state, arn);
    end(visit, arn, 'SUCCEEDED');
    return result;
  };
};
