import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { buildWeb } from '../../../lib/local/web-build.ts';
import { type Answer, found, problem, type Route } from './canned-route.ts';
import { createCannedIdentity } from './identity.ts';
import * as sample from './sample-data.ts';
import { reportAnswers } from './sample-reports.ts';
import { settingsAnswers } from './sample-settings.ts';
import { webhookAnswers } from './sample-webhooks.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
/** As the content delivery of the deployed site sends it. */
export const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const from = (url: URL): number => Number(url.searchParams.get('cursor') ?? '0');

const ROUTES: readonly Route[] = [
  ['GET', /^\/me$/, () => ({ body: sample.me() })],
  ['GET', /^\/campaigns$/, () => ({ body: { items: sample.campaigns, nextCursor: null } })],
  ['GET', /^\/campaigns\/([^/]+)$/, ([, id]) => found(sample.campaigns.find((each) => each.id === id))],
  ['PATCH', /^\/campaigns\/([^/]+)$/, ([, id]) => found(sample.campaigns.find((each) => each.id === id))],
  [
    'GET',
    /^\/campaigns\/([^/]+)\/runs$/,
    ([, id]) => ({ body: { items: sample.runs.filter((each) => each.campaignId === id), nextCursor: null } }),
  ],
  ['POST', /^\/campaigns\/([^/]+)\/runs$/, () => ({ status: 202, body: sample.runs[1] })],
  [
    'GET',
    /^\/campaigns\/[^/]+\/leads$/,
    (_, url) => ({ body: sample.leads(url.searchParams.get('stage'), from(url)) }),
  ],
  ['GET', /^\/campaigns\/[^/]+\/leads\/([^/]+)$/, ([, domain = '']) => ({ body: sample.lead(domain) })],
  ['GET', /^\/companies\/[^/]+$/, () => ({ body: sample.company })],
  ['GET', /^\/companies\/([^/]+)\/contacts$/, ([, domain = '']) => ({ body: sample.contacts(domain) })],
  ['GET', /^\/icps\/[^/]+$/, () => ({ body: sample.icp })],
  ['GET', /^\/runs$/, () => ({ body: { items: sample.runs, nextCursor: null } })],
  ['GET', /^\/runs\/([^/]+)$/, ([, id]) => found(sample.runs.find((each) => each.id === id))],
  ['POST', /^\/runs\/([^/]+)\/approve$/, () => ({ body: { approved: 44 } })],
  ['POST', /^\/runs\/([^/]+)\/cancel$/, () => problem(409, 'run_closed', 'The run has already ended.')],
  [
    'GET',
    /^\/runs\/[^/]+\/messages$/,
    (_, url) => ({ body: sample.messageList(url.searchParams.get('state'), from(url)) }),
  ],
  ['GET', /^\/messages\/([^/]+)\/thread$/, ([, id = '']) => ({ body: sample.thread(id) })],
  ['GET', /^\/runs\/[^/]+\/revenue$/, () => ({ body: sample.runRevenue })],
  ['GET', /^\/campaigns\/[^/]+\/revenue$/, () => ({ body: sample.campaignRevenue })],
  ['GET', /^\/assessments$/, () => ({ body: sample.assessments })],
  ['GET', /^\/assessments\/[^/]+$/, () => ({ body: sample.assessment })],
  ['GET', /^\/purchases$/, () => ({ body: sample.purchases })],
  ['GET', /^\/purchases\/[^/]+\/attribution$/, () => ({ body: sample.credits })],
  ['GET', /^\/purchases\/[^/]+$/, () => ({ body: sample.purchaseDetail })],
  ['GET', /^\/replies$/, (_, url) => ({ body: sample.replies(url.searchParams.get('class')) })],
  [
    'GET',
    /^\/campaigns\/[^/]+\/preflight$/,
    (_, url) => ({ body: sample.preflight(url.searchParams.get('mode') ?? 'sandbox') }),
  ],
  ['GET', /^\/campaigns\/[^/]+\/acknowledgements$/, () => ({ body: sample.acknowledgements })],
  ['GET', /^\/messages\/([^/]+)$/, ([, id = '']) => ({ body: sample.messageDetail(id) })],
  ['GET', /^\/api-keys$/, () => ({ body: sample.apiKeys })],
  [
    'POST',
    /^\/api-keys$/,
    () => ({ status: 201, body: { ...sample.apiKeys.items[0], key: 'tl_test_4fQ2mXc8vB1nR7sK0pLw' } }),
  ],
  ['GET', /^\/suppressions$/, () => ({ body: sample.suppressions })],
  ...webhookAnswers,
  ...reportAnswers,
  ...settingsAnswers,
];

/**
 * The built pages with canned answers behind them: every state of a page can be looked at without waiting for a real run to get into it.
 * What a page does with the real system is tested on the real system.
 */
export const startCannedSystem = async (port = 0): Promise<{ url: string; close: () => Promise<void> }> => {
  const webRoot = await buildWeb();
  let origin = '';
  const identity = createCannedIdentity(() => origin);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', origin);
    void (async () => {
      if (await identity(request, response, url)) return;
      if (url.pathname === '/config.json') {
        sendJson(response, { body: { authority: `${origin}/oidc`, clientId: 'web', scope: 'openid' } });
      } else if (url.pathname.endsWith('/events')) sendEvents(response, url);
      else if (url.pathname.startsWith('/api/v1/')) sendJson(response, answerOf(request.method ?? 'GET', url));
      else await sendFile(response, webRoot, url.pathname);
    })();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The canned system has no port');
  origin = `http://localhost:${String(address.port)}`;
  return {
    url: origin,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const answerOf = (method: string, url: URL): Answer => {
  const path = url.pathname.slice('/api/v1'.length);
  for (const [routeMethod, pattern, answer] of ROUTES) {
    const match = routeMethod === method ? pattern.exec(path) : null;
    if (match !== null) return answer(match, url);
  }
  return problem(404, 'route_not_found', `There is nothing at ${url.pathname}.`);
};

const sendJson = (response: ServerResponse, { status = 200, body }: Answer): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

/** Every half second the run has sent ten more; below `/ended/` it has ended, and its stream stays open. */
const sendEvents = (response: ServerResponse, url: URL): void => {
  const run = sample.runs.find(({ id }) => url.pathname.includes(id));
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  let sent = run?.stages.sent ?? 0;
  const isOver = url.pathname.includes('/ended/');
  const end = isOver ? { status: 'completed', step: null, endedAt: new Date().toISOString() } : {};
  const timer = setInterval(() => {
    sent += run?.status === 'sending' ? 10 : 0;
    response.write(`event: run\ndata: ${JSON.stringify({ ...run, ...end, stages: { ...run?.stages, sent } })}\n\n`);
  }, 500);
  response.on('close', () => clearInterval(timer));
};

const sendFile = async (response: ServerResponse, webRoot: string, path: string): Promise<void> => {
  const file = extname(path) === '' ? 'index.html' : normalize(path).replace(/^(\.\.[/\\])+/, '');
  try {
    const content = await readFile(join(webRoot, file));
    response
      .writeHead(200, {
        'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'referrer-policy': 'no-referrer',
      })
      .end(content);
  } catch {
    response.writeHead(404).end();
  }
};
