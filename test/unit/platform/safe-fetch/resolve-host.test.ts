import { createResolveHost } from '../../../../functions/platform/safe-fetch/resolve-host.ts';

const dnsError = (code: string) => Object.assign(new Error(code), { code });

const world = (answer: (host: string, family: 4 | 6) => Promise<readonly string[]>) => {
  let now = 0;
  const asked: string[] = [];
  const resolve = createResolveHost({
    ask: (host, family) => {
      if (family === 4) asked.push(host);
      return answer(host, family);
    },
    clock: () => now,
    timeout: 20,
  });
  return { resolve, asked, pass: (ms: number) => (now += ms) };
};

test('gives v4 addresses before v6 ones and one family when the other has none', async () => {
  const both = world(async (_host, family) => (family === 4 ? ['192.0.2.1'] : ['2001:db8::1']));
  expect(await both.resolve('a.com')).toEqual({ ok: true, addresses: ['192.0.2.1', '2001:db8::1'] });
  const one = world(async (_host, family) => {
    if (family === 4) throw dnsError('ENODATA');
    return ['2001:db8::1'];
  });
  expect(await one.resolve('a.com')).toEqual({ ok: true, addresses: ['2001:db8::1'] });
});

test('remembers a name that does not exist for ten minutes', async () => {
  const { resolve, asked, pass } = world(() => Promise.reject(dnsError('ENOTFOUND')));
  expect(await resolve('nope.com')).toEqual({ ok: false, reason: 'dns_not_found' });
  expect(await resolve('nope.com')).toEqual({ ok: false, reason: 'dns_not_found' });
  expect(asked).toHaveLength(1);
  pass(11 * 60_000);
  await resolve('nope.com');
  expect(asked).toHaveLength(2);
});

test('a lookup that does not answer in time is a failure of the resolver, not of the name', async () => {
  const { resolve, asked } = world(() => new Promise(() => undefined));
  expect(await resolve('slow.com')).toEqual({ ok: false, reason: 'dns_failed' });
  await resolve('slow.com');
  expect(asked).toHaveLength(2);
});

test('asks nothing for a minute after twenty resolver failures in a row, then tries once', async () => {
  const { resolve, asked, pass } = world(() => Promise.reject(dnsError('ESERVFAIL')));
  for (let n = 0; n < 20; n += 1)
    expect(await resolve(`h${String(n)}.com`)).toEqual({ ok: false, reason: 'dns_failed' });
  expect(await resolve('h20.com')).toEqual({ ok: false, reason: 'resolver_unavailable' });
  expect(asked).toHaveLength(20);
  pass(60_000);
  expect(await resolve('h21.com')).toEqual({ ok: false, reason: 'dns_failed' });
  expect(await resolve('h22.com')).toEqual({ ok: false, reason: 'resolver_unavailable' });
});

test('an answer, even "no such name", shows that the resolver works', async () => {
  let n = 0;
  const { resolve } = world(() => {
    n += 1;
    return Promise.reject(dnsError(Math.ceil(n / 2) % 10 === 0 ? 'ENOTFOUND' : 'EAI_AGAIN'));
  });
  for (let at = 0; at < 60; at += 1)
    expect(await resolve(`h${String(at)}.com`)).not.toEqual({ ok: false, reason: 'resolver_unavailable' });
});
