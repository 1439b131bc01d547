import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { packContent, unpackContent } from '../../../functions/copy/message-content.ts';
import { createApi } from '../../../functions/platform/http/api.ts';
import { messageContentKey, messageKey } from '../../../functions/platform/keys.ts';
import { silentLog } from '../../../functions/platform/log.ts';
import type { Table } from '../../../functions/platform/table.ts';
import { instant, MINUTE } from '../../../functions/platform/time.ts';
import { createMessageEngagement } from '../../../functions/sending/message-engagement.ts';
import { createMessageStore } from '../../../functions/sending/message-store.ts';
import { createReadMessageText } from '../../../functions/sending/message-text.ts';
import { createSequenceStore } from '../../../functions/sending/sequence-store.ts';
import { createSuppressionStore } from '../../../functions/sending/suppression-store.ts';
import { trackedLinks } from '../../../functions/sending/tracked-links.ts';
import { publicLinkRoutes } from '../../../functions/tracking/contract.ts';
import { createRecordVisit } from '../../../functions/tracking/record-visit.ts';
import { createServePublicLinks } from '../../../functions/tracking/serve-public-links.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import { campaignId, seedMessages, seedRun, workspaceId } from '../../support/sending-world.ts';

const SECRET = 'a secret of this test';
const ORIGIN = 'https://mail.example';
const BODY = 'Hello,\n\nsee https://shop.example/a?b=1 and https://shop.example/c.\n\nAda';
const DELIVERED = Date.parse('2026-11-21T09:00:00.000Z');
const PERSON = {
  'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/140.0',
  'x-forwarded-for': '203.0.113.9, 10.0.0.1',
};

const setUp = async (wrap: (table: Table) => Table = (table) => table) => {
  let now = DELIVERED + 10 * MINUTE;
  const clock = () => now;
  const table = createMemoryTable();
  await seedRun(table, clock);
  const [seeded] = await seedMessages(table, clock, { count: 1 });
  if (seeded === undefined) throw new Error('nothing was seeded');
  const key = messageContentKey(workspaceId, seeded.id);
  const stored = await table.get(key);
  if (stored === undefined) throw new Error('no text');
  await table.put({ ...stored, ...key, ...packContent({ ...unpackContent(stored), body: BODY }) });
  await table.update({
    Key: messageKey(workspaceId, seeded.id),
    UpdateExpression: 'SET deliveredAt = :at, #state = :state',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':at': instant(DELIVERED), ':state': 'delivered' },
  });
  const wrapped = wrap(table);
  const handle = createApi({
    routes: publicLinkRoutes,
    handlers: createServePublicLinks({
      table: wrapped,
      clock,
      visits: createRecordVisit({
        engagement: createMessageEngagement(wrapped, clock),
        readText: createReadMessageText({ table: wrapped, sequences: createSequenceStore(wrapped, clock) }),
        clock,
        log: silentLog,
      }),
      suppressions: createSuppressionStore(wrapped, clock),
      secret: () => Promise.resolve(SECRET),
    }),
    log: silentLog,
  });
  const ask = (url: string, headers: Readonly<Record<string, string>> = PERSON) => {
    const [, kind = '', token = ''] = /\/t\/(o|c)\/(.+)$/.exec(url) ?? [];
    const event = {
      ...{ httpMethod: 'GET', resource: `/t/${kind}/{token}`, path: url, body: null, isBase64Encoded: false },
      ...{ pathParameters: { token }, queryStringParameters: null, headers, requestContext: { requestId: 'r' } },
    };
    return handle(event as unknown as APIGatewayProxyEvent, {} as Context);
  };
  const message = async () => createMessageStore(table).get(workspaceId, seeded.id);
  const links = trackedLinks(ORIGIN, { workspaceId, messageId: seeded.id }, BODY, SECRET);
  const kept = () => table.items().filter(({ type }) => type === 'Engagement');
  return { ask, links, message, kept, table, seeded, pass: (ms: number) => (now += ms) };
};

test('a click leads to the stored address with the campaign’s parameters and counts as a person’s', async () => {
  const { ask, links, message } = await setUp();
  const answer = await ask(links.href('https://shop.example/a?b=1'));
  expect(answer.statusCode).toBe(302);
  const target = new URL(String(answer.headers?.['location']));
  expect(target.origin + target.pathname).toBe('https://shop.example/a');
  expect(Object.fromEntries(target.searchParams)).toEqual({
    b: '1',
    utm_source: 'throughline',
    utm_medium: 'email',
    utm_campaign: campaignId,
    utm_content: 'question-1',
  });
  expect(answer.headers?.['cache-control']).toBe('no-store');
  expect(answer.headers?.['set-cookie']).toBeUndefined();
  expect((await message())?.engaged).toMatchObject({ clicks: 1, humanClicks: 1, opens: 0 });
});

test('the same visitor’s repeated request of one moment is one click, a later one is another', async () => {
  const { ask, links, message, pass } = await setUp();
  const url = links.href('https://shop.example/c');
  await Promise.all([ask(url), ask(url), ask(url)]);
  expect((await message())?.engaged?.clicks).toBe(1);
  pass(MINUTE);
  await ask(url);
  expect((await message())?.engaged?.clicks).toBe(2);
});

test('a proxy’s open is counted and not taken for a person’s', async () => {
  const { ask, links, message } = await setUp();
  const gmail = { 'user-agent': 'Mozilla/5.0 (Windows NT 5.1) Firefox/11.0 (via ggpht.com GoogleImageProxy)' };
  expect((await ask(links.pixel, gmail)).statusCode).toBe(204);
  expect((await ask(links.pixel)).statusCode).toBe(204);
  expect((await message())?.engaged).toMatchObject({ opens: 2, humanOpens: 1 });
});

test('who follows every link, the hidden one too, is a machine at each of them', async () => {
  const { ask, links, message } = await setUp();
  await ask(links.href('https://shop.example/a?b=1'));
  await ask(links.href('https://shop.example/c'));
  const hidden = await ask(links.honeypot);
  expect([hidden.statusCode, String(hidden.headers?.['location']).slice(0, 22)]).toEqual([
    302,
    'https://shop.example/a',
  ]);
  expect((await message())?.engaged).toMatchObject({ clicks: 2, humanClicks: 0, seen: 3 });
});

test('a forged, cut or foreign token leads nowhere and records nothing', async () => {
  const { ask, links, kept, seeded } = await setUp();
  const other = trackedLinks(ORIGIN, { workspaceId, messageId: seeded.id }, BODY, 'another secret');
  const click = links.href('https://shop.example/c');
  for (const url of [
    other.href('https://shop.example/c'),
    other.pixel,
    click.slice(0, -2),
    // A pixel's token is no click's and the other way round.
    click.replace('/t/c/', '/t/o/'),
    links.pixel.replace('/t/o/', '/t/c/'),
    `${ORIGIN}/t/c/${Buffer.from('https://evil.example').toString('base64url')}.aaaaaaaaaaaaaaaaaaaaaa`,
  ]) {
    const answer = await ask(url);
    expect([answer.statusCode, answer.headers?.['location']]).toEqual([404, undefined]);
  }
  expect(kept()).toEqual([]);
});

test('a link whose text was erased says so; a pixel of an erased message does nothing', async () => {
  const { ask, links, table, seeded, kept } = await setUp();
  await table.remove(messageContentKey(workspaceId, seeded.id));
  expect((await ask(links.href('https://shop.example/c'))).statusCode).toBe(404);
  await table.remove(messageKey(workspaceId, seeded.id));
  expect((await ask(links.pixel)).statusCode).toBe(204);
  expect(kept()).toEqual([]);
});

test('a link leads on when nothing can be counted', async () => {
  const { ask, links } = await setUp((table) => ({ ...table, put: () => Promise.reject(new Error('table gone')) }));
  expect((await ask(links.href('https://shop.example/c'))).statusCode).toBe(302);
  expect((await ask(links.pixel)).statusCode).toBe(204);
});

test('a machine that asks a thousand times does not fill the table', async () => {
  const { ask, links, pass, kept, message } = await setUp();
  for (let n = 0; n < 400; n += 1) {
    await ask(links.pixel, { 'user-agent': 'curl/8' });
    pass(1_000);
  }
  expect(kept().length).toBe(300);
  expect((await message())?.engaged).toMatchObject({ opens: 300, humanOpens: 0 });
});
