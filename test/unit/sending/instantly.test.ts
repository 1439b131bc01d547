import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInstantlyChannel } from '../../../functions/sending/providers/instantly.ts';

type Lead = Readonly<{ email: string; custom_variables: Readonly<Record<string, string>> }>;
type Asked = Readonly<{ method: string; path: string; token: string; body: Record<string, unknown> }>;
type Answering = (asked: Asked, response: ServerResponse) => boolean;
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const bodyOf = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>;
};

/** Instantly's API v2 in its shapes, on the loopback. `instead` may answer a request in its place. */
const startInstantly = async (instead: Answering = () => false) => {
  const asked: Asked[] = [];
  const campaigns: { id: string; name: string; status: number; leads: Map<string, Lead> }[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '';
    const one: Asked = {
      method: request.method ?? '',
      path,
      token: request.headers.authorization ?? '',
      body: await bodyOf(request),
    };
    asked.push(one);
    if (instead(one, response)) return;
    const answer = (body: unknown, status = 200): undefined => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (one.token !== 'Bearer key') {
      answer({ statusCode: 401, error: 'Unauthorized', message: 'Invalid API key' }, 401);
      return;
    }
    if (one.method === 'GET' && path.startsWith('/api/v2/campaigns?')) {
      answer({ items: campaigns.map(({ id, name, status }) => ({ id, name, status })) });
      return;
    }
    if (one.method === 'POST' && path === '/api/v2/campaigns') {
      const campaign = {
        id: `c${String(campaigns.length)}`,
        name: String(one.body['name']),
        status: 0,
        leads: new Map<string, Lead>(),
      };
      campaigns.push(campaign);
      answer({ id: campaign.id, name: campaign.name, status: 0 });
      return;
    }
    const activated = campaigns.find(({ id }) => path === `/api/v2/campaigns/${id}/activate`);
    if (activated !== undefined) {
      activated.status = 1;
      answer({ id: activated.id, status: 1 });
      return;
    }
    const campaign = campaigns.find(({ id }) => id === one.body['campaign_id']);
    const leads = one.body['leads'] as Lead[];
    const fresh = leads.filter(({ email }) => campaign?.leads.has(email) === false);
    for (const lead of fresh) campaign?.leads.set(lead.email, lead);
    answer({
      ...{
        status: 'success',
        total_sent: leads.length,
        leads_uploaded: fresh.length,
        skipped_count: leads.length - fresh.length,
      },
      created_leads: fresh.map(({ email }) => ({
        id: `lead-${email}`,
        email,
        index: leads.findIndex((each) => each.email === email),
      })),
    });
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()));
  const { port } = server.address() as AddressInfo;
  const make = (apiKey = 'key') =>
    createInstantlyChannel({ apiKey, account: 'ada@box.example', baseUrl: `http://127.0.0.1:${String(port)}` });
  return { asked, campaigns, make, server };
};

const mail = (n: number, step = 1) => ({
  ...{ raw: Buffer.from(''), from: 'ada@box.example', to: `person${String(n)}@acme.example` },
  tags: { send_id: `msg_${String(n)}`, workspace_id: 'ws_1' },
  content: { subject: 'Your month end', html: '<p>Hello</p>', step },
});
const isAdd = ({ path }: Asked) => path === '/api/v2/leads/add';

test('mails sent at once become leads of one active campaign in one request, their texts as variables', async () => {
  const { make, asked, campaigns } = await startInstantly();
  const channel = make();
  const outcomes = await Promise.all([1, 2, 3].map((n) => channel(mail(n))));
  expect(outcomes).toEqual(
    [1, 2, 3].map((n) => ({ kind: 'accepted', channelId: `instantly:lead-person${String(n)}@acme.example` })),
  );
  expect(asked.map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`)).toEqual([
    'GET /api/v2/campaigns',
    'POST /api/v2/campaigns',
    'POST /api/v2/campaigns/c0/activate',
    'POST /api/v2/leads/add',
  ]);
  expect(campaigns[0]).toMatchObject({ status: 1, name: 'throughline ada@box.example step 1' });
  expect(campaigns[0]?.leads.get('person1@acme.example')?.custom_variables).toEqual({
    ...{ tl_subject: 'Your month end', tl_body: '<p>Hello</p>', tl_send_id: 'msg_1', tl_workspace_id: 'ws_1' },
  });
  await channel(mail(4));
  expect(asked).toHaveLength(5);
});

test('a campaign that exists is used, and follow-ups go through one of their own', async () => {
  const { make, campaigns } = await startInstantly();
  await make()(mail(1));
  await make()(mail(2));
  expect((await make()(mail(1, 2))).kind).toBe('accepted');
  expect(campaigns.map(({ name, leads }) => [name.slice(-6), leads.size])).toEqual([
    ['step 1', 2],
    ['step 2', 1],
  ]);
});

test('a thousand leads go at most in one request', async () => {
  const { make, asked } = await startInstantly();
  const channel = make();
  await Promise.all(Array.from({ length: 1_200 }, (_, n) => channel(mail(n))));
  expect(asked.filter(isAdd).map(({ body }) => (body['leads'] as Lead[]).length)).toEqual([1_000, 200]);
});

test('somebody who is in the campaign already is skipped, never mailed twice, and the reason says so', async () => {
  const { make } = await startInstantly();
  await make()(mail(1));
  expect(await make()(mail(1))).toMatchObject({
    kind: 'refused',
    reason: expect.stringContaining('skipped') as string,
  });
});

const answering =
  (status: number, headers: Record<string, string> = {}): Answering =>
  (asked, response) => {
    if (!isAdd(asked)) return false;
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify({ message: 'no' }));
    return true;
  };
const faults: readonly (readonly [string, Answering, Record<string, unknown>])[] = [
  ['too many requests', answering(429, { 'retry-after': '7' }), { kind: 'throttled', retryAfterSeconds: 7 }],
  ['an account that may not', answering(402), { kind: 'throttled', retryAfterSeconds: 900 }],
  ['a refusal', answering(422), { kind: 'refused', reason: 'Instantly answered 422: no' }],
  ['a failing server', answering(503), { kind: 'unknown' }],
  [
    'a connection that is lost before the answer',
    (asked, response) => {
      if (!isAdd(asked)) return false;
      response.destroy();
      return true;
    },
    { kind: 'unknown' },
  ],
  [
    'an answer that cannot be read',
    (asked, response) => {
      if (!isAdd(asked)) return false;
      response.writeHead(200).end('<html>');
      return true;
    },
    { kind: 'unknown' },
  ],
];
test.each(faults)('%s is told as what it says about the mail', async (_name, instead, outcome) => {
  const { make } = await startInstantly(instead);
  expect(await make()(mail(1))).toMatchObject(outcome);
});

test('whatever fails before the campaign stands has sent nothing, and is tried anew', async () => {
  let broken = true;
  const { make } = await startInstantly((asked, response) => {
    if (!broken || !asked.path.endsWith('/activate')) return false;
    response.writeHead(500).end('{}');
    return true;
  });
  const channel = make();
  expect((await channel(mail(1))).kind).toBe('throttled');
  broken = false;
  expect((await channel(mail(1))).kind).toBe('accepted');
});

test('a wrong key waits for a right one, and a server that is not there was sent nothing', async () => {
  const { make, server } = await startInstantly();
  expect(await make('wrong')(mail(1))).toMatchObject({ kind: 'throttled', retryAfterSeconds: 900 });
  const channel = make();
  await channel(mail(1));
  await new Promise((resolve) => server.close(resolve).closeAllConnections());
  expect((await channel(mail(2))).kind).toBe('throttled');
});
