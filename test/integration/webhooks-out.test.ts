import { rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { webhookRoutes } from '../../functions/accounts/webhook-contract.ts';
import { SuppressionView } from '../../functions/sending/contract.ts';
import { testFolder } from '../support/campaign-files.ts';
import { type SystemInChild, startLocalSystem } from '../support/local-system.ts';
import { until } from '../support/until.ts';

const folder = testFolder();
const got: { headers: http.IncomingHttpHeaders; body: string }[] = [];
let status = 204;
let receiver: http.Server;
let system: SystemInChild;

beforeAll(async () => {
  receiver = http.createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      got.push({ headers: request.headers, body });
      response.writeHead(status).end('noted');
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  system = await startLocalSystem(`${folder}/data`, {
    settings: { fetchAllowHosts: `hooks.customer.example=127.0.0.1:${String(port)}` },
  });
});

afterAll(async () => {
  await system.stop();
  receiver.closeAllConnections();
  receiver.close();
  rmSync(folder, { recursive: true, force: true });
});

const verified = (secret: string, { headers, body }: (typeof got)[number]): unknown =>
  new Webhook(secret).verify(body, headers as Record<string, string>);

test('an endpoint gets signed webhooks of what happens, its failures are logged and tried again, and a replay keeps the id', async () => {
  const endpoint = await system.api.call('POST', '/webhook-endpoints', webhookRoutes.createWebhookEndpoint.response, {
    url: 'http://hooks.customer.example/in',
    eventTypes: ['suppression.added'],
  });
  const path = `/webhook-endpoints/${endpoint.id}`;

  const tested = await system.api.call('POST', `${path}/test`, webhookRoutes.testWebhookEndpoint.response, {});
  const first = await until(async () => got[0]);
  expect(first.headers['webhook-id']).toBe(tested.webhookId);
  expect(verified(endpoint.secret, first)).toMatchObject({ type: 'webhook.test' });

  // The first attempt fails, the second one comes five seconds later.
  status = 500;
  await system.api.call('POST', '/suppressions', SuppressionView, {
    ...{ kind: 'address', value: 'jane@acme.example', reason: 'manual' },
  });
  // Without the queue at hand it goes with the dispatcher's minute; here the minute is asked for.
  await system.ask('DispatchWebhooks', {});
  const failed = await until(async () => got[1]);
  expect(verified(endpoint.secret, failed)).toMatchObject({
    type: 'suppression.added',
    data: { value: 'jane@acme.example', reason: 'manual' },
  });
  status = 200;
  const again = await until(async () => got[2]);
  expect(again.headers['webhook-id']).toBe(failed.headers['webhook-id']);
  const delivered = await until(async () => {
    const page = await system.api.call(
      'GET',
      `${path}/deliveries?type=suppression.added&status=delivered`,
      webhookRoutes.listWebhookDeliveries.response,
    );
    return page.items[0];
  });
  expect(delivered).toMatchObject({ attempts: 2, httpStatus: 200, webhookId: failed.headers['webhook-id'] });

  const one = `${path}/deliveries/${delivered.id}`;
  const detail = await system.api.call('GET', one, webhookRoutes.getWebhookDelivery.response);
  expect(detail.log.map(({ response, reason }) => [response?.status, response?.body, reason])).toEqual([
    [500, 'noted', 'http_500'],
    [200, 'noted', null],
  ]);
  await system.api.call('POST', `${one}/replay`, webhookRoutes.replayWebhookDelivery.response, {});
  const replayed = await until(async () => got[3]);
  expect(replayed.headers['webhook-id']).toBe(delivered.webhookId);
});

test('two secrets sign during a rotation, and an endpoint that answers 410 is switched off', async () => {
  const made = await system.api.call('POST', '/webhook-endpoints', webhookRoutes.createWebhookEndpoint.response, {
    url: 'http://hooks.customer.example/second',
  });
  const path = `/webhook-endpoints/${made.id}`;
  const rotated = await system.api.call(
    'POST',
    `${path}/rotate-secret`,
    webhookRoutes.rotateWebhookSecret.response,
    {},
  );
  const before = got.length;
  status = 410;
  await system.api.call('POST', `${path}/test`, webhookRoutes.testWebhookEndpoint.response, {});
  const last = await until(async () => got[before]);
  for (const secret of [made.secret, rotated.secret])
    expect(verified(secret, last)).toMatchObject({ type: 'webhook.test' });
  const off = await until(async () => {
    const endpoint = await system.api.call('GET', path, webhookRoutes.getWebhookEndpoint.response);
    return endpoint.enabled ? undefined : endpoint;
  });
  expect(off.disabledReason).toBe('gone');
});

test('an address inside the network is refused', async () => {
  const refused = await fetch(`${system.url}/api/v1/webhook-endpoints`, {
    method: 'POST',
    headers: { authorization: `Bearer ${system.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url: 'https://127.0.0.1/in' }),
  });
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ fieldErrors: [{ field: 'url' }] });
});
