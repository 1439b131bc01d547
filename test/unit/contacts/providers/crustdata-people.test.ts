import { askFor, askPeople, PEOPLE_KEY, personaOf } from '../../../support/providers/asked-people.ts';
import type { Asked, Told } from '../../../support/providers/fake-provider.ts';

const profile = (n: number, title = 'CEO', more: object = {}) => ({
  crustdata_person_id: n,
  basic_profile: { name: `Ana Silva${String(n)}`, current_title: title, location: { country: 'Germany' } },
  social_handles: { professional_network_identifier: { profile_url: `https://www.linkedin.com/in/p${String(n)}` } },
  experience: { employment_details: { current: [{ name: 'Acme', title, company_website_domain: 'acme.com' }] } },
  ...more,
});
const enriched = (urls: readonly string[], status = 'deliverable') =>
  urls.map((url) => ({
    matched_on: url,
    match_type: 'professional_network_profile_url',
    matches: [
      {
        confidence_score: 1,
        person_data: { contact: { business_emails: [{ email: `${url.split('/').at(-1) ?? ''}@acme.com`, status }] } },
      },
    ],
  }));
const urlsOf = ({ body }: Asked): readonly string[] =>
  (body as { professional_network_profile_urls: string[] }).professional_network_profile_urls;
const crustdata =
  (profiles: readonly object[], enrich: (asked: Asked) => Told = (asked) => ({ body: enriched(urlsOf(asked)) })) =>
  (asked: Asked): Told =>
    asked.path === '/person/search'
      ? { body: { profiles, next_cursor: null, total_count: profiles.length } }
      : enrich(asked);

test('searches by the employer’s domain and titles, then asks for the addresses of the best fitting in one call', async () => {
  const { fake, provider, stop } = await askPeople(
    'crustdata',
    crustdata([profile(1, 'Barista'), profile(2, 'VP Marketing'), profile(3, 'Head of Marketing')]),
  );
  const { people, credits, costMicroUsd } = await provider.find(
    askFor({ persona: personaOf({ jobTitles: ['VP Marketing'] }), limit: 2 }),
  );
  await stop();
  expect(people.map(({ email, title }) => [email, title])).toEqual([
    ['p2@acme.com', 'VP Marketing'],
    ['p3@acme.com', 'Head of Marketing'],
    [null, 'Barista'],
  ]);
  expect(people[0]).toMatchObject({
    ...{ firstName: 'Ana', lastName: 'Silva2', country: 'DE', verdict: { provider: 'crustdata', status: 'valid' } },
    sourceRef: 'https://www.linkedin.com/in/p2',
  });
  expect(credits).toBeCloseTo(3 * 0.03 + 2 * 2);
  expect(costMicroUsd).toBeGreaterThan(0);
  const [search, enrich] = fake.asked;
  expect(search?.headers).toMatchObject({ authorization: `Bearer ${PEOPLE_KEY}`, 'x-api-version': '2025-11-01' });
  expect(search?.body).toMatchObject({
    filters: {
      op: 'and',
      conditions: [
        { field: 'experience.employment_details.current.company_website_domain', type: '=', value: 'acme.com' },
        {
          op: 'or',
          conditions: [{ field: 'experience.employment_details.current.title', type: '(.)', value: 'VP Marketing' }],
        },
      ],
    },
    sorts: [{ field: 'crustdata_person_id', order: 'asc' }],
  });
  expect(enrich?.body).toEqual({
    professional_network_profile_urls: ['https://www.linkedin.com/in/p2', 'https://www.linkedin.com/in/p3'],
    fields: ['contact.business_emails'],
  });
});

test('a key that gives no addresses (403) gives its people without them, and that is no failure', async () => {
  const { provider, stop } = await askPeople(
    'crustdata',
    crustdata([profile(1)], () => ({
      status: 403,
      body: { error: { type: 'permission_error', message: 'Not available on this plan' } },
    })),
  );
  const answer = await provider.find(askFor());
  await stop();
  expect(answer).toMatchObject({
    people: [{ lastName: 'Silva1', email: null }],
    failure: null,
    note: expect.stringContaining('no addresses'),
  });
});

test('a 403 about credits is a failure', async () => {
  const { provider, stop } = await askPeople(
    'crustdata',
    crustdata([profile(1)], () => ({
      status: 403,
      body: { error: { type: 'permission_error', message: 'Insufficient credits' } },
    })),
  );
  expect((await provider.find(askFor())).failure).toMatchObject({ kind: 'no_credits' });
  await stop();
});

test('goes on by cursor until enough fit, at most three pages, and stops at a cursor it has seen', async () => {
  const cursors = async (answer: (cursor: string | undefined) => object) => {
    const { fake, provider, stop } = await askPeople('crustdata', (asked) =>
      asked.path === '/person/search'
        ? { body: answer((asked.body as { cursor?: string }).cursor) }
        : { body: enriched(urlsOf(asked)) },
    );
    const answered = await provider.find(askFor({ persona: personaOf({ departments: ['marketing'] }) }));
    await stop();
    return { searches: fake.asked.filter(({ path }) => path === '/person/search').length, answered };
  };
  let n = 0;
  const fresh = (title: string) => {
    n += 1;
    return profile(n, title);
  };
  expect(
    (await cursors((cursor) => ({ profiles: [fresh('Barista')], next_cursor: `${cursor ?? ''}x`, total_count: 99 })))
      .searches,
  ).toBe(3);
  expect((await cursors(() => ({ profiles: [fresh('Barista')], next_cursor: 'same', total_count: 99 }))).searches).toBe(
    2,
  );
  expect((await cursors(() => ({ profiles: [], next_cursor: 'x' }))).searches).toBe(1);
  const enough = await cursors(() => ({ profiles: [1, 2, 3].map(() => fresh('Head of Marketing')), next_cursor: 'x' }));
  expect(enough.searches).toBe(1);
});

test('the guide’s other word for a sort is tried where the reference’s is refused', async () => {
  const { fake, provider, stop } = await askPeople('crustdata', (asked) => {
    if (asked.path !== '/person/search') return { body: enriched(urlsOf(asked)) };
    const { sorts } = asked.body as { sorts: object[] };
    return JSON.stringify(sorts).includes('"field"')
      ? { status: 400, body: { error: { type: 'invalid_request', message: 'sorts.0.column is required' } } }
      : { body: { profiles: [profile(1)], next_cursor: null } };
  });
  const { people, failure } = await provider.find(askFor());
  await stop();
  expect([people.length, failure]).toEqual([1, null]);
  expect(fake.asked.map(({ path }) => path)).toEqual(['/person/search', '/person/search', '/person/contact/enrich']);
});

test('variants of the answer: one job instead of a list, addresses as texts, names in parts, sparse profiles', async () => {
  const { provider, stop } = await askPeople(
    'crustdata',
    crustdata(
      [
        profile(1, 'CEO', {
          experience: {
            employment_details: { current: { title: 'Founder', company_website: 'https://www.acme.com/' } },
          },
        }),
        profile(2, 'CTO', {
          basic_profile: { first_name: 'Bo', last_name: 'Lund', name: 'Bo Lund' },
          experience: null,
        }),
        { basic_profile: { name: 'Mononym' } },
        { crustdata_person_id: 'x' },
      ],
      (asked) => ({
        body: urlsOf(asked).map((url) => ({
          matched_on: url.replace('https://www.', 'http://'),
          matches: [{ person_data: { contact: { business_emails: ['Ana@acme.com'] } } }],
        })),
      }),
    ),
  );
  const { people } = await provider.find(askFor());
  await stop();
  expect(people.map(({ lastName, title, email, verdict }) => [lastName, title, email, verdict])).toEqual([
    ['Silva1', 'Founder', 'Ana@acme.com', undefined],
    ['Lund', null, 'Ana@acme.com', undefined],
  ]);
});

test('of several addresses the deliverable one; of none, nothing is paid for it', async () => {
  const several = await askPeople(
    'crustdata',
    crustdata([profile(1)], (asked) => ({
      body: urlsOf(asked).map((url) => ({
        matched_on: url,
        matches: [
          {
            confidence_score: 0.2,
            person_data: { contact: { business_emails: [{ email: 'other@x.com', status: 'deliverable' }] } },
          },
          {
            confidence_score: 0.9,
            person_data: {
              contact: {
                business_emails: [
                  { email: 'old@acme.com', status: 'invalid' },
                  { email: 'ana@acme.com', status: 'deliverable' },
                ],
              },
            },
          },
        ],
      })),
    })),
  );
  expect((await several.provider.find(askFor())).people[0]).toMatchObject({
    email: 'ana@acme.com',
    verdict: { status: 'valid' },
  });
  await several.stop();
  const none = await askPeople(
    'crustdata',
    crustdata([profile(1)], (asked) => ({ body: urlsOf(asked).map((url) => ({ matched_on: url, matches: [] })) })),
  );
  expect((await none.provider.find(askFor())).credits).toBeCloseTo(0.03);
  await none.stop();
});

test('the credits that Crustdata names count before those that are reckoned', async () => {
  const { provider, stop } = await askPeople('crustdata', (asked) => ({
    headers: { 'x-credits-used': '7' },
    body: asked.path === '/person/search' ? { profiles: [profile(1)], next_cursor: null } : enriched(urlsOf(asked)),
  }));
  expect((await provider.find(askFor())).credits).toBe(14);
  await stop();
});
