import { createServer } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { SendOutcome } from '../../../functions/sending/channel.ts';
import { createSmtpChannel, trySmtpLogin } from '../../../functions/sending/providers/smtp.ts';
import { loopbackCertificate } from '../../support/loopback-certificate.ts';

type Got = Readonly<{ from: string; to: readonly string[]; raw: Buffer; secure: boolean; connection: string }>;
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** An SMTP server on the loopback that keeps what it accepts. */
const startServer = async (options: SMTPServerOptions = {}, security: 'tls' | 'starttls' = 'starttls') => {
  const got: Got[] = [];
  const server = new SMTPServer({
    ...{ secure: security === 'tls', ...loopbackCertificate },
    onAuth: ({ username, password }, _session, done) => {
      if (username === 'ada' && password === 'right') done(null, { user: username });
      else done(Object.assign(new Error('Invalid credentials'), { responseCode: 535 }));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        got.push({
          ...{ from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map(({ address }) => address) },
          ...{ raw: Buffer.concat(chunks), secure: session.secure, connection: session.id },
        });
        done(null, 'Ok: queued as 4XyZ12');
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as { port: number };
  let now = 0;
  const make = (more: Partial<Parameters<typeof createSmtpChannel>[0]> & { password?: string } = {}) => {
    const { password = 'right', ...rest } = more;
    const channel = createSmtpChannel({
      login: { host: '127.0.0.1', port, security, user: 'ada', password },
      ...{ clock: () => now, tls: { ca: loopbackCertificate.cert }, answerMs: 700, ...rest },
    });
    closers.unshift(() => {
      channel.close();
      return Promise.resolve();
    });
    return channel;
  };
  const drop = (id: string) => {
    for (const connection of server.connections as Set<{ session: { id: string }; _socket: { destroy: () => void } }>)
      if (connection.session.id === id) connection._socket.destroy();
  };
  closers.push(() => new Promise((resolve) => server.close(resolve)));
  return { port, got, make, drop, pass: (ms: number) => (now += ms), send: () => make()(mail) };
};

const raw = Buffer.from(
  `From: ada@sender.example\r\nTo: jo@acme.example\r\nSubject: Hello\r\n\r\n.a line that begins with a dot\r\n..two\r\n${'x'.repeat(990)}\r\nend\r\n`,
);
const mail = { raw, from: 'ada@sender.example', to: 'jo@acme.example', tags: {} };
const refuse = (responseCode: number) => Object.assign(new Error('No such user here'), { responseCode });

test.each(['tls', 'starttls'] as const)(
  'a mail goes over %s only, unchanged, to the envelope’s recipient',
  async (security) => {
    const { send, got } = await startServer({}, security);
    expect(await send()).toEqual({ kind: 'accepted', channelId: 'smtp:4XyZ12' });
    expect(got).toHaveLength(1);
    expect(got[0]).toMatchObject({ from: 'ada@sender.example', to: ['jo@acme.example'], secure: true });
    expect(got[0]?.raw.toString()).toBe(raw.toString());
    expect((await PostalMime.parse(got[0]?.raw ?? '')).text).toContain('.a line that begins with a dot\n..two\n');
  },
);

/** Nothing of the mail was sent: it may be tried again. */
const throttled: readonly (readonly [string, SMTPServerOptions])[] = [
  ['the server offers no TLS', { disabledCommands: ['STARTTLS'] }],
  ['it refuses the sender for now', { onMailFrom: (_address, _session, done) => done(refuse(451)) }],
  ['it refuses the recipient for now', { onRcptTo: (_address, _session, done) => done(refuse(450)) }],
  ['it is too busy', { onConnect: (_session, done) => done(refuse(421)) }],
  [
    'it refuses the content for now',
    { onData: (stream, _session, done) => stream.on('end', () => done(refuse(452))).resume() },
  ],
];
test.each(throttled)('when %s the mail was not sent and waits', async (_name, options) => {
  const { send, got } = await startServer(options);
  expect((await send()).kind).toBe('throttled');
  expect(got).toEqual([]);
});

const refused: readonly (readonly [string, SMTPServerOptions])[] = [
  ['the sender', { onMailFrom: (_address, _session, done) => done(refuse(553)) }],
  ['the recipient', { onRcptTo: (_address, _session, done) => done(refuse(550)) }],
  ['the content', { onData: (stream, _session, done) => stream.on('end', () => done(refuse(554))).resume() }],
];
test.each(refused)(
  'when the server refuses %s for good the mail has failed, with its words',
  async (_name, options) => {
    const { send, got } = await startServer(options);
    expect(await send()).toMatchObject({ kind: 'refused', reason: expect.stringContaining('No such user') as string });
    expect(got).toEqual([]);
  },
);

test('a wrong password is no fault of the mail: it waits until the mailbox is mended', async () => {
  const { make, got } = await startServer();
  expect(await make({ password: 'wrong' })(mail)).toMatchObject({ kind: 'throttled', retryAfterSeconds: 900 });
  expect(got).toEqual([]);
});

test('a certificate that nobody vouches for gets neither password nor mail', async () => {
  let asked = 0;
  const { make } = await startServer({ onAuth: () => (asked += 1) });
  expect(await make({ tls: {} })(mail)).toMatchObject({ kind: 'throttled' });
  expect(asked).toBe(0);
});

test('a server that is not there was sent nothing', async () => {
  const { make } = await startServer();
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const { port } = closed.address() as { port: number };
  await new Promise((resolve) => closed.close(resolve));
  const login = { host: '127.0.0.1', port, security: 'tls', user: 'ada', password: 'right' } as const;
  expect((await make({ login })(mail)).kind).toBe('throttled');
});

test('a connection that ends before the content was asked for leaves the mail unsent', async () => {
  const server: Awaited<ReturnType<typeof startServer>> = await startServer({
    onRcptTo: (_address, session) => server.drop(session.id),
  });
  expect((await server.send()).kind).toBe('throttled');
});

/** The server may have the mail: nobody knows, and it is never sent again by itself. */
const unknowns: readonly (readonly [string, (end: () => void, drop: () => void) => SMTPServerOptions])[] = [
  [
    'in the middle of the content',
    (_end, drop) => ({
      onData: (stream) => {
        stream.once('data', drop);
      },
    }),
  ],
  ['after the last dot, before the answer', (_end, drop) => ({ onData: (stream) => stream.on('end', drop).resume() })],
  ['by silence after the last dot', (end) => ({ onData: (stream) => stream.on('end', end).resume() })],
];
test.each(unknowns)('a connection that is lost %s leaves the mail’s fate unknown', async (_name, optionsOf) => {
  let session = '';
  let ended = 0;
  const server: Awaited<ReturnType<typeof startServer>> = await startServer({
    onMailFrom: (_address, { id }, done) => {
      session = id;
      done();
    },
    ...optionsOf(
      () => (ended += 1),
      () => {
        server.drop(session);
      },
    ),
  });
  expect((await server.send()).kind).toBe('unknown');
});

test('a connection is used again for the next mail, and not when it was idle for long', async () => {
  const { make, got, pass } = await startServer();
  const channel = make();
  await channel(mail);
  await channel(mail);
  pass(11_000);
  await channel(mail);
  const connections = got.map(({ connection }) => connection);
  expect(connections[1]).toBe(connections[0]);
  expect(connections[2]).not.toBe(connections[0]);
});

test('a kept connection that the server closed meanwhile sends nothing twice', async () => {
  const { make, got, drop } = await startServer();
  const channel = make();
  await channel(mail);
  drop(got[0]?.connection ?? '');
  await new Promise((resolve) => setTimeout(resolve, 50));
  const second: SendOutcome = await channel(mail);
  expect(['accepted', 'throttled']).toContain(second.kind);
  expect(got).toHaveLength(second.kind === 'accepted' ? 2 : 1);
});

test('mails at once go over connections of their own', async () => {
  const { make, got } = await startServer();
  const channel = make();
  const outcomes = await Promise.all([channel(mail), channel(mail), channel(mail)]);
  expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'accepted']);
  expect(new Set(got.map(({ connection }) => connection)).size).toBe(3);
});

test('a sign-in can be tried without sending', async () => {
  const { port, got } = await startServer();
  const login = { host: '127.0.0.1', port, security: 'starttls', user: 'ada' } as const;
  const options = { tls: { ca: loopbackCertificate.cert } };
  expect(await trySmtpLogin({ ...login, password: 'right' }, options)).toBeUndefined();
  expect(await trySmtpLogin({ ...login, password: 'wrong' }, options)).toContain('EAUTH');
  expect(got).toEqual([]);
});
