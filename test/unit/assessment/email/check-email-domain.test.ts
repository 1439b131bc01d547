import fc from 'fast-check';
import { BranchResult, type CheckResult } from '../../../../functions/assessment/contract.ts';
import { createCheckEmailDomain } from '../../../../functions/assessment/email/check-email-domain.ts';
import { EMAIL_RULES } from '../../../../functions/assessment/email/email-rules.ts';
import type { FetchRaw, RawPage } from '../../../../functions/platform/safe-fetch/fetch-raw.ts';
import { dkimRecord, GOOD_POLICY, GOOD_ZONE, resolverOf, type Zone } from './a-zone.ts';

const TARGET = { address: '192.0.2.9', port: 443 };
const answering =
  (text: string, status = 200): FetchRaw =>
  (url) =>
    Promise.resolve({
      ...{ ok: true, finalUrl: url, target: TARGET, status, headers: [], contentType: 'text/plain', text },
      ...{ whole: true, wireBytes: 1, decodedBytes: 1, redirects: [], milliseconds: 1 },
    });
const failing =
  (reason: Extract<RawPage, { ok: false }>['reason']): FetchRaw =>
  (url) =>
    Promise.resolve({ ok: false, url, reason, target: null, redirects: [] });

/** The zones here are of names kept for tests. */
const unreachable = () => false;
const check = (zone: Zone, host = 'acme.example', fetchRaw: FetchRaw = answering(GOOD_POLICY)) =>
  createCheckEmailDomain({ resolver: resolverOf(zone), fetchRaw, unreachable })(host);
const changed = (changes: Record<string, readonly string[] | undefined>): Zone =>
  Object.fromEntries(
    Object.entries({ ...GOOD_ZONE, ...changes }).flatMap(([name, values]) =>
      values === undefined ? [] : [[name, values]],
    ),
  );
const resultOf = async (
  id: string,
  changes: Record<string, readonly string[] | undefined>,
  fetchRaw?: FetchRaw,
): Promise<CheckResult> => {
  const found = (await check(changed(changes), 'acme.example', fetchRaw)).results.find((result) => result.id === id);
  if (found === undefined) throw new Error(`no result of ${id}`);
  return found;
};
const stateOf = async (...given: Parameters<typeof resultOf>) => (await resultOf(...given)).state;

describe('the branch', () => {
  test('a domain in order has 100 points, and its result is what the contract says', async () => {
    const result = await check(GOOD_ZONE);
    expect(BranchResult.parse(result)).toEqual(result);
    expect(result).toMatchObject({ branch: 'email', status: 'done', score: 100, notMeasured: [] });
    expect(result.results.map(({ id, state }) => [id, state]).filter(([, state]) => state !== 'pass')).toEqual([]);
  });

  test('a domain without any record has none of the points, and its signing stays unknown', async () => {
    const result = await check({});
    expect(result).toMatchObject({ status: 'done', score: 0 });
    expect(result.results.find(({ id }) => id === 'email.dkim')?.state).toBe('not_measured');
    expect(result.notMeasured).toHaveLength(1);
  });

  test('nothing is asked for a name that no mail can reach', async () => {
    const result = await createCheckEmailDomain({ resolver: resolverOf(GOOD_ZONE) })('www.acme.example');
    expect(result).toMatchObject({ score: null, results: [], metrics: [] });
    expect(result.notMeasured).toContainEqual(
      expect.objectContaining({ reason: 'acme.example is a name kept for examples and tests, which no mail reaches.' }),
    );
  });

  test('every rule has an id of its own, a source, a mend and a test of its own here', () => {
    expect(new Set(EMAIL_RULES.map(({ id }) => id)).size).toBe(EMAIL_RULES.length);
    for (const { source, fix, category } of EMAIL_RULES) {
      expect(source).toMatch(/^https:\/\//);
      expect(fix).not.toBe('');
      expect(category).toBe('email');
    }
  });

  test('www. is left off; a host without mail hosts of its own is judged by the domain above it', async () => {
    expect(await check(GOOD_ZONE, 'www.acme.example')).toEqual(await check(GOOD_ZONE));
    expect(await check(GOOD_ZONE, 'shop.acme.example')).toEqual(await check(GOOD_ZONE));
  });

  test('a host with mail hosts of its own is judged by itself, with the policy of the domain above', async () => {
    const zone = {
      ...GOOD_ZONE,
      'MX news.acme.example': ['mx1.mail.example'],
      'TXT news.acme.example': ['v=spf1 -all'],
    };
    const { results } = await check(zone, 'news.acme.example');
    expect(results.find(({ id }) => id === 'email.dmarc')?.evidence[0]).toMatchObject({
      where: 'TXT _dmarc.acme.example',
      what: 'Inherited from acme.example',
    });
  });

  test('addresses and names that a service lends have no mail domain', async () => {
    for (const host of ['192.0.2.1', 'acme.github.io', 'acme.myshopify.com', 'localhost', 'a b'])
      expect(await check(GOOD_ZONE, host)).toMatchObject({ status: 'failed', score: null, results: [] });
  });
});

describe('DNS that does not answer', () => {
  test('is not measured and takes no points', async () => {
    for (const code of ['ESERVFAIL', 'ETIMEOUT', 'EREFUSED']) {
      const result = await check(changed({ 'TXT _dmarc.acme.example': [code] }));
      expect(result).toMatchObject({ status: 'partial', score: 100 });
      expect(result.reason).toContain(code);
      expect(result.results.find(({ id }) => id === 'email.dmarc')?.state).toBe('not_measured');
    }
  });

  test('within an include leaves the look-ups unmeasured', async () => {
    const changes = { 'TXT _spf.mail.example': ['ESERVFAIL'] };
    expect(await stateOf('email.spf', changes)).toBe('pass');
    for (const id of ['email.spf_lookups', 'email.spf_allows_all', 'email.spf_neutral'])
      expect(await stateOf(id, changes)).toBe('not_measured');
  });

  test('for anything leaves nothing to score', async () => {
    const down = Object.fromEntries(Object.keys(GOOD_ZONE).map((name) => [name, ['ESERVFAIL']]));
    const resolver = {
      ...resolverOf(down),
      resolveTxt: () => Promise.reject(Object.assign(new Error('x'), { code: 'ESERVFAIL' })),
    };
    const result = await createCheckEmailDomain({ resolver, unreachable })('acme.example');
    expect(result).toMatchObject({ status: 'failed', score: null });
  });

  test('at all is given up on, one look-up as well as the whole', async () => {
    const never = resolverOf({ 'TXT acme.example': ['TIMEOUT'] });
    const slow = createCheckEmailDomain({ resolver: never, unreachable, patience: { lookup: 20, whole: 1_000 } });
    expect((await slow('acme.example')).results.find(({ id }) => id === 'email.spf')?.state).toBe('not_measured');
    const late = createCheckEmailDomain({
      resolver: resolverOf(GOOD_ZONE),
      unreachable,
      patience: { lookup: 20, whole: 0 },
    });
    expect(await late('acme.example')).toMatchObject({ status: 'failed', score: null });
  });
});

describe('mail hosts', () => {
  test('none at all fails, with or without an address; null MX says so on purpose', async () => {
    expect(await resultOf('email.mx', { 'MX acme.example': undefined })).toMatchObject({
      state: 'fail',
      evidence: [{ what: 'No MX record; mail goes to the address of the website' }],
    });
    expect(await resultOf('email.mx', { 'MX acme.example': undefined, 'A acme.example': undefined })).toMatchObject({
      state: 'fail',
      evidence: [{ what: 'Neither an MX record nor an address' }],
    });
    const none = { 'MX acme.example': [''] };
    expect(await stateOf('email.mx', none)).toBe('pass');
    expect(await stateOf('email.mta_sts', none)).toBe('not_applicable');
    expect(await stateOf('email.tls_rpt', none)).toBe('not_applicable');
  });
});

describe('SPF', () => {
  const spf = (...records: string[]) => ({ 'TXT acme.example': records });

  test('there is exactly one record, which can be read', async () => {
    expect(await stateOf('email.spf', spf())).toBe('fail');
    expect(await stateOf('email.spf', spf('v=spf1 -all', 'v=spf1 a -all'))).toBe('fail');
    expect(await stateOf('email.spf', spf('v=spf1 ip4:1.2.3 -all'))).toBe('fail');
    expect(await stateOf('email.spf', spf('v=spf1 -all', 'v=spf10'))).toBe('pass');
  });

  test('ten look-ups are counted through includes and redirects, eleven are too many', async () => {
    const includes = (count: number) => ({
      ...spf(
        `v=spf1 ${Array.from({ length: count - 1 }, (_, n) => `include:i${String(n)}.example`).join(' ')} redirect=last.example`,
      ),
      ...Object.fromEntries(
        Array.from({ length: count }, (_, n) => [`TXT i${String(n)}.example`, ['v=spf1 ip4:192.0.2.1 ~all']]),
      ),
      'TXT last.example': ['v=spf1 -all'],
    });
    expect(await resultOf('email.spf_lookups', includes(10))).toMatchObject({
      state: 'pass',
      evidence: [{ what: '10 of 10 look-ups' }],
    });
    expect(await stateOf('email.spf_lookups', includes(11))).toBe('fail');
  });

  test('a loop and an include of nothing fail, and say so', async () => {
    const loop = await resultOf('email.spf_lookups', spf('v=spf1 include:acme.example -all'));
    expect(loop).toMatchObject({ state: 'fail' });
    expect(loop.evidence[0]?.what).toContain('includes itself');
    expect(await stateOf('email.spf_lookups', spf('v=spf1 include:nothing.example -all'))).toBe('fail');
  });

  test('more than two look-ups that find nothing fail', async () => {
    expect(await stateOf('email.spf_lookups', spf('v=spf1 a:x.example a:y.example -all'))).toBe('pass');
    expect(await stateOf('email.spf_lookups', spf('v=spf1 a:x.example a:y.example a:z.example -all'))).toBe('fail');
  });

  test('a record that lets anybody pass fails, an include’s too', async () => {
    expect(await stateOf('email.spf_allows_all', spf('v=spf1 +all'))).toBe('fail');
    expect(await stateOf('email.spf_allows_all', spf('v=spf1 all'))).toBe('fail');
    expect(
      await stateOf('email.spf_allows_all', {
        ...spf('v=spf1 include:b.example -all'),
        'TXT b.example': ['v=spf1 +all'],
      }),
    ).toBe('fail');
    expect(await stateOf('email.spf_allows_all', spf('v=spf1 ?all'))).toBe('pass');
  });

  test('a record that ends neutrally, or without an end, fails', async () => {
    expect(await stateOf('email.spf_neutral', spf('v=spf1 a ?all'))).toBe('fail');
    expect(await stateOf('email.spf_neutral', spf('v=spf1 ip4:192.0.2.1'))).toBe('fail');
    expect(await stateOf('email.spf_neutral', spf('v=spf1 ~all'))).toBe('pass');
    expect(await stateOf('email.spf_neutral', spf('v=spf1 +all'))).toBe('not_applicable');
  });
});

describe('DMARC', () => {
  const dmarc = (...records: string[]) => ({ 'TXT _dmarc.acme.example': records });

  test('there is exactly one record with a policy', async () => {
    expect(await stateOf('email.dmarc', dmarc())).toBe('fail');
    expect(await stateOf('email.dmarc', dmarc('v=DMARC1; p=reject', 'v=DMARC1; p=none'))).toBe('fail');
    expect(await stateOf('email.dmarc', dmarc('v=DMARC1; p=whatever'))).toBe('fail');
    expect(await stateOf('email.dmarc', dmarc('v=DMARC1; p=none'))).toBe('pass');
  });

  test('the policy turns forged mail away, all of it', async () => {
    expect(await stateOf('email.dmarc_policy', dmarc('v=DMARC1; p=none; rua=mailto:a@acme.example'))).toBe('fail');
    expect(await stateOf('email.dmarc_policy', dmarc('v=DMARC1; p=reject; pct=50'))).toBe('fail');
    expect(await stateOf('email.dmarc_policy', dmarc('v=DMARC1; p=quarantine; pct=100'))).toBe('pass');
    expect(await stateOf('email.dmarc_policy', dmarc())).toBe('not_applicable');
  });

  test('somebody gets the reports', async () => {
    expect(await stateOf('email.dmarc_reports', dmarc('v=DMARC1; p=reject'))).toBe('fail');
    expect(await stateOf('email.dmarc_reports', dmarc('v=DMARC1; p=reject; rua=mailto:a@acme.example'))).toBe('pass');
  });
});

describe('DKIM', () => {
  const key = (record: string | undefined) => ({
    'TXT google._domainkey.acme.example': record === undefined ? undefined : [record],
  });

  test('no key under the usual selectors is unknown, as is a key that was taken back', async () => {
    expect(await stateOf('email.dkim', key(undefined))).toBe('not_measured');
    expect(await stateOf('email.dkim', key('v=DKIM1; p='))).toBe('not_measured');
    expect(await stateOf('email.dkim', key('a text for any name'))).toBe('not_measured');
  });

  test('a key that verifiers cannot use fails, unless another can be', async () => {
    expect(await stateOf('email.dkim', key('v=DKIM1; k=rsa; p=AAAA'))).toBe('fail');
    expect(
      await stateOf('email.dkim', {
        ...key('v=DKIM1; k=rsa; p=AAAA'),
        'TXT s1._domainkey.acme.example': [dkimRecord(2048)],
      }),
    ).toBe('pass');
  });

  test('a key of less than 2,048 bits is short', async () => {
    expect(await stateOf('email.dkim_strength', key(dkimRecord(1024)))).toBe('fail');
    expect(await stateOf('email.dkim_strength', key(dkimRecord(2048)))).toBe('pass');
    expect(await stateOf('email.dkim_strength', key(undefined))).toBe('not_applicable');
  });
});

describe('MTA-STS, TLS-RPT and BIMI', () => {
  const sts = (record: string | undefined, fetchRaw?: FetchRaw) =>
    stateOf('email.mta_sts', { 'TXT _mta-sts.acme.example': record === undefined ? undefined : [record] }, fetchRaw);
  const RECORD = 'v=STSv1; id=20260101';

  test('MTA-STS needs its record and a policy that covers the mail hosts', async () => {
    expect(await sts(undefined)).toBe('fail');
    expect(await sts('v=STSv1;')).toBe('fail');
    expect(await sts(RECORD)).toBe('pass');
    expect(await sts(RECORD, answering(GOOD_POLICY, 404))).toBe('fail');
    expect(await sts(RECORD, answering('version: STSv1\nmode: enforce\nmx: mx1.mail.example\nmax_age: 1'))).toBe(
      'fail',
    );
    expect(await sts(RECORD, answering('version: STSv1\nmode: none\nmax_age: 1'))).toBe('fail');
    expect(await sts(RECORD, failing('tls_failed'))).toBe('fail');
    expect(await sts(RECORD, failing('timeout'))).toBe('not_measured');
  });

  test('without a way to fetch, the policy is not measured', async () => {
    const { results } = await createCheckEmailDomain({ resolver: resolverOf(GOOD_ZONE), unreachable })('acme.example');
    expect(results.find(({ id }) => id === 'email.mta_sts')?.state).toBe('not_measured');
  });

  test('TLS-RPT needs one record with an address', async () => {
    const report = (...records: string[]) => stateOf('email.tls_rpt', { 'TXT _smtp._tls.acme.example': records });
    expect(await report()).toBe('fail');
    expect(await report('v=TLSRPTv1;')).toBe('fail');
    expect(await report('v=TLSRPTv1; rua=mailto:a@acme.example', 'v=TLSRPTv1; rua=mailto:b@acme.example')).toBe('fail');
    expect(await report('v=TLSRPTv1; rua=https://acme.example/tls')).toBe('pass');
  });

  test('BIMI is judged only where there is one, and needs a policy that holds', async () => {
    const bimi = (record: string | undefined, dmarc = 'v=DMARC1; p=reject') =>
      stateOf('email.bimi', {
        'TXT default._bimi.acme.example': record === undefined ? undefined : [record],
        'TXT _dmarc.acme.example': [dmarc],
      });
    expect(await bimi(undefined)).toBe('not_applicable');
    expect(await bimi('v=BIMI1; l=http://acme.example/logo.svg')).toBe('fail');
    expect(await bimi('v=BIMI1; l=https://acme.example/logo.svg')).toBe('pass');
    expect(await bimi('v=BIMI1; l=https://acme.example/logo.svg', 'v=DMARC1; p=none')).toBe('fail');
  });
});

test('whatever records there are, the score is a whole number from 0 to 100 or null', async () => {
  const text = fc.oneof(
    fc.string(),
    fc
      .constantFrom('v=spf1', 'v=DMARC1', 'v=STSv1', 'v=BIMI1', 'v=TLSRPTv1', 'p=', 'x'.repeat(70_000))
      .chain((start) => fc.string().map((end) => `${start}; ${end}`)),
  );
  const zone = fc.record(
    Object.fromEntries(Object.keys(GOOD_ZONE).map((name) => [name, fc.array(text, { maxLength: 3 })])),
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(zone, async (records) => {
      const { score } = await check(records as Zone);
      expect(score === null || (Number.isInteger(score) && score >= 0 && score <= 100)).toBe(true);
    }),
    { numRuns: 50 },
  );
});
