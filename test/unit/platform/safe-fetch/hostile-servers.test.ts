import { createServer, type Server, type Socket } from 'node:net';
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { createSafeFetch, type SafeFetchLimits } from '../../../../functions/platform/safe-fetch/safe-fetch.ts';

/** A server below HTTP: whatever bytes it likes, at its own pace. `robots.txt` is never there. */
let server: Server;
let port = 0;
let serve: (socket: Socket, path: string) => void = () => undefined;
const open = new Set<Socket>();

beforeAll(async () => {
  server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => open.delete(socket));
    socket.once('data', (data) => {
      const path = /^GET (\S+)/.exec(data.toString('latin1'))?.[1] ?? '';
      if (path === '/robots.txt') socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n');
      else serve(socket, path);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(async () => {
  for (const socket of open) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

const fetcher = (limits: Partial<SafeFetchLimits> = {}) =>
  createSafeFetch({ allowHosts: `*.test=127.0.0.1:${String(port)}`, limits });
const answer = (socket: Socket, headers: readonly string[], body: Buffer): void => {
  socket.write(['HTTP/1.1 200 OK', 'content-type: text/html', ...headers, '', ''].join('\r\n'));
  socket.end(body);
};
const gone = async (): Promise<void> => {
  for (let wait = 0; open.size > 0 && wait < 100; wait += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(open.size).toBe(0);
};

test.each([
  ['drips the status line', ['H', 'T', 'T', 'P']],
  ['drips header after header', ['HTTP/1.1 200 OK\r\n', ...Array<string>(1_000).fill('x-slow: 1\r\n')]],
  ['drips informational answers', Array<string>(1_000).fill('HTTP/1.1 102 Processing\r\n\r\n')],
  [
    'drips a body byte by byte',
    ['HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 1000\r\n\r\n', ...Array<string>(1_000).fill('x')],
  ],
  [
    'drips chunks of a body',
    [
      'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ntransfer-encoding: chunked\r\n\r\n',
      ...Array<string>(999).fill('1\r\nx\r\n'),
    ],
  ],
  [
    'drips a compressed body',
    [
      'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-encoding: gzip\r\ncontent-length: 9999\r\n\r\n',
      ...Array<string>(999).fill('\u001f'),
    ],
  ],
  ['says nothing at all', []],
])('a server that %s is left when the time is over, and its socket closed', async (_name, parts) => {
  const timers: NodeJS.Timeout[] = [];
  serve = (socket) => {
    const rest = [...parts];
    timers.push(
      setInterval(() => {
        const part = rest.shift();
        if (part !== undefined && socket.writable) socket.write(part);
      }, 5),
    );
  };
  const began = performance.now();
  const result = await fetcher({ totalMs: 250 })('http://slow.test/');
  for (const timer of timers) clearInterval(timer);
  // A gzip stream of 1f 1f… is seen to be none before the time is over.
  expect(result).toMatchObject({ ok: false, reason: expect.stringMatching(/^(?:timeout|bad_encoding)$/) });
  expect(performance.now() - began).toBeLessThan(2_000);
  await gone();
});

test('time spent on redirects counts: a chain of slow ones is ended too', async () => {
  let at = 0;
  serve = (socket) => {
    setTimeout(() => {
      at += 1;
      socket.end(`HTTP/1.1 302 Found\r\nlocation: /${String(at)}\r\ncontent-length: 0\r\n\r\n`);
    }, 90);
  };
  expect(await fetcher({ totalMs: 200 })('http://slow.test/')).toMatchObject({ ok: false, reason: 'timeout' });
});

test('headers of more than 32 KB are refused', async () => {
  serve = (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\nx-big: ${'a'.repeat(64 * 1024)}\r\n\r\n`);
  };
  expect(await fetcher()('http://big.test/')).toMatchObject({ ok: false, reason: 'connection_failed' });
});

test.each(['garbage\r\n\r\n', 'HTTP/1.1 abc\r\n\r\n', '\u0000\u0001', 'SSH-2.0-OpenSSH_9.6\r\n'])(
  'what does not speak HTTP (%j) is a failed connection',
  async (bytes) => {
    serve = (socket) => socket.end(bytes);
    expect(await fetcher()('http://odd.test/')).toMatchObject({ ok: false, reason: 'connection_failed' });
  },
);

const BOMB = Buffer.alloc(40 * 1024 * 1024);
const BOMBS = {
  gzip: gzipSync(BOMB),
  deflate: deflateSync(BOMB),
  br: brotliCompressSync(BOMB, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  zstd: zstdCompressSync(BOMB),
};
test.each(Object.entries(BOMBS))('a %s bomb is stopped by what it decodes to', async (encoding, bomb) => {
  expect(bomb.length).toBeLessThan(64 * 1024);
  serve = (socket) => answer(socket, [`content-encoding: ${encoding}`, `content-length: ${String(bomb.length)}`], bomb);
  const before = process.memoryUsage().arrayBuffers;
  expect(await fetcher()('http://bomb.test/')).toMatchObject({ ok: false, reason: 'too_large' });
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * 1024 * 1024);
});

test('a bare deflate bomb and one of many gzip members are stopped as well', async () => {
  serve = (socket, path) =>
    path === '/raw'
      ? answer(socket, ['content-encoding: deflate'], deflateRawSync(BOMB))
      : answer(socket, ['content-encoding: gzip'], Buffer.concat(Array(60).fill(gzipSync(Buffer.alloc(100_000)))));
  const fetchPage = fetcher();
  expect(await fetchPage('http://bomb.test/raw')).toMatchObject({ ok: false, reason: 'too_large' });
  expect(await fetchPage('http://bomb.test/members')).toMatchObject({ ok: false, reason: 'too_large' });
});

test('a zstd frame that asks for gigabytes of window is refused before they are taken', async () => {
  // Magic number, a frame header without sizes, and a window descriptor of 2^41 bytes.
  const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xf8, 0x01, 0x00, 0x00]);
  serve = (socket) => answer(socket, ['content-encoding: zstd'], frame);
  expect(await fetcher()('http://bomb.test/')).toMatchObject({ ok: false, reason: 'bad_encoding' });
});

test.each([
  ['gzip, gzip', gzipSync(gzipSync('x'))],
  ['gzip,br', brotliCompressSync(gzipSync('x'))],
  ['br, gzip', gzipSync(brotliCompressSync(BOMB))],
  ['compress', Buffer.from('x')],
  ['gzip;q=1', gzipSync('x')],
  ['zstd', Buffer.from('not zstd')],
  ['deflate', Buffer.from('xx not deflate')],
])('the encoding %j is refused or found broken', async (encoding, body) => {
  serve = (socket) => answer(socket, [`content-encoding: ${encoding}`], body);
  expect(await fetcher()('http://odd.test/')).toMatchObject({ ok: false, reason: 'bad_encoding' });
});

test.each([
  ['gzip', gzipSync('small')],
  ['X-GZIP', gzipSync('small')],
  ['deflate', deflateSync('small')],
  ['deflate', deflateRawSync('small')],
  ['br', brotliCompressSync('small')],
  ['zstd', zstdCompressSync('small')],
  ['identity', Buffer.from('small')],
])('a page in %s is read', async (encoding, body) => {
  serve = (socket) => answer(socket, [`content-encoding: ${encoding}`], body);
  expect(await fetcher()('http://odd.test/')).toMatchObject({ ok: true, text: 'small' });
});

test('an empty body in any encoding is an empty page', async () => {
  for (const encoding of ['identity', 'deflate']) {
    serve = (socket) => answer(socket, [`content-encoding: ${encoding}`, 'content-length: 0'], Buffer.alloc(0));
    const result = await fetcher()('http://odd.test/');
    expect(result.ok ? result.text : result.reason).toMatch(/^(?:|bad_encoding)$/);
  }
});

test('a body that is longer than it said, or ends early, is not a page', async () => {
  serve = (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 100\r\n\r\nshort');
  expect(await fetcher()('http://cut.test/')).toMatchObject({ ok: false, reason: 'connection_failed' });
});

test.each([
  'image/png',
  'application/pdf',
  'application/json',
  'text/css',
  'text/htmlx',
  'application/octet-stream',
  '',
])('a body of the type %j is not read', async (type) => {
  serve = (socket) => socket.end(`HTTP/1.1 200 OK\r\n${type === '' ? '' : `content-type: ${type}\r\n`}\r\n<p>x</p>`);
  expect(await fetcher()('http://odd.test/')).toMatchObject({ ok: false, reason: 'wrong_content_type' });
});

test('a type with parameters and in capitals is taken for what it is', async () => {
  serve = (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-type: Text/HTML ; charset=UTF-8\r\n\r\nx');
  expect(await fetcher()('http://odd.test/')).toMatchObject({ ok: true, text: 'x' });
});
