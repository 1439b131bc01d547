import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type * as z from 'zod';
import { createReadWebsite } from '../../functions/contacts/read-website.ts';
import { createAdmitRequest } from '../../functions/copy/generations/admit-request.ts';
import { createGenerateCopy } from '../../functions/copy/generations/generate-copy.ts';
import { createGenerationStore } from '../../functions/copy/generations/generation-store.ts';
import { createRequestLimit } from '../../functions/copy/generations/request-limit.ts';
import { createRunGeneration, type TryAgain } from '../../functions/copy/generations/run-generation.ts';
import { createServeCopy } from '../../functions/copy/generations/serve-copy.ts';
import type { Model, ModelAnswer, ModelFailure, ModelRequest } from '../../functions/copy/model.ts';
import { createReadSite } from '../../functions/copy/site-pack.ts';
import type { Open } from '../../functions/platform/http/streamed-answer.ts';
import { newId, WorkspaceId } from '../../functions/platform/ids.ts';
import { silentLog } from '../../functions/platform/log.ts';
import { createSafeFetch } from '../../functions/platform/safe-fetch/safe-fetch.ts';
import type { SpendLimit } from '../../functions/platform/spending.ts';
import { createMemoryFiles } from './memory-files.ts';
import { createMemoryTable } from './memory-table.ts';

/** Pages by host and path: HTML, or whatever a handler answers. */
export type Pages = Readonly<Record<string, string | ((request: IncomingMessage, response: ServerResponse) => void)>>;

export const html = (body: string, title = 'Acme Pumps'): string =>
  `<!doctype html><html lang="en"><head><title>${title}</title></head><body><main>${body}</main></body></html>`;

/** A site that says enough for copy: what, for whom, with what result, at what price, and news. */
export const PUMPS = html(`
  <h1>Water where the well ends.</h1>
  <p>Acme Pumps keeps orchards wet when the river is low. Our crews fit a pump in one morning.</p>
  <h2>Dry wells</h2><p>Most orchards lose a tenth of their trees when the well runs dry in August. Nobody sees it before the leaves curl.</p>
  <h2>Two valves, one key</h2><p>You turn one key and both valves close within 9 seconds.</p>
  <h2>Service by bicycle</h2><p>Our 12 engineers live within 20 kilometres of every orchard they look after.</p>
  <h2>What growers say</h2><p>In 2025 our 140 customers saved 31% of the water they had used in 2022.</p>
  <p>31% of the water saved on average</p>`);

/** An event as API Gateway gives it to a function. */
export const copyEvent = (
  kind: string,
  body: unknown,
  {
    headers = {},
    workspaceId,
    role = 'member',
  }: Readonly<{ headers?: Record<string, string>; workspaceId: string; role?: string | null }>,
): APIGatewayProxyEvent =>
  ({
    httpMethod: 'POST',
    resource: `/api/v1/campaigns/${kind}`,
    path: `/api/v1/campaigns/${kind}`,
    headers,
    pathParameters: null,
    queryStringParameters: null,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: {
      requestId: 'trace-1',
      authorizer: role === null ? undefined : { workspaceId, kind: 'key', id: 'key_1', role, mode: 'sandbox' },
    },
  }) as unknown as APIGatewayProxyEvent;

export type Answer = Readonly<{
  status: number;
  headers: Readonly<Record<string, string>>;
  text: string;
  json: () => unknown;
}>;

/** Takes what a streaming function answers. */
export const takeAnswer = () => {
  const body = new PassThrough();
  const pieces: Buffer[] = [];
  let head: Parameters<Open>[0] | undefined;
  body.on('data', (piece: Buffer) => pieces.push(piece));
  const open: Open = (given) => {
    head = given;
    return body;
  };
  const bytes = (): Buffer => Buffer.concat(pieces);
  return {
    open,
    body,
    bytes,
    answer: (): Answer => {
      const text = bytes().toString('utf8');
      return {
        status: head?.statusCode ?? 0,
        headers: head?.headers ?? {},
        text,
        json: () => JSON.parse(text) as unknown,
      };
    },
  };
};

/** The events of a stream's text. */
export const readEvents = (text: string) =>
  text
    .split('\n\n')
    .filter((block) => block.includes('event: '))
    .map((block) => ({
      id: /^id: (.*)$/m.exec(block)?.[1] ?? '',
      event: /^event: (.*)$/m.exec(block)?.[1] ?? '',
      data: JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? 'null') as Record<string, unknown>,
    }));

/** A model that answers each task with what a test says, after `pause` milliseconds. */
export const fakeModel = (
  answers: Readonly<Record<string, unknown>>,
  {
    failure,
    heard = [],
    pause = 0,
  }: Readonly<{ failure?: ModelFailure; heard?: ModelRequest<z.ZodType>[]; pause?: number }> = {},
): Model => ({
  name: 'fake-model',
  generate: async <S extends z.ZodType>(
    request: ModelRequest<S>,
    onDelta?: (text: string) => void,
  ): Promise<ModelAnswer<z.output<S>>> => {
    heard.push(request);
    await new Promise<void>((resolve) => setTimeout(resolve, pause));
    const usage = [
      { model: 'fake-model', inputTokens: 1_000, outputTokens: 200, cachedInputTokens: 0, costMicroUsd: 6_000 },
    ];
    if (failure !== undefined) return { ok: false, failure, usage: [] };
    onDelta?.('{"');
    return { ok: true, value: request.schema.parse(answers[request.task]), usage };
  },
});

/** The copy endpoints in this process, over websites on loopback, an in-memory table, and the model that a test brings. */
export const createCopyWorld = async (
  pages: Pages,
  {
    model,
    near = [],
    limit,
    tryAgain,
    now = Date.now,
  }: Readonly<{
    model?: Model;
    near?: readonly SpendLimit[];
    limit?: number;
    tryAgain?: TryAgain;
    now?: () => number;
  }> = {},
) => {
  const server: Server = createServer((request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '');
    const found = pages[`${host}${request.url ?? '/'}`];
    if (found === undefined) response.writeHead(404, { 'content-type': 'text/plain' }).end('nothing');
    else if (typeof found === 'string')
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(found);
    else found(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const table = createMemoryTable();
  const files = createMemoryFiles();
  const fetchPage = createSafeFetch({ allowHosts: `*.example=127.0.0.1:${String(port)}` });
  const readSite = createReadSite({ readWebsite: createReadWebsite({ fetchPage, files, clock: now }) });
  const store = createGenerationStore(table, now);
  const generate = createGenerateCopy({
    readSite,
    modelFor: (_workspace, { onSoftLimit }) => {
      // Told with each question: a package asks three at once.
      for (let asked = 0; asked < 3 && near.length > 0; asked += 1) onSoftLimit(near);
      return Promise.resolve(model);
    },
    icps: { get: () => Promise.resolve(undefined) },
    clock: now,
  });
  const run = createRunGeneration({
    generate,
    store,
    ...(tryAgain === undefined ? {} : { tryAgain }),
    clock: now,
    log: silentLog,
  });
  const admit = createAdmitRequest({ store, limit: createRequestLimit(table, now, limit) });
  const serve = createServeCopy({ admit, run, store, pause: () => new Promise((resolve) => setTimeout(resolve, 5)) });
  const workspaceId = newId(WorkspaceId, 'ws');
  const context = { getRemainingTimeInMillis: () => 60_000 };
  return {
    table,
    store,
    run,
    generate,
    workspaceId,
    context,
    ask: async (
      kind: string,
      body: unknown,
      more: Readonly<{ headers?: Record<string, string>; role?: string | null }> = {},
    ): Promise<Answer> => {
      const taken = takeAnswer();
      await serve(copyEvent(kind, body, { ...more, workspaceId }), taken.open, context);
      return taken.answer();
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
