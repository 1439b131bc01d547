import { createReadMailDomain } from '../../../functions/contacts/mail-domain.ts';
import type { Resolution } from '../../../functions/platform/safe-fetch/resolve-host.ts';

const failing = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));
const world = (
  ask: (domain: string) => Promise<readonly { exchange: string; priority: number }[]>,
  address: Resolution = { ok: false, reason: 'dns_not_found' },
  topLevel: () => Promise<unknown> = () => Promise.resolve(['a.gtld-servers.net']),
) => {
  let now = 0;
  const asked: string[] = [];
  const read = createReadMailDomain({
    ask: (domain) => {
      asked.push(domain);
      return ask(domain);
    },
    topLevel,
    resolveHost: () => Promise.resolve(address),
    clock: () => now,
    timeout: 20,
  });
  return { read, asked, pass: (ms: number) => (now += ms) };
};
const server = (...exchanges: string[]) => Promise.resolve(exchanges.map((exchange) => ({ exchange, priority: 10 })));

test.each([
  ['a server', () => server('mx.acme.com'), 'accepts'],
  ['servers, one of them local', () => server('localhost', 'mx.acme.com.'), 'accepts'],
  ['a null MX', () => server(''), 'null_mx'],
  ['a null MX with its dot', () => server('.'), 'null_mx'],
  ['nothing but local servers', () => server('localhost', 'mail.local'), 'no_server'],
  ['no such domain', () => failing('ENOTFOUND'), 'no_domain'],
  ['no record', () => failing('ENODATA'), 'no_server'],
  ['an empty list', () => server(), 'no_server'],
  ['a failing server', () => failing('ESERVFAIL'), 'no_answer'],
  ['a refusing resolver', () => failing('ECONNREFUSED'), 'no_answer'],
  ['a time-out', () => failing('ETIMEOUT'), 'no_answer'],
  ['no answer at all', () => new Promise<never>(() => undefined), 'no_answer'],
])('%s: %s', async (_name, ask, expected) => {
  expect(await world(ask).read('acme.com')).toBe(expected);
});

test('without a record the domain’s own address takes the mail; when DNS does not tell, nothing is concluded', async () => {
  expect(await world(() => failing('ENODATA'), { ok: true, addresses: ['8.8.8.8'] }).read('acme.com')).toBe('no_mx');
  expect(await world(() => failing('ENODATA'), { ok: false, reason: 'dns_failed' }).read('acme.com')).toBe('no_answer');
  expect(await world(() => failing('ENODATA'), { ok: false, reason: 'resolver_unavailable' }).read('acme.com')).toBe(
    'no_answer',
  );
});

test('an answer is kept for an hour, that there was none is not', async () => {
  const { read, asked, pass } = world(() => server('mx.acme.com'));
  await Promise.all([read('acme.com'), read('acme.com')]);
  await read('acme.com');
  expect(asked).toHaveLength(1);
  pass(61 * 60_000);
  await read('acme.com');
  expect(asked).toHaveLength(2);
  const silent = world(() => failing('ETIMEOUT'));
  await silent.read('acme.com');
  await silent.read('acme.com');
  expect(silent.asked).toHaveLength(2);
});

test('a machine without DNS is not asked for every domain: after twenty failures nothing is asked for a minute', async () => {
  const { read, asked, pass } = world(() => failing('ECONNREFUSED'));
  for (let n = 0; n < 50; n += 1) expect(await read(`c${String(n)}.com`)).toBe('no_answer');
  expect(asked).toHaveLength(20);
  pass(61_000);
  await read('later.com');
  expect(asked).toHaveLength(21);
});

test('a resolver that is cut off denies every name: its "no" says nothing, and it is asked again a minute later', async () => {
  let online = false;
  let asked = 0;
  const { read, pass } = world(
    () => failing('ENOTFOUND'),
    { ok: false, reason: 'dns_not_found' },
    () => {
      asked += 1;
      return online ? Promise.resolve([]) : failing('ENOTFOUND');
    },
  );
  for (let n = 0; n < 10; n += 1) expect(await read(`c${String(n)}.com`)).toBe('no_answer');
  expect(asked).toBe(1);
  online = true;
  pass(61_000);
  expect(await read('c1.com')).toBe('no_domain');
  expect(await read('c2.com')).toBe('no_domain');
  expect(asked).toBe(2);
});
