import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';
import { ApiError, createApiClient } from '../../../bin/cli/api-client.ts';

let asked = 0;
let refusals = 0;
let retryAfter = '0';
const server = createServer((_request, response) => {
  asked += 1;
  if (asked > refusals) {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"fine":true}');
    return;
  }
  response.writeHead(429, { 'content-type': 'application/problem+json', 'retry-after': retryAfter }).end(
    JSON.stringify({
      type: 'about:blank',
      title: 'Too many requests',
      status: 429,
      detail: 'Wait a moment.',
      errorCode: 'too_many_requests',
    }),
  );
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const ask = () =>
  createApiClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, apiKey: 'k' }).call(
    'POST',
    '/icps',
    z.object({ fine: z.literal(true) }),
    {},
  );

test('a request that came too fast is sent again after the wait that the answer names', async () => {
  [asked, refusals, retryAfter] = [0, 3, '0'];
  await ask();
  expect(asked).toBe(4);
});

test('a wait that is long is told, not slept through', async () => {
  [asked, refusals, retryAfter] = [0, 3, '3600'];
  await expect(ask()).rejects.toThrow(ApiError);
  expect(asked).toBe(1);
});

test('a service that never lets through is given up on', async () => {
  [asked, refusals, retryAfter] = [0, 1_000, '0'];
  await expect(ask()).rejects.toThrow('Too many requests');
  expect(asked).toBe(11);
});
