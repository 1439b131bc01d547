import fc from 'fast-check';
import type { Company } from '../../../functions/discovery/company.ts';
import { createCompanyStore } from '../../../functions/discovery/company-store.ts';
import { mergeByTrust } from '../../../functions/discovery/merge-companies.ts';
import { rankOf, sourcesByField, TOLD_FIELDS } from '../../../functions/discovery/trust.ts';
import { WorkspaceId } from '../../../functions/platform/ids.ts';
import { aCompany } from '../../support/a-company.ts';
import { createMemoryTable } from '../../support/memory-table.ts';

const of = (source: string, told: Partial<Company> = {}): Company => aCompany({ status: 'unknown', ...told, source });
const FILE = 'file:imp_00000000000000000000000001';

test('of each field the more trusted source’s word stands, and gaps are filled, whoever comes first', () => {
  const file = of(FILE, { headcount: 10, industries: ['Software'] });
  const crustdata = of('crustdata', {
    headcount: 99,
    revenue: 5e6,
    industries: ['Internet'],
    locations: ['Berlin, Germany'],
    country: 'DE',
  });
  for (const merged of [mergeByTrust(file, crustdata), mergeByTrust(crustdata, file)]) {
    expect(merged).toMatchObject({ headcount: 10, industries: ['Software'], revenue: 5e6, country: 'DE' });
    expect(sourcesByField(merged)).toEqual({
      ...{ name: FILE, website: FILE, headcount: FILE, industries: FILE },
      ...{ revenue: 'crustdata', locations: 'crustdata', country: 'crustdata' },
    });
  }
});

test('a country comes with the places it was read from', () => {
  const first = of('openstreetmap', { country: 'US', locations: [] });
  const second = of('apollo', { country: 'CA', locations: ['London, Ontario, Canada'] });
  expect(mergeByTrust(first, second)).toMatchObject({ country: 'CA', locations: ['London, Ontario, Canada'] });
});

test('Google knows best that a business has closed, and the directory who is hiring', () => {
  const merged = [
    of('crustdata', { status: 'active', hiring: false }),
    of('google-places', { status: 'closed' }),
    of('directory', { hiring: true }),
  ].reduce(mergeByTrust);
  expect(merged).toMatchObject({ status: 'closed', hiring: true });
  expect(mergeByTrust(merged, of(FILE, { status: 'active' }))).toMatchObject({ status: 'active' });
});

test('the source of most fields is the company’s, and only what is from elsewhere is named apart', () => {
  const merged = mergeByTrust(
    of('directory', { oneLiner: 'One', description: 'Two', keywords: ['three'], headcount: 4 }),
    of('crustdata', { headcount: 40 }),
  );
  expect(merged.source).toBe('directory');
  expect(merged.sources).toEqual({ crustdata: ['name', 'website', 'headcount'] });
  expect(mergeByTrust(of('apollo'), of('apollo', { revenue: 1 })).sources).toBeUndefined();
});

const arbitraryCompany = fc
  .record({
    source: fc.constantFrom(FILE, 'crustdata', 'apollo', 'directory', 'google-places', 'openstreetmap', 'unheard-of'),
    headcount: fc.option(fc.integer({ min: 1, max: 9_999 })),
    revenue: fc.option(fc.integer({ min: 1, max: 1e9 })),
    hiring: fc.option(fc.boolean()),
    industries: fc.array(fc.constantFrom('A', 'B', 'C'), { maxLength: 3 }),
    status: fc.constantFrom('active' as const, 'closed' as const, 'unknown' as const),
  })
  .map((told) => aCompany(told));

test('merging loses no field that any source tells, and every field told has the best ranked of its sources', () => {
  fc.assert(
    fc.property(fc.array(arbitraryCompany, { minLength: 1, maxLength: 5 }), (companies) => {
      const merged = companies.reduce(mergeByTrust);
      const told = sourcesByField(merged);
      for (const field of TOLD_FIELDS) {
        const ranks = companies.flatMap((company) =>
          field in sourcesByField(company) ? [rankOf(company.source, field)] : [],
        );
        expect(field in told).toBe(ranks.length > 0);
        const source = told[field];
        if (source !== undefined) expect(rankOf(source, field)).toBe(Math.min(...ranks));
      }
    }),
  );
});

test('merging the same sources in another order gives the same values, where each source speaks once', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(arbitraryCompany, { minLength: 2, maxLength: 5, selector: ({ source }) => source }),
      (companies) => {
        const values = (company: Company) => ({ ...company, source: '', sources: undefined });
        expect(values([...companies].reverse().reduce(mergeByTrust))).toEqual(values(companies.reduce(mergeByTrust)));
      },
    ),
  );
});

describe('what is kept of a company', () => {
  const workspaceId = WorkspaceId.parse('ws_00000000000000000000000001');
  const write = async (steps: readonly (readonly [Company, string])[]) => {
    const store = createCompanyStore(createMemoryTable());
    for (const [company, at] of steps) await store.writeChanged(workspaceId, [company], at);
    return store.get(workspaceId, 'acme.com');
  };

  test('a less trusted source fills gaps and changes nothing else', async () => {
    const kept = await write([
      [of(FILE, { headcount: 10 }), '2026-11-01T00:00:00.000Z'],
      [of('openstreetmap', { headcount: 99, oneLiner: 'New' }), '2026-11-20T00:00:00.000Z'],
    ]);
    expect(kept).toMatchObject({ headcount: 10, oneLiner: 'New' });
    expect(kept === undefined ? {} : sourcesByField(kept)).toMatchObject({
      headcount: FILE,
      oneLiner: 'openstreetmap',
    });
  });

  test('after half a year the newer reading is believed, whoever it is of', async () => {
    const kept = await write([
      [of(FILE, { headcount: 10, revenue: 7 }), '2026-01-01T00:00:00.000Z'],
      [of('openstreetmap', { headcount: 99 }), '2026-11-20T00:00:00.000Z'],
    ]);
    expect(kept).toMatchObject({ headcount: 99, revenue: 7 });
  });

  test('a newer list replaces what an older list said', async () => {
    const kept = await write([
      [of(FILE, { headcount: 10 }), '2026-11-01T00:00:00.000Z'],
      [of('file:imp_00000000000000000000000002', { headcount: 12 }), '2026-11-20T00:00:00.000Z'],
    ]);
    expect(kept?.headcount).toBe(12);
  });

  test('a company of several sources still fits into one write unit', async () => {
    const table = createMemoryTable();
    const store = createCompanyStore(table);
    const told = {
      description: 'x'.repeat(1_200),
      keywords: Array.from({ length: 30 }, (_, at) => `keyword ${String(at)}`),
    };
    await store.writeChanged(
      workspaceId,
      [
        [of(FILE, told), of('crustdata', { headcount: 9, revenue: 1 }), of('directory', { hiring: true })].reduce(
          mergeByTrust,
        ),
      ],
      '2026-11-20T00:00:00.000Z',
    );
    const [item] = table.items();
    expect(Buffer.byteLength(JSON.stringify(item))).toBeLessThanOrEqual(1_024);
    expect(item?.['sources']).toBeDefined();
  });
});
