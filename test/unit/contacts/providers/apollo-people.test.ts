import { askFor, askPeople, PEOPLE_KEY, personaOf } from '../../../support/providers/asked-people.ts';
import type { Asked, Told } from '../../../support/providers/fake-provider.ts';

const row = (n: number, title = 'CEO', more: object = {}) => ({
  id: `ap${String(n)}`,
  first_name: 'Ana',
  last_name_obfuscated: 'Si***a',
  title,
  has_email: true,
  organization: { name: 'Acme' },
  ...more,
});
const person = (id: string, more: object = {}) => ({
  person: {
    id,
    first_name: 'Ana',
    last_name: `Silva${id}`,
    title: 'CEO',
    email: `${id}@acme.com`,
    email_status: 'verified',
    linkedin_url: `http://www.linkedin.com/in/${id}`,
    country: 'Portugal',
    ...more,
  },
});
const apollo =
  (rows: readonly object[], match: (id: string) => object = person) =>
  ({ path, query }: Asked): Told =>
    path === '/people/match'
      ? { body: match(query.get('id') ?? '') }
      : { body: { people: rows, total_entries: rows.length } };

test('searches for nothing, then reveals the best fitting for a credit each', async () => {
  const rows = [row(1, 'Barista'), row(2, 'VP Marketing'), row(3, 'Head of Marketing'), row(4, 'Accountant')];
  const { fake, provider, stop } = await askPeople('apollo', apollo(rows));
  const persona = personaOf({ jobTitles: ['VP Marketing'] });
  const { people, credits, costMicroUsd } = await provider.find(askFor({ persona, limit: 2 }));
  await stop();
  expect(people.map(({ email }) => email)).toEqual(['ap2@acme.com', 'ap3@acme.com']);
  expect(people[0]).toMatchObject({
    ...{ firstName: 'Ana', lastName: 'Silvaap2', country: 'PT', verdict: { provider: 'apollo', status: 'valid' } },
    sourceRef: 'http://www.linkedin.com/in/ap2',
  });
  expect([credits, costMicroUsd > 0]).toEqual([2, true]);
  const [search, match] = fake.asked;
  expect([search?.method, search?.path]).toEqual(['POST', '/mixed_people/api_search']);
  expect(search?.query.getAll('q_organization_domains_list[]')).toEqual(['acme.com']);
  expect(search?.query.getAll('person_titles[]')).toEqual(['VP Marketing']);
  expect(match?.query.get('reveal_personal_emails')).toBe('false');
  expect(search?.headers['x-api-key']).toBe(PEOPLE_KEY);
});

test('by seniority where the persona names no titles', async () => {
  const { fake, provider, stop } = await askPeople('apollo', apollo([]));
  await provider.find(askFor({ persona: personaOf({ seniority: ['c_suite', 'vp'] }) }));
  await stop();
  expect(fake.asked[0]?.query.getAll('person_seniorities[]')).toEqual(['c_suite', 'vp']);
});

test('people saved by the team come apart, and older keys give whole names and pages', async () => {
  const { provider, stop } = await askPeople('apollo', ({ path, query }) =>
    path === '/people/match'
      ? { body: person(query.get('id') ?? '') }
      : {
          body: {
            contacts: [row(1, 'CEO', { last_name: 'Silva', last_name_obfuscated: null })],
            pagination: { total_pages: 1 },
          },
        },
  );
  const { people } = await provider.find(askFor());
  await stop();
  expect(people).toHaveLength(1);
});

test('further pages are asked for until there are enough; a page of the same people ends it', async () => {
  const pages = await askPeople('apollo', ({ path, query }) => {
    if (path === '/people/match') return { body: person(query.get('id') ?? '') };
    const from = (Number(query.get('page')) - 1) * 2;
    return { body: { people: [row(from), row(from + 1)], total_entries: 200 } };
  });
  await pages.provider.find(askFor());
  expect(pages.fake.asked.filter(({ path }) => path.endsWith('search'))).toHaveLength(2);
  await pages.stop();
  const same = await askPeople('apollo', ({ path, query }) =>
    path === '/people/match'
      ? { body: person(query.get('id') ?? '') }
      : { body: { people: [row(1)], total_entries: 200 } },
  );
  expect((await same.provider.find(askFor())).people).toHaveLength(1);
  await same.stop();
});

test.each([
  ['no address', { email: null }, 0],
  ['a placeholder', { email: 'email_not_unlocked@domain.com' }, 0],
])('%s is none, and costs nothing', async (_name, more, credits) => {
  const { provider, stop } = await askPeople(
    'apollo',
    apollo([row(1)], (id) => person(id, more)),
  );
  const answer = await provider.find(askFor());
  await stop();
  expect(answer).toMatchObject({ people: [{ email: null }], credits });
});

test('who is redacted, unmatched or without an address by their own word is nobody', async () => {
  const redacted = await askPeople(
    'apollo',
    apollo([row(1)], (id) => person(id, { first_name: 'Re', last_name: 'Dacted' })),
  );
  expect((await redacted.provider.find(askFor())).people).toEqual([]);
  await redacted.stop();
  const unmatched = await askPeople(
    'apollo',
    apollo([row(1)], () => ({ person: null })),
  );
  expect((await unmatched.provider.find(askFor())).people).toEqual([]);
  await unmatched.stop();
  const without = await askPeople('apollo', apollo([row(1, 'CEO', { has_email: false })]));
  await without.provider.find(askFor());
  expect(without.fake.asked).toHaveLength(1);
  await without.stop();
});

test.each([
  ['verified', 'valid'],
  ['likely to engage', 'valid'],
  ['extrapolated', 'unknown'],
  ['guessed', 'unknown'],
  ['bounced', 'invalid'],
])('an address that Apollo calls %s is %s', async (given, status) => {
  const { provider, stop } = await askPeople(
    'apollo',
    apollo([row(1)], (id) => person(id, { email_status: given })),
  );
  const { people } = await provider.find(askFor());
  await stop();
  expect(people[0]?.verdict).toEqual({ provider: 'apollo', status });
});

test('a plan without the API is told as that', async () => {
  const { provider, stop } = await askPeople('apollo', () => ({
    status: 403,
    body: { error_code: 'API_INACCESSIBLE', error: 'not on your free plan' },
  }));
  expect((await provider.find(askFor())).failure).toMatchObject({ kind: 'not_permitted' });
  await stop();
});

test('who was revealed before something failed stands', async () => {
  const { provider, stop } = await askPeople('apollo', ({ path, query }) => {
    if (path !== '/people/match') return { body: { people: [row(1), row(2)], total_entries: 2 } };
    return query.get('id') === 'ap1'
      ? { body: person('ap1') }
      : { status: 422, body: { error: 'insufficient credits' } };
  });
  const answer = await provider.find(askFor());
  await stop();
  expect([answer.people.length, answer.credits, answer.failure?.kind]).toEqual([1, 1, 'no_credits']);
});
