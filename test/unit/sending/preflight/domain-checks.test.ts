import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import getDmarcRecord from 'mailauth/lib/dmarc/get-dmarc-record.js';
import { spf } from 'mailauth/lib/spf/index.js';
import tools from 'mailauth/lib/tools.js';
import { findDkimKey, readDkimKey } from '../../../../functions/sending/preflight/check-dkim.ts';
import { findDmarc } from '../../../../functions/sending/preflight/check-dmarc.ts';
import { checkSpf } from '../../../../functions/sending/preflight/check-spf.ts';
import {
  createResolveDns,
  type RecordType,
  type ResolveDns,
} from '../../../../functions/sending/preflight/resolve-dns.ts';

/** A zone as `TYPE name` → records; `ESERVFAIL` stands for a server that fails. */
type Zone = Readonly<Record<string, readonly string[]>>;

const resolveIn =
  (zone: Zone): ResolveDns =>
  (name, type) => {
    const found = zone[`${type} ${name.toLowerCase()}`] ?? [];
    return found.includes('ESERVFAIL') ? Promise.reject(new Error('ESERVFAIL')) : Promise.resolve(found);
  };
/** The same zone as mailauth asks for it. */
const oracleIn = (zone: Zone) => async (name: string, type: string) => {
  const found = zone[`${type} ${name.toLowerCase()}`] ?? [];
  if (found.includes('ESERVFAIL')) throw Object.assign(new Error('failed'), { code: 'ESERVFAIL' });
  if (found.length === 0) throw Object.assign(new Error('none'), { code: 'ENOTFOUND' });
  return type === 'TXT'
    ? found.map((text) => [text])
    : type === 'MX'
      ? found.map((exchange) => ({ exchange, priority: 10 }))
      : [...found];
};
const oracleSpf = async (zone: Zone, ip: string, domain = 'acme.example') => {
  const options = { sender: `ada@${domain}`, ip, helo: domain, resolver: oracleIn(zone), strict: true };
  const { status } = await spf(options as never);
  return (status as { result: string }).result;
};
const ours = async (zone: Zone, ip: string | null, domain = 'acme.example') =>
  checkSpf(resolveIn(zone), domain, { ip, sender: `ada@${domain}` });

const many = (count: number) => ({
  'TXT acme.example': [
    `v=spf1 ${Array.from({ length: count }, (_, n) => `include:i${String(n)}.example`).join(' ')} -all`,
  ],
  ...Object.fromEntries(
    Array.from({ length: count }, (_, n) => [`TXT i${String(n)}.example`, ['v=spf1 ip4:198.51.100.1 ~all']]),
  ),
});
const zones: readonly (readonly [string, Zone])[] = [
  ['addresses', { 'TXT acme.example': ['v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all'] }],
  ['no record', { 'TXT acme.example': ['something else'] }],
  ['two records', { 'TXT acme.example': ['v=spf1 -all', 'v=spf1 +all'] }],
  ['an unknown mechanism', { 'TXT acme.example': ['v=spf1 ip4:192.0.2.1 servers:all -all'] }],
  ['a bad address', { 'TXT acme.example': ['v=spf1 ip4:192.0.2.300 -all'] }],
  ['a bad prefix', { 'TXT acme.example': ['v=spf1 ip4:192.0.2.0/33 -all'] }],
  ['its own host', { 'TXT acme.example': ['v=spf1 a ~all'], 'A acme.example': ['192.0.2.7'] }],
  ['a host with a network', { 'TXT acme.example': ['v=spf1 a:mail.example/28 ?all'], 'A mail.example': ['192.0.2.1'] }],
  [
    'mail hosts',
    { 'TXT acme.example': ['v=spf1 mx -all'], 'MX acme.example': ['m.example'], 'A m.example': ['192.0.2.7'] },
  ],
  [
    'an include',
    { 'TXT acme.example': ['v=spf1 include:b.example ~all'], 'TXT b.example': ['v=spf1 ip4:192.0.2.7 -all'] },
  ],
  ['an include without a record', { 'TXT acme.example': ['v=spf1 include:b.example ~all'] }],
  ['a redirect', { 'TXT acme.example': ['v=spf1 redirect=b.example'], 'TXT b.example': ['v=spf1 ip4:192.0.2.7 -all'] }],
  ['a redirect to nothing', { 'TXT acme.example': ['v=spf1 redirect=b.example'] }],
  ['all before a redirect', { 'TXT acme.example': ['v=spf1 ?all redirect=b.example'] }],
  ['ten lookups', many(10)],
  ['eleven lookups', many(11)],
  ['a loop', { 'TXT acme.example': ['v=spf1 include:acme.example -all'] }],
  ['too many void lookups', { 'TXT acme.example': ['v=spf1 a:x.example a:y.example a:z.example ip4:192.0.2.7 -all'] }],
  [
    'a macro',
    {
      'TXT acme.example': ['v=spf1 exists:%{ir}.%{l}._spf.%{d} -all'],
      'A 7.2.0.192.ada._spf.acme.example': ['127.0.0.2'],
    },
  ],
  ['a malformed macro', { 'TXT acme.example': ['v=spf1 exists:%{x}.example -all'] }],
  ['a server that fails', { 'TXT acme.example': ['v=spf1 include:b.example -all'], 'TXT b.example': ['ESERVFAIL'] }],
  ['no end', { 'TXT acme.example': ['v=spf1 ip4:198.51.100.1'] }],
  ['a modifier nobody knows', { 'TXT acme.example': ['v=spf1 moo=cow ip4:192.0.2.7 -all'] }],
];
test.each(zones)('SPF with %s is judged as mailauth judges it', async (_name, zone) => {
  for (const ip of ['192.0.2.7', '198.51.100.1', '203.0.113.9', '2001:db8::7'])
    expect((await ours(zone, ip)).result).toBe(await oracleSpf(zone, ip));
});

test('SPF of any record that can be put together is judged as mailauth judges it', async () => {
  const term = fc.constantFrom(
    ...['ip4:192.0.2.7', '-ip4:192.0.2.0/24', '?ip6:2001:db8::/32', 'a', 'a:mail.example', '~mx', 'include:b.example'],
    ...[
      'include:none.example',
      'exists:%{i}.x.example',
      '-all',
      '~all',
      'all',
      'redirect=b.example',
      'ip4:bad',
      'a//64',
    ],
  );
  const base = {
    'A acme.example': ['203.0.113.9'],
    'A mail.example': ['192.0.2.8'],
    'MX acme.example': ['mail.example'],
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(term, { maxLength: 5 }),
      fc.array(term, { maxLength: 3 }),
      fc.constantFrom('192.0.2.7', '203.0.113.9', '2001:db8::7'),
      async (own, included, ip) => {
        const text = (terms: readonly string[]) => ['v=spf1', ...terms].join(' ');
        const zone = { ...base, 'TXT acme.example': [text(own)], 'TXT b.example': [text(included)] };
        expect((await ours(zone, ip)).result).toBe(await oracleSpf(zone, ip));
      },
    ),
    { numRuns: 400 },
  );
});

test('without a host every lookup of a record is counted, and every included domain named', async () => {
  const zone = {
    'TXT acme.example': ['v=spf1 a mx include:b.example ip4:192.0.2.1 ~all'],
    'A acme.example': ['192.0.2.9'],
    'MX acme.example': ['m.example'],
    'TXT b.example': ['v=spf1 include:amazonses.com -all'],
    'TXT amazonses.com': ['v=spf1 ip4:199.255.192.0/22 -all'],
  };
  expect(await ours(zone, null)).toMatchObject({ result: 'softfail', lookups: 4, problem: null });
  expect([...(await ours(zone, null)).included]).toEqual(['b.example', 'amazonses.com']);
  expect(await ours(many(11), null)).toMatchObject({ result: 'permerror', lookups: 11 });
});

const der = (bits: number) =>
  generateKeyPairSync('rsa', { modulusLength: bits })
    .publicKey.export({ type: 'spki', format: 'der' })
    .toString('base64');
const keys: readonly (readonly [string, string])[] = [
  ['2,048 bits', `v=DKIM1; k=rsa; p=${der(2_048)}`],
  ['1,024 bits', `v=DKIM1; p=${der(1_024)}`],
  ['512 bits', `v=DKIM1; p=${der(512)}`],
  ['an empty key', 'v=DKIM1; p='],
  ['another version', `v=DKIM2; p=${der(1_024)}`],
  ['another service', `v=DKIM1; s=chat; p=${der(1_024)}`],
  ['no key', 'v=DKIM1; k=rsa'],
  ['what is no key', 'v=DKIM1; p=aGVsbG8='],
  ['Ed25519', `v=DKIM1; k=ed25519; p=${Buffer.alloc(32, 7).toString('base64')}`],
];
test.each(keys)('a DKIM record with %s is usable when mailauth can use it', async (_name, text) => {
  const oracle = tools.getPublicKey('DKIM', 's._domainkey.acme.example', 1_024, () => Promise.resolve([[text]]));
  const usable = await oracle.then(
    () => true,
    () => false,
  );
  expect(readDkimKey(text).ok).toBe(usable);
});

test('a key is looked for under several selectors, and a usable one is preferred', async () => {
  const zone = {
    'TXT s1._domainkey.acme.example': ['v=DKIM1; p='],
    'TXT s2._domainkey.acme.example': [`v=DKIM1; p=${der(1_024)}`],
  };
  expect(await findDkimKey(resolveIn(zone), 'acme.example', ['s0', 's1', 's2'])).toMatchObject({
    selector: 's2',
    key: { ok: true, bits: 1_024, weak: true },
  });
  expect((await findDkimKey(resolveIn(zone), 'acme.example', ['s1']))?.key.ok).toBe(false);
  expect(await findDkimKey(resolveIn(zone), 'acme.example', ['s0'])).toBeUndefined();
});

const dmarcs: readonly (readonly [string, Zone])[] = [
  ['its own policy', { 'TXT _dmarc.mail.acme.example': ['v=DMARC1; p=reject'] }],
  ['its organization’s', { 'TXT _dmarc.acme.example': ['v=DMARC1; p=reject; sp=quarantine'] }],
  [
    'its own before its organization’s',
    { 'TXT _dmarc.mail.acme.example': ['v=DMARC1; p=none'], 'TXT _dmarc.acme.example': ['v=DMARC1; p=reject'] },
  ],
  ['none', {}],
  ['two', { 'TXT _dmarc.mail.acme.example': ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] }],
  ['something else', { 'TXT _dmarc.mail.acme.example': ['v=spf1 -all'] }],
  ['spaces', { 'TXT _dmarc.acme.example': ['v = DMARC1 ; P = Quarantine ; rua = mailto:d@acme.example'] }],
];
test.each(dmarcs)('DMARC with %s is found where mailauth finds it', async (_name, zone) => {
  const domain = 'mail.acme.example';
  const found = await findDmarc(resolveIn(zone), domain);
  const record = await getDmarcRecord(domain, oracleIn(zone));
  if (record === false) expect(found).toBeUndefined();
  else
    expect(found).toMatchObject({
      policy: record.isOrgRecord ? (record.sp ?? record.p) : record.p,
      at: record.recordDomain,
      inherited: record.isOrgRecord,
    });
});

test('no answer is no record: who asks has to know the difference', async () => {
  await expect(findDmarc(resolveIn({ 'TXT _dmarc.acme.example': ['ESERVFAIL'] }), 'acme.example')).rejects.toThrow(
    'ESERVFAIL',
  );
  expect((await ours({ 'TXT acme.example': ['ESERVFAIL'] }, null)).result).toBe('temperror');
});

test('a name without records is an answer, a server that fails is none, and nothing is asked twice', async () => {
  let asked = 0;
  const fail = (code: string) => () => {
    asked += 1;
    return Promise.reject(Object.assign(new Error(code), { code }));
  };
  const resolver = {
    ...{
      resolveTxt: fail('ENODATA'),
      resolve4: fail('ESERVFAIL'),
      resolve6: fail('ENOTFOUND'),
      resolvePtr: fail('ENOTFOUND'),
    },
    resolveMx: () =>
      Promise.resolve([
        { exchange: 'b', priority: 20 },
        { exchange: 'a', priority: 10 },
      ]),
  };
  const resolve = createResolveDns(resolver);
  const types: readonly RecordType[] = ['TXT', 'AAAA', 'PTR'];
  for (const type of types) expect(await resolve('acme.example', type)).toEqual([]);
  await expect(resolve('acme.example', 'A')).rejects.toThrow('ESERVFAIL');
  expect(await resolve('acme.example', 'MX')).toEqual(['a', 'b']);
  await resolve('ACME.example', 'TXT');
  expect(asked).toBe(4);
});
