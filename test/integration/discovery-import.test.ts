import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { RunPlan } from '../../functions/campaigns/contract.ts';
import { IcpCriteria } from '../../functions/campaigns/icp.ts';
import { createCompanyStore } from '../../functions/discovery/company-store.ts';
import { type discoveryRoutes, type Import, ProcessImportInput } from '../../functions/discovery/contract.ts';
import { createDiscoverCompanies } from '../../functions/discovery/discover-companies.ts';
import { createImportCompanies } from '../../functions/discovery/import-companies.ts';
import { createImportContacts } from '../../functions/discovery/import-contacts.ts';
import { createImportStore } from '../../functions/discovery/import-store.ts';
import { createImportedContacts } from '../../functions/discovery/imported-contacts.ts';
import { createProcessImport } from '../../functions/discovery/process-import.ts';
import { createServeImports } from '../../functions/discovery/serve-imports.ts';
import { createUploadLinks } from '../../functions/discovery/upload-links.ts';
import { createFiles } from '../../functions/platform/files.ts';
import { runPlanKey } from '../../functions/platform/files-layout.ts';
import type { Request } from '../../functions/platform/http/api.ts';
import type { Principal } from '../../functions/platform/http/principal.ts';
import { CampaignId, RunId, WorkspaceId } from '../../functions/platform/ids.ts';
import { silentLog } from '../../functions/platform/log.ts';
import { systemClock as clock } from '../../functions/platform/time.ts';
import { createLeadStore } from '../../functions/scoring/lead-store.ts';
import { createScoreCompanies } from '../../functions/scoring/score-companies.ts';
import { createObjectStorage } from '../../lib/local/object-storage/object-storage.ts';
import { startTestDatabase, type TestDatabase } from '../support/dynoxide.ts';

/** Imports, discovery and scoring over a real table (dynoxide) and a real bucket, through the AWS SDK and presigned addresses. */
const credentials = { accessKeyId: 'local', secretAccessKey: 'local-secret' };
const bucket = 'data';
const workspaceId = WorkspaceId.parse('ws_00000000000000000000000001');
const campaignId = CampaignId.parse('cmp_00000000000000000000000001');
const runId = RunId.parse('run_00000000000000000000000001');
const principal: Principal = { workspaceId, kind: 'key', id: 'key', role: 'owner', mode: 'sandbox' };

const dataDir = mkdtempSync(join(tmpdir(), 'throughline-imports-'));
const storage = createObjectStorage({ dataDir, secretAccessKey: credentials.secretAccessKey });
let database: TestDatabase;
let client: S3Client;

beforeAll(async () => {
  database = await startTestDatabase();
  const endpoint = await storage.listen(0);
  storage.defineBucket(bucket, {});
  client = new S3Client({
    ...{ region: 'us-east-1', endpoint, credentials, forcePathStyle: true },
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
});

afterAll(async () => {
  client.destroy();
  await storage.close();
  await database.stop();
  rmSync(dataDir, { recursive: true });
});

const createWorld = () => {
  const { table } = database;
  const files = createFiles({ bucket, client });
  const imports = createImportStore(table, clock);
  const companies = createCompanyStore(table);
  const readers = {
    companies: createImportCompanies({ companies, clock }),
    contacts: createImportContacts({ files }),
  };
  const processImport = createProcessImport({ imports, readers, files, log: silentLog, clock });
  const links = createUploadLinks({ bucket, clock, client });
  // The asynchronous invocation carries JSON; here it is awaited.
  const beginReading = (input: unknown) => processImport(ProcessImportInput.parse(JSON.parse(JSON.stringify(input))));
  const serve = createServeImports({ imports, companies, files, links, beginReading, clock });
  const request = <Route extends keyof typeof discoveryRoutes>(told: object) =>
    ({ principal, headers: {}, traceId: 't', ...told }) as unknown as Request<(typeof discoveryRoutes)[Route]>;

  /** What a client does: announce, PUT the file to the address, have it read. */
  const upload = async (content: string | Buffer, body: Partial<Import>): Promise<Import> => {
    const created = await serve.createImport(
      request<'createImport'>({ body: { kind: 'companies', format: 'csv', fileName: 'list', mapping: {}, ...body } }),
    );
    if ('problem' in created) throw new Error(created.problem.detail);
    const { import: announced, upload: to } = created.body;
    const put = await fetch(to.url, {
      method: to.method,
      headers: to.headers,
      body: new Uint8Array(Buffer.from(content)),
    });
    expect(put.status).toBe(200);
    const params = { importId: announced.id };
    const begun = await serve.processImport(request<'processImport'>({ params }));
    expect('problem' in begun).toBe(false);
    const read = await imports.get(workspaceId, params.importId as never);
    if (read === undefined) throw new Error('The import is gone');
    return read;
  };
  return { table, files, imports, companies, serve, request, upload };
};

const HEADER = 'Company,Website,Industry,Employees,Country\n';
const company = (n: number) =>
  `Company ${String(n)},https://www.c${String(n)}.com,Software Development,${String(10 + (n % 90))},USA\n`;

test('a list goes from upload to companies, its bad rows to a file that can be downloaded', async () => {
  const { upload, serve, request, companies } = createWorld();
  const rows = Array.from({ length: 1_200 }, (_, n) => company(n)).join('');
  const broken = Buffer.concat([
    Buffer.from(
      `${HEADER}${rows}Open "quote,https://x.com,Software,1,USA\nNo site,,Software,1,USA\nBad byte ,https://y.com,Caf`,
    ),
    Buffer.from([0xe9]),
    Buffer.from(`,1,USA\n${company(1_200)}`),
  ]);
  const read = await upload(broken, {});
  expect(read).toMatchObject({
    ...{ status: 'completed', rows: 1_204, kept: 1_201, duplicates: 0, written: 1_201 },
    rejected: { wrong_quote: 1, missing_website: 1, broken_utf8: 1 },
  });
  const link = await serve.getRejectedRows(request<'getRejectedRows'>({ params: { importId: read.id } }));
  if ('problem' in link) throw new Error(link.problem.detail);
  const answer = await fetch(link.body.url);
  expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="rejected-${read.id}.csv"`);
  expect((await answer.text()).split('\r\n').slice(0, 4)).toEqual([
    'line,column,reason,value,mend',
    '1202,Company,wrong_quote,"Open ""quote,https://x.com,Software,1,USA","Close the quote, or double every quote inside a quoted cell."',
    "1203,Website,missing_website,,Fill in the company's website or domain.",
    '1204,Industry,broken_utf8,"Bad byte ,https://y.com,Caf\uFFFD,1,USA",Save the file in UTF-8; this row holds bytes of another encoding.',
  ]);
  expect(await companies.get(workspaceId, 'c1200.com')).toMatchObject({
    name: 'Company 1200',
    headcount: 40,
    country: 'US',
  });
});

test('the same list again costs reads only', async () => {
  const { upload } = createWorld();
  const list = HEADER + Array.from({ length: 300 }, (_, n) => company(n + 5_000)).join('');
  await upload(list, {});
  database.meter.take();
  const again = await upload(list, {});
  const { writeUnits } = database.meter.take();
  expect(again).toMatchObject({ kept: 300, written: 0 });
  // The import's own item: announced, started, completed.
  expect(writeUnits).toBeLessThanOrEqual(6);
});

test('a company costs one write unit at its import, and a lead two at its scoring: the item and its place in the index', async () => {
  const { upload, table, files, imports, companies } = createWorld();
  const count = 250;
  database.meter.take();
  const read = await upload(HEADER + Array.from({ length: count }, (_, n) => company(n + 9_000)).join(''), {});
  expect(database.meter.take().writeUnits).toBeLessThanOrEqual(count + 6);

  const people = await upload(
    `Company Website,Company,Email\n${Array.from({ length: count }, (_, n) => `https://c${String(n + 9_000)}.com,Company,p${String(n)}@c.example\n`).join('')}`,
    { kind: 'contacts' },
  );
  const planKey = runPlanKey(workspaceId, runId);
  const plan = RunPlan.parse({
    ...{ workspaceId, campaignId, runId, icpVersion: 1, contactsPerCompany: 3, readWebsites: false, approval: 'auto' },
    ...{ mode: 'sandbox', costCapUsd: 1, plannedAt: '2026-11-21T09:00:00.000Z', contactImports: [people.id] },
    companyImports: [read.id],
    offer: { product: 'P', oneLiner: 'O', problems: ['p'], benefits: ['b'], proof: [], callToAction: 'c' },
    sender: { name: 'S', email: 's@example.com', legalName: 'L', postalAddress: 'A' },
    icp: IcpCriteria.parse({
      name: 'x',
      industries: ['B2B software'],
      headcount: { min: 20, max: 60 },
      locations: ['Europe', 'United States'],
    }),
  });
  await files.writeText(planKey, JSON.stringify(plan));
  const run = { workspaceId, campaignId, runId, planKey };
  const discover = createDiscoverCompanies({
    imports,
    files,
    clock,
    runs: { recordDiscovered: () => Promise.resolve(), addWarning: () => Promise.resolve() },
    companies,
    open: () => Promise.reject(new Error('No provider is part of this plan')),
  });
  const found = await discover({ ...run, cursor: null });
  expect(found).toMatchObject({ found: count, cursor: null });
  const lines = ((await files.readText(found.companiesKey ?? '')) ?? '').trim().split('\n');

  const leads = createLeadStore(table);
  const score = createScoreCompanies({ leads, files, log: silentLog });
  const lookUp = createImportedContacts({ files });
  database.meter.take();
  let contacts = 0;
  for (let at = 0; at < lines.length; at += 25) {
    const batch = lines.slice(at, at + 25).map((line) => JSON.parse(line) as unknown);
    const { qualified } = await score({ BatchInput: run, Items: batch });
    for (const known of (
      await lookUp(
        workspaceId,
        [people.id],
        qualified.map((one) => one.company),
      )
    ).values())
      contacts += known.length;
  }
  expect(database.meter.take().writeUnits).toBe(2 * count);

  const page = await leads.list(workspaceId, campaignId, { limit: 200 });
  expect(database.meter.take().readUnits).toBeLessThanOrEqual(14);
  expect(page?.items).toHaveLength(200);
  const rest = await leads.list(workspaceId, campaignId, { limit: 200, cursor: page?.nextCursor ?? '' });
  const all = [...(page?.items ?? []), ...(rest?.items ?? [])];
  expect(new Set(all.map(({ domain }) => domain)).size).toBe(count);
  expect(contacts).toBe(all.filter(({ stage }) => stage === 'qualified').length);
  expect(all.map((lead) => lead.score)).toEqual(all.map((lead) => lead.score).toSorted((a, b) => b - a));
});

test('a file that is no list leaves the import failed, with what to do', async () => {
  const { upload } = createWorld();
  expect(await upload(Buffer.from('504b03041400', 'hex'), {})).toMatchObject({
    status: 'failed',
    problem: 'The file is an Excel workbook or a ZIP archive. Save it as CSV in UTF-8 with a header line.',
  });
});
