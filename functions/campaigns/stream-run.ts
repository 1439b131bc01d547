import type { Writable } from 'node:stream';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { KEEP_ALIVE, serverSentEvent } from '../platform/http/event-stream.ts';
import { mayDo, Principal } from '../platform/http/principal.ts';
import { notFound, type ProblemReply, problem } from '../platform/http/problem.ts';
import { RunId } from '../platform/ids.ts';
import { type Clock, SECOND } from '../platform/time.ts';
import { campaignRoutes, type RunView } from './contract.ts';
import type { RunStore } from './run-store.ts';

const LOOK_EVERY = SECOND;
const KEEP_ALIVE_EVERY = 15 * SECOND;
/** Stop before Lambda does, so that the client sees a clean end and reconnects. */
const LEAVE_BEFORE_TIMEOUT = 5 * SECOND;

type Open = (head: Readonly<{ statusCode: number; headers: Readonly<Record<string, string>> }>) => Writable;

/**
 * Streams a run's view as server-sent events: `run` at each change, `done` when the run has ended. A client that reconnects gets the
 * present state first, so nothing is missed whatever its Last-Event-ID.
 */
export const createStreamRun =
  ({
    runs,
    clock,
    pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
  }: {
    runs: RunStore;
    clock: Clock;
    pause?: (milliseconds: number) => Promise<void>;
  }) =>
  async (
    event: APIGatewayProxyEvent,
    open: Open,
    context: Pick<Context, 'getRemainingTimeInMillis'>,
  ): Promise<void> => {
    const read = await readRequest(runs, event);
    if ('problem' in read) {
      const body = open({
        statusCode: read.problem.status,
        headers: { 'content-type': 'application/problem+json; charset=utf-8' },
      });
      body.end(JSON.stringify({ ...read.problem, traceId: event.requestContext.requestId }));
      return;
    }
    const { workspaceId, runId } = read;
    const body = open({
      statusCode: 200,
      headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' },
    });
    let last = '';
    let lastWrite = clock();
    let sequence = 0;
    while (!body.destroyed) {
      const view = await runs.view(workspaceId, runId);
      const told = view === undefined ? '' : JSON.stringify({ ...view, seconds: 0 });
      if (view !== undefined && told !== last) {
        sequence += 1;
        body.write(serverSentEvent({ id: String(sequence), event: 'run', data: view }));
        last = told;
        lastWrite = clock();
      } else if (clock() - lastWrite > KEEP_ALIVE_EVERY) {
        body.write(KEEP_ALIVE);
        lastWrite = clock();
      }
      if (view === undefined || hasEnded(view)) {
        body.write(serverSentEvent({ event: 'done', data: { status: view?.status ?? 'unknown' } }));
        break;
      }
      if (context.getRemainingTimeInMillis() < LEAVE_BEFORE_TIMEOUT) break;
      await pause(LOOK_EVERY);
    }
    body.end();
  };

const hasEnded = (view: RunView): boolean => view.endedAt !== null;

const readRequest = async (
  runs: RunStore,
  event: APIGatewayProxyEvent,
): Promise<Readonly<{ workspaceId: Principal['workspaceId']; runId: RunId }> | ProblemReply> => {
  const principal = Principal.safeParse(event.requestContext.authorizer ?? {}).data;
  if (principal === undefined) return problem(401, 'not_signed_in', 'Send an API key or sign in.');
  if (!mayDo(principal, campaignRoutes.streamRun.permission))
    return problem(403, 'not_allowed', `The role ${principal.role} may not read runs.`);
  const runId = RunId.safeParse(event.pathParameters?.['runId']).data;
  if (runId === undefined || (await runs.get(principal.workspaceId, runId)) === undefined)
    return notFound('run', event.pathParameters?.['runId'] ?? '');
  return { workspaceId: principal.workspaceId, runId };
};
