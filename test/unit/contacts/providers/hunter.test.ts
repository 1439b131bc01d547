import { askFor, askPeople, PEOPLE_KEY } from '../../../support/providers/asked-people.ts';
import type { Asked, Told } from '../../../support/providers/fake-provider.ts';

const found = (n: number, more: object = {}) => ({
  value: `p${String(n)}@acme.com`,
  type: 'personal',
  confidence: 92,
  first_name: `Ana${'abcdefghijklmnopqrstuvwxyz'[n] ?? ''}`,
  last_name: 'Silva',
  position: 'CEO',
  verification: { date: '2026-10-01', status: 'valid' },
  ...more,
});
/** A domain with so many addresses, in pages of ten. */
const domainOf =
  (total: number) =>
  ({ query }: Asked): Told => {
    const from = Number(query.get('offset'));
    return {
      body: {
        data: {
          domain: 'acme.com',
          accept_all: false,
          emails: Array.from({ length: Math.max(0, Math.min(10, total - from)) }, (_, at) => found(from + at)),
        },
        meta: { results: total, limit: 10, offset: from },
      },
    };
  };

test('gives the people of a domain, page after page, with what it says of each address; a credit a page', async () => {
  const { fake, provider, stop } = await askPeople('hunter', domainOf(13));
  const { people, credits, costMicroUsd } = await provider.find(askFor());
  await stop();
  expect(people).toHaveLength(13);
  expect(people[0]).toEqual({
    firstName: 'Anaa',
    lastName: 'Silva',
    title: 'CEO',
    email: 'p0@acme.com',
    verdict: { provider: 'hunter', status: 'valid' },
    country: null,
    sourceRef: 'https://hunter.io/search/acme.com',
  });
  expect([credits, costMicroUsd]).toEqual([2, 50_000]);
  expect(fake.asked.map(({ path, query }) => [path, query.get('domain'), query.get('offset')])).toEqual([
    ['/domain-search', 'acme.com', '0'],
    ['/domain-search', 'acme.com', '10'],
  ]);
  // The key is sent in a header: addresses stand in logs.
  expect(fake.asked[0]?.headers['x-api-key']).toBe(PEOPLE_KEY);
  expect(fake.asked[0]?.query.has('api_key')).toBe(false);
});

test('asks two pages at most, and stops when a page repeats the one before', async () => {
  const many = await askPeople('hunter', domainOf(500));
  expect((await many.provider.find(askFor())).people).toHaveLength(20);
  await many.stop();
  const same = await askPeople('hunter', ({ query }) => ({
    body: {
      data: { emails: Array.from({ length: 10 }, (_, at) => found(at)) },
      meta: { results: 500, offset: Number(query.get('offset')) },
    },
  }));
  expect((await same.provider.find(askFor())).people).toHaveLength(10);
  expect(same.fake.asked).toHaveLength(2);
  await same.stop();
});

test('addresses without a name are no people; missing positions and verifications are no fault', async () => {
  const { provider, stop } = await askPeople('hunter', () => ({
    body: {
      data: {
        emails: [
          found(0, { first_name: null }),
          found(1, { last_name: '' }),
          { value: 'x@acme.com' },
          found(2, { position: null, verification: null }),
        ],
      },
    },
  }));
  const { people } = await provider.find(askFor());
  await stop();
  expect(people).toMatchObject([{ email: 'p2@acme.com', title: null, verdict: undefined }]);
});

test('looks for the address of a person who is known by name; one that is not found costs nothing', async () => {
  const { fake, provider, stop } = await askPeople('hunter', ({ path, query }) => {
    if (path === '/domain-search') return { body: { data: { emails: [] } } };
    return query.get('first_name') === 'Bo'
      ? {
          body: {
            data: {
              first_name: 'Bo',
              last_name: 'Lund',
              email: 'bo@acme.com',
              score: 97,
              position: null,
              verification: { status: 'accept_all' },
            },
          },
        }
      : { body: { data: { email: null } } };
  });
  const wanted = [
    { firstName: 'Bo', lastName: 'Lund' },
    { firstName: 'Nobody', lastName: 'Known' },
  ];
  const { people, credits } = await provider.find(askFor({ wanted }));
  await stop();
  expect(people).toMatchObject([{ email: 'bo@acme.com', verdict: { status: 'accepts_everything' } }]);
  expect(credits).toBe(1);
  expect(fake.asked.map(({ path }) => path)).toEqual(['/domain-search', '/email-finder', '/email-finder']);
});

test('what was found before something failed stands', async () => {
  const { provider, stop } = await askPeople('hunter', ({ path, query }) =>
    path === '/domain-search'
      ? domainOf(3)({ path, query } as Asked)
      : { status: 401, body: { errors: [{ details: 'No valid key' }] } },
  );
  const answer = await provider.find(askFor({ wanted: [{ firstName: 'Bo', lastName: 'Lund' }] }));
  await stop();
  expect([answer.people.length, answer.credits, answer.failure?.kind]).toEqual([3, 1, 'bad_key']);
});

test.each([
  [{ status: 'valid' }, 'valid', 0.5],
  [{ status: 'invalid' }, 'invalid', 0.5],
  [{ status: 'accept_all' }, 'accepts_everything', 0.5],
  [{ status: 'webmail' }, 'free_mail', 0],
  [{ status: 'disposable' }, 'disposable', 0],
  [{ status: 'unknown' }, 'unknown', 0],
  // The older word, which is documented as deprecated and still given.
  [{ result: 'deliverable' }, 'valid', 0.5],
  [{ result: 'undeliverable' }, 'invalid', 0.5],
])('a verification that says %j is %s', async (data, status, credits) => {
  const { provider, stop } = await askPeople('hunter', () => ({ body: { data: { email: 'bo@acme.com', ...data } } }));
  const checked = await provider.verify?.('bo@acme.com');
  await stop();
  expect(checked).toMatchObject({ verdict: { provider: 'hunter', status }, credits, failure: null });
});

test('a word that is not known is no verdict', async () => {
  const { provider, stop } = await askPeople('hunter', () => ({ body: { data: { status: 'blue' } } }));
  expect(await provider.verify?.('bo@acme.com')).toMatchObject({ verdict: undefined, credits: 0, failure: null });
  await stop();
});

test('a verification that goes on is asked for again; one that does not end leaves the address unjudged', async () => {
  const ends = await askPeople('hunter', (_asked, count) =>
    count < 3 ? { status: 202, body: { data: { status: null } } } : { body: { data: { status: 'valid' } } },
  );
  expect(await ends.provider.verify?.('bo@acme.com')).toMatchObject({ verdict: { status: 'valid' } });
  expect(ends.fake.asked).toHaveLength(3);
  await ends.stop();
  const goesOn = await askPeople('hunter', () => ({ status: 202, body: { data: {} } }));
  expect(await goesOn.provider.verify?.('bo@acme.com')).toMatchObject({ verdict: undefined, failure: null });
  await goesOn.stop();
});

test('a mail server that does not answer Hunter (222) leaves the address unknown', async () => {
  const { fake, provider, stop } = await askPeople('hunter', () => ({ status: 222, body: {} }));
  expect(await provider.verify?.('bo@acme.com')).toMatchObject({ verdict: { status: 'unknown' }, failure: null });
  expect(fake.asked).toHaveLength(1);
  await stop();
});
