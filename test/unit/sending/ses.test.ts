import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SESClient } from '@aws-sdk/client-ses';
import { createSesChannel, createSesClient, outcomeOfFailure } from '../../../functions/sending/providers/ses.ts';

const failure = (name: string, message: string, httpStatusCode?: number, code?: string): Error =>
  Object.assign(new Error(message), { name, code, $metadata: { httpStatusCode } });

test.each([
  ['Throttling', 'Maximum sending rate exceeded.', 400, 'throttled'],
  ['ThrottlingException', 'Rate exceeded', 400, 'throttled'],
  ['AccountSendingPausedException', 'paused', 400, 'throttled'],
  ['ExpiredToken', 'The security token is expired', 403, 'throttled'],
  ['MessageRejected', 'Email address is not verified', 400, 'refused'],
  ['MailFromDomainNotVerifiedException', 'no', 400, 'refused'],
  ['InvalidParameterValue', 'Duplicate header', 400, 'refused'],
  ['InternalFailure', 'oops', 500, 'unknown'],
  ['ServiceUnavailable', 'later', 503, 'unknown'],
  ['RequestTimeout', 'slow', 408, 'unknown'],
] as const)('%s (%s, %i) means %s', (name, message, status, kind) => {
  expect(outcomeOfFailure(failure(name, message, status)).kind).toBe(kind);
});

test('a used-up daily quota waits for an hour, a paused account for a quarter', () => {
  expect(outcomeOfFailure(failure('Throttling', 'Daily message quota exceeded.', 400))).toMatchObject({
    retryAfterSeconds: 3_600,
  });
  expect(outcomeOfFailure(failure('AccountSendingPausedException', 'x', 400))).toMatchObject({
    retryAfterSeconds: 900,
  });
});

test('a connection that was never made sent nothing; one that broke may have', () => {
  expect(outcomeOfFailure(failure('Error', 'connect', undefined, 'ECONNREFUSED')).kind).toBe('throttled');
  expect(outcomeOfFailure(failure('Error', 'dns', undefined, 'ENOTFOUND')).kind).toBe('throttled');
  expect(outcomeOfFailure(failure('Error', 'reset', undefined, 'ECONNRESET')).kind).toBe('unknown');
  expect(outcomeOfFailure(failure('TimeoutError', 'slow')).kind).toBe('unknown');
  expect(outcomeOfFailure('not even an error').kind).toBe('unknown');
});

const mail = {
  raw: Buffer.from('From: a@b.example\r\n\r\nHi'),
  from: 'a@b.example',
  to: 'c@d.example',
  tags: { send_id: 'msg_1' },
};
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

const sesAt = async (listener: RequestListener) => {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server.unref());
  await new Promise((resolve) => server.once('listening', resolve));
  const endpoint = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const { requestHandler } = createSesClient().config;
  const client = new SESClient({
    ...{ endpoint, requestHandler, region: 'us-east-1', maxAttempts: 1 },
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  return createSesChannel({ configurationSet: 'mails', client });
};

test('a mail goes out in one request, with its configuration set, envelope and tags', async () => {
  const bodies: string[] = [];
  const channel = await sesAt((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      bodies.push(body);
      response.end(
        '<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult><MessageId>m-1</MessageId></SendRawEmailResult></SendRawEmailResponse>',
      );
    });
  });
  expect(await channel(mail)).toEqual({ kind: 'accepted', channelId: 'm-1' });
  expect(bodies).toHaveLength(1);
  const form = new URLSearchParams(bodies[0]);
  expect(form.get('Action')).toBe('SendRawEmail');
  expect(form.get('ConfigurationSetName')).toBe('mails');
  expect(form.get('Source')).toBe('a@b.example');
  expect(form.get('Destinations.member.1')).toBe('c@d.example');
  expect([form.get('Tags.member.1.Name'), form.get('Tags.member.1.Value')]).toEqual(['send_id', 'msg_1']);
});

test('whatever goes wrong, SES is asked once', async () => {
  let requests = 0;
  const failing = await sesAt((_request, response) => {
    requests += 1;
    response.statusCode = 500;
    response.end('<ErrorResponse><Error><Code>InternalFailure</Code><Message>no</Message></Error></ErrorResponse>');
  });
  expect((await failing(mail)).kind).toBe('unknown');
  expect(requests).toBe(1);
  const resetting = await sesAt((request) => {
    requests += 1;
    request.socket.destroy();
  });
  expect((await resetting(mail)).kind).toBe('unknown');
  expect(requests).toBe(2);
});
