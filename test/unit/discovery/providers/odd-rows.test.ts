import * as z from 'zod';
import type { CompanyProviderName } from '../../../../functions/campaigns/contract.ts';
import { rowsOf } from '../../../../functions/discovery/provider-rows.ts';
import { askProvider, icpOf } from '../../../support/providers/asked-provider.ts';

/** The least that a row of each provider says of a company, or of one without a name in a field where there is always text. */
const ANSWERS: readonly (readonly [CompanyProviderName, (rows: readonly (string | null)[]) => unknown])[] = [
  [
    'crustdata',
    (names) => ({
      companies: names.map((name) => ({ basic_info: { name, primary_domain: `${name ?? 'x'}.com` } })),
      next_cursor: null,
    }),
  ],
  ['people-data-labs', (names) => ({ data: names.map((name) => ({ name, website: `${name ?? 'x'}.com` })), total: 3 })],
  [
    'apollo',
    (names) => ({
      organizations: names.map((name) => ({ name, primary_domain: `${name ?? 'x'}.com` })),
      pagination: { total_entries: 3, total_pages: 1 },
    }),
  ],
  [
    'google-places',
    (names) => ({
      places: names.map((name) => ({ displayName: { text: name }, websiteUri: `https://${name ?? 'x'}.com` })),
    }),
  ],
  ['directory', (names) => names.map((name) => ({ name, website: `https://${name ?? 'x'}.com` }))],
];
const icp = icpOf({ keywords: ['anything'] });
const values = { suggestions: [{ value: 'anything' }] };

test.each(ANSWERS)('%s: a row that cannot be read costs itself, not the page', async (name, answer) => {
  const { provider, stop } = await askProvider(name, ({ path }) => {
    if (path === '/company/search/autocomplete') return { body: values };
    if (path === '/organizations/enrich') return { status: 404, body: {} };
    return { body: answer(['one', null, 'three']) };
  });
  const page = await provider.search(icp, { cursor: null, limit: 20 });
  await stop();
  expect(page.failure).toBeNull();
  expect(page.companies.map(({ domain }) => domain)).toEqual(['one.com', 'three.com']);
  expect(page.notes).toEqual([expect.stringMatching(/ gave rows that could not be read; they were left out/)]);
  // A provider counts every row that it gave.
  if (name === 'crustdata') expect(page.credits).toBeCloseTo(0.09, 10);
  if (name === 'people-data-labs') expect(page.credits).toBe(3);
});

test.each(ANSWERS)('%s: where half of the rows cannot be read its shape has changed', async (name, answer) => {
  const { provider, stop } = await askProvider(name, ({ path }) =>
    path === '/company/search/autocomplete' ? { body: values } : { body: answer(['one', null]) },
  );
  const page = await provider.search(icp, { cursor: null, limit: 20 });
  await stop();
  expect(page.failure).toMatchObject({ kind: 'schema_changed', message: expect.stringMatching(/(?:name|text): /) });
  expect(page.companies).toEqual([]);
});

test('a list without rows is one, and what is no list is none', () => {
  const rows = rowsOf(z.object({ name: z.string() }));
  expect(rows.parse([])).toEqual({ rows: [], given: 0, wrong: null });
  expect(rows.safeParse({}).success).toBe(false);
  expect(rows.parse([{ name: 'a' }, { name: 'b' }, {}])).toMatchObject({
    given: 3,
    wrong: expect.stringMatching(/^name: /),
  });
});
