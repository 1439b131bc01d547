import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { createApi } from '../../../functions/platform/http/api.ts';
import { messageIdOf, suppressionKey } from '../../../functions/platform/keys.ts';
import { silentLog } from '../../../functions/platform/log.ts';
import { createMessageEngagement } from '../../../functions/sending/message-engagement.ts';
import { createReadMessageText } from '../../../functions/sending/message-text.ts';
import { createSequenceStore } from '../../../functions/sending/sequence-store.ts';
import { createSuppressionStore } from '../../../functions/sending/suppression-store.ts';
import { unsubscribeLink } from '../../../functions/sending/unsubscribe-link.ts';
import { publicLinkRoutes } from '../../../functions/tracking/contract.ts';
import { createRecordVisit } from '../../../functions/tracking/record-visit.ts';
import { createServePublicLinks } from '../../../functions/tracking/serve-public-links.ts';
import { maskAddress } from '../../../functions/tracking/unsubscribe-page.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import { runId, workspaceId } from '../../support/sending-world.ts';

const SECRET = 'a secret of this test';
const address = 'jane+news@acme.example';
const messageId = messageIdOf(runId, address, 1);

const setUp = () => {
  const table = createMemoryTable();
  const clock = () => Date.parse('2026-11-21T09:00:00.000Z');
  const handle = createApi({
    routes: publicLinkRoutes,
    handlers: createServePublicLinks({
      table,
      clock,
      visits: createRecordVisit({
        engagement: createMessageEngagement(table, clock),
        readText: createReadMessageText({ table, sequences: createSequenceStore(table, clock) }),
        ...{ clock, log: silentLog },
      }),
      suppressions: createSuppressionStore(table, clock),
      secret: () => Promise.resolve(SECRET),
    }),
    log: silentLog,
  });
  const ask = (httpMethod: 'GET' | 'POST', token: string, body: string | null = null) =>
    handle(
      {
        ...{ httpMethod, resource: '/u/{token}', path: `/u/${token}`, body, isBase64Encoded: false },
        ...{
          pathParameters: { token },
          queryStringParameters: null,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        },
        requestContext: { requestId: 'r' },
      } as unknown as APIGatewayProxyEvent,
      {} as Context,
    );
  const suppression = () => table.get(suppressionKey(workspaceId, 'address', address));
  return { table, ask, suppression };
};
const token = unsubscribeLink('https://x.example', { workspaceId, messageId, address }, SECRET).split('/u/')[1] ?? '';

test('looking at the link shows a page with a button and changes nothing', async () => {
  const { ask, table } = setUp();
  const page = await ask('GET', token);
  expect(page.statusCode).toBe(200);
  expect(page.headers?.['content-type']).toMatch(/^text\/html/);
  expect(page.body).toContain('<form method="post">');
  expect(page.body).toContain('<button type="submit"');
  expect(page.body).not.toContain('<script');
  expect(table.items()).toHaveLength(0);
});

test('one click unsubscribes at once: no cookie, no redirect, no sign-in', async () => {
  const { ask, suppression, table } = setUp();
  const done = await ask('POST', token, 'List-Unsubscribe=One-Click');
  expect(done.statusCode).toBe(200);
  expect(Object.keys(done.headers ?? {}).map((name) => name.toLowerCase())).not.toContain('set-cookie');
  expect(await suppression()).toMatchObject({ reason: 'unsubscribe', source: messageId, value: address });
  expect(table.items().filter(({ type }) => type === 'Engagement')).toHaveLength(1);
});

test('again, with any body or none, is the same', async () => {
  const { ask, suppression, table } = setUp();
  for (const body of ['List-Unsubscribe=One-Click', '', null, '{"x"', 'a=b'])
    expect((await ask('POST', token, body)).statusCode).toBe(200);
  expect(await suppression()).toBeDefined();
  expect(table.items()).toHaveLength(2);
});

test.each([
  ['cut', token.slice(0, -3)],
  ['of another secret', unsubscribeLink('', { workspaceId, messageId, address }, 'other').slice(3)],
  ['made up', 'aaaaaaaaaaaaaaaa.bbbbbbbbbb'],
  ['without a signature', token.split('.')[0] ?? ''],
])('a link that is %s is not found and does nothing', async (_what, forged) => {
  const { ask, table } = setUp();
  for (const method of ['GET', 'POST'] as const) expect((await ask(method, forged)).statusCode).toBe(404);
  expect(table.items()).toHaveLength(0);
});

test('pages show no whole address, run no script and load nothing', async () => {
  const { ask } = setUp();
  for (const method of ['GET', 'POST'] as const) {
    const page = await ask(method, token);
    expect(page.body).not.toContain('jane');
    expect(page.body).toContain('lang="en"');
    expect(page.headers?.['content-security-policy']).toContain("default-src 'none'");
  }
  expect(maskAddress('jane@acme.example')).toBe('j…@acme.example');
  expect(maskAddress('"<b>"@acme.example')).toBe('"…@acme.example');
});
