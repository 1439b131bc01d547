import fc from 'fast-check';
import { bucketCount, hashByte } from '../../../functions/discovery/contact-buckets.ts';
import { createImportedContacts } from '../../../functions/discovery/imported-contacts.ts';
import { createDiscoveryWorld, workspaceId } from './discovery-world.ts';

const HEADER = 'Company Website,Company,First Name,Last Name,Job Title,Email,Location\n';
const contacts = { kind: 'contacts', format: 'csv' } as const;

test('gives the people of a company by its domain, and by its name where the list has no website', async () => {
  const world = createDiscoveryWorld();
  const { id, ...read } = await world.load(
    `${HEADER}http://www.acme.com,Acme,Ann,Lee,CEO,ann@acme.example,\n,"ACME, Inc.",Bob,Ray,CTO,bob@acme.example,\nhttps://beta.com,Acme,Cy,Fox,CEO,cy@beta.example,\n`,
    contacts,
  );
  expect(read).toMatchObject({ status: 'completed', kept: 3, written: 0 });
  const found = await createImportedContacts(world)(
    workspaceId,
    [id],
    [
      { domain: 'acme.com', name: 'Acme' },
      { domain: 'other.com', name: 'Other' },
    ],
  );
  expect(found.get('acme.com')?.map(({ email }) => email)).toEqual(['ann@acme.example', 'bob@acme.example']);
  expect(found.get('other.com')).toEqual([]);
});

test('each address once, the first row counts; addresses that cannot be written to are listed', async () => {
  const world = createDiscoveryWorld();
  const read = await world.load(
    `${HEADER}acme.com,Acme,Ann,Lee,CEO,ann@acme.example,\nacme.com,Acme,Ann,Lee,Boss, ANN@acme.example ,\nacme.com,Acme,Bob,Ray,CTO,,\nacme.com,Acme,Cy,Fox,CTO,cy@@acme.example,\nacme.com,Acme,Eve,Ill,CTO,"eve@acme.example\nBcc: all@acme.example",\n,,No,One,CTO,no@one.example,\n`,
    contacts,
  );
  expect(read).toMatchObject({
    rows: 6,
    kept: 1,
    duplicates: 1,
    rejected: { missing_email: 1, malformed_email: 2, missing_company: 1 },
  });
  expect(world.rejectedOf(read.id).slice(1)).toEqual([
    "4,Email,missing_email,,Fill in the person's address.",
    '5,Email,malformed_email,cy@@acme.example,"Write the address as name@domain, one address a cell."',
    '6,Email,malformed_email,"eve@acme.example',
    'Bcc: all@acme.example","Write the address as name@domain, one address a cell."',
    `8,Company,missing_company,,"Fill in the person's company, or its website."`,
  ]);
});

test('reads an object once, however many batches ask for it', async () => {
  const world = createDiscoveryWorld();
  const { id } = await world.load(`${HEADER}acme.com,Acme,Ann,Lee,CEO,ann@acme.example,\n`, contacts);
  let reads = 0;
  const lookUp = createImportedContacts({
    files: {
      readText: (key) => {
        reads += 1;
        return world.files.readText(key);
      },
    },
  });
  for (let batch = 0; batch < 5; batch += 1)
    await lookUp(
      workspaceId,
      [id],
      Array.from({ length: 25 }, (_, at) => ({ domain: `d${String(at)}.com`, name: 'D' })),
    );
  expect(reads).toBe(2);
});

test('an import without people gives nobody', async () => {
  const world = createDiscoveryWorld();
  const id = await world.announce('', contacts);
  const found = await createImportedContacts(world)(workspaceId, [id], [{ domain: 'acme.com', name: 'Acme' }]);
  expect(found.get('acme.com')).toEqual([]);
});

test('every person of a long list is found again at their company, in the order of the file', async () => {
  const world = createDiscoveryWorld();
  const rows = Array.from(
    { length: 3_000 },
    (_, at) => `c${String(at % 700)}.com,C${String(at % 700)},P,${String(at)},CEO,p${String(at)}@x.example,\n`,
  );
  const { id } = await world.load(HEADER + rows.join(''), contacts);
  const companies = Array.from({ length: 700 }, (_, at) => ({ domain: `c${String(at)}.com`, name: `C${String(at)}` }));
  const found = await createImportedContacts(world)(workspaceId, [id], companies);
  for (const [at, { domain }] of companies.entries())
    expect(found.get(domain)?.map(({ lastName }) => Number(lastName))).toEqual(
      Array.from({ length: Math.ceil((3_000 - at) / 700) }, (_, turn) => at + turn * 700),
    );
});

test('the number of objects grows with the list, in powers of two up to 256', () => {
  expect([0, 1, 400, 401, 6_000, 100_000, 10_000_000].map(bucketCount)).toEqual([1, 1, 1, 2, 16, 256, 256]);
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 0, max: 200_000 }), (key, people) => {
      expect(hashByte(key) % bucketCount(people)).toBeLessThan(bucketCount(people));
    }),
  );
});
