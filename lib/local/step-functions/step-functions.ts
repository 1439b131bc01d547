import { randomUUID } from 'node:crypto';
import type { HttpService } from '../protocol.ts';
import { systemClock } from './clock.ts';
import { openDatabase } from './database.ts';
import type { MapState } from './definition.ts';
import { createDistributedMap } from './distributed-map.ts';
import type { StateVisit } from './engine.ts';
import { createExecutionStore } from './execution-store.ts';
import { createExecutions } from './executions.ts';
import { createExpressions } from './expressions.ts';
import type { Machine } from './machine.ts';
import { createMapRunStore } from './map-run-store.ts';
import { parseDefinition } from './parse-definition.ts';
import type { StepFunctions, StepFunctionsPorts } from './ports.ts';
import { createApiServer } from './server.ts';
import { createIntegrations } from './task-integrations.ts';
import { createTaskTokens } from './task-tokens.ts';

/** Step Functions on one machine: JSONata state machines, durable Standard executions and in-memory Express ones. */
export const createStepFunctions = (ports: StepFunctionsPorts): StepFunctions => {
  const { clock = systemClock, random = Math.random, uuid = randomUUID } = ports;
  const database = openDatabase(ports.databasePath);
  const store = createExecutionStore(database);
  const mapRunStore = createMapRunStore(database);
  const tokens = createTaskTokens(database, clock, uuid);
  const machines = new Map<string, Machine>();
  const integrations = createIntegrations(ports.invokeLambda, () => executions.nested, ports.sdkIntegrations ?? {});
  const distributedMap = createDistributedMap({
    store: mapRunStore,
    readObject: ports.readObject,
    writeObject: ports.writeObject,
    uuid,
    concurrencyCap: ports.mapConcurrency ?? 4,
    runChild: (visit, state, child) => executions.runChild(visit, state, child),
  });
  const executions = createExecutions({
    database,
    store,
    machine: (arn) => machines.get(arn),
    clock,
    uuid,
    onTransition: ports.onTransition ?? (() => undefined),
    onFault: ports.onFault ?? (() => undefined),
    engine: {
      clock,
      random,
      expressions: createExpressions({ now: clock.now, random, uuid }),
      integrations,
      tokens,
      runDistributedMap: (visit: StateVisit, state: MapState) => distributedMap(visit, state),
    },
  });
  const servers: HttpService[] = [];

  const stepFunctions: StepFunctions = {
    createStateMachine: (arn, name, definition, type) => {
      const source = typeof definition === 'string' ? definition : JSON.stringify(definition);
      const parsed = parseDefinition(source, type, integrations.problem);
      machines.set(arn, { arn, name, type, definition: parsed, source, createdAt: clock.now() });
    },
    stateMachines: () => [...machines.values()],
    start: executions.start,
    startSync: executions.startSync,
    describe: (arn) => {
      const record = executions.describe(arn);
      return record === undefined ? undefined : { ...record, currentStates: store.currentStates(arn) };
    },
    list: (query) => {
      const express = query.machineArn !== undefined && machines.get(query.machineArn)?.type === 'EXPRESS';
      if (!express) return store.list(query);
      return executions
        .expressExecutions()
        .filter((record) => record.machineArn === query.machineArn)
        .filter((record) => query.status === undefined || record.status === query.status)
        .slice(query.offset ?? 0, (query.offset ?? 0) + query.limit);
    },
    history: store.events,
    completion: executions.completion,
    stop: executions.stop,
    taskSuccess: tokens.succeed,
    taskFailure: (token, error, cause) => tokens.fail(token, error, cause),
    heartbeat: tokens.heartbeat,
    mapRuns: mapRunStore.list,
    mapRun: (arn) => {
      const run = mapRunStore.get(arn);
      return run === undefined ? undefined : { ...run, counts: mapRunStore.counts(arn) };
    },
    resume: executions.resume,
    listen: async (port) => {
      const server = createApiServer(stepFunctions);
      servers.push(server);
      const url = await server.listen(port);
      return { port: Number(new URL(url).port), url };
    },
    close: async () => {
      executions.shutDown();
      await Promise.all(servers.map((server) => server.close()));
      database.close();
    },
  };
  return stepFunctions;
};
