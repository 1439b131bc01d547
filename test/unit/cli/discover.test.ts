import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { type ApiClient, ApiError } from '../../../bin/cli/api-client.ts';
import { findCommand } from '../../../bin/cli/commands.ts';
import { UsageError } from '../../../bin/cli/usage-error.ts';
import { problem } from '../../../functions/platform/http/problem.ts';
import { aCompany } from '../../support/a-company.ts';
import { silentOutput } from '../../support/cli-output.ts';
import { startFakeProvider } from '../../support/providers/fake-provider.ts';

const folder = mkdtempSync(join(tmpdir(), 'discover-'));
const before = process.env['PROVIDER_URLS'];
afterAll(() => {
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  if (before === undefined) delete process.env['PROVIDER_URLS'];
  else process.env['PROVIDER_URLS'] = before;
});
const fileOf = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const icp = fileOf('icp.json', JSON.stringify({ name: 'x', industries: ['B2B'], excludeLocations: ['Nigeria'] }));
const companies = fileOf(
  'companies.csv',
  'Company,Website,Employees,Country\nOne,startup1.com,7,USA\nTwo,two.com,9,Nigeria\nGone,,1,\n',
);

const taskOf = (...args: string[]) => {
  const task = findCommand(['discover', ...args])?.command.prepare(args);
  if (task === undefined) throw new Error('There is no such command');
  return task;
};
const run = async (api: ApiClient | undefined, ...args: string[]) => {
  const task = taskOf(...args);
  const { output, printed } = silentOutput(task.json);
  if (task.needs === 'nothing') return { code: await task.run(output), text: printed.join('\n') };
  if (api === undefined) throw new Error('This asks for a running system');
  return { code: await task.run({ ...output, api }), text: printed.join('\n') };
};
const directory = async () => {
  const rows = [1, 2, 3].map((n) => ({
    name: `Startup ${String(n)}`,
    website: `https://startup${String(n)}.com`,
    team_size: 40,
    industry: 'B2B',
  }));
  const fake = await startFakeProvider(() => ({ body: rows }));
  process.env['PROVIDER_URLS'] = JSON.stringify({ directory: fake.url });
  return fake;
};

test('lists companies of a file and of the directory once, with the source of each field, without a running system', async () => {
  const fake = await directory();
  const { code, text } = await run(
    undefined,
    '--icp',
    icp,
    '--provider',
    'file,directory',
    '--companies',
    companies,
    '--limit',
    '2',
    '--json',
  );
  await fake.stop();
  expect(code).toBe(0);
  const found = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  expect(found).toMatchObject({
    companies: [
      {
        domain: 'startup1.com',
        name: 'One',
        headcount: 7,
        industries: ['B2B'],
        fieldSources: { headcount: 'file:companies.csv', industries: 'directory' },
      },
      { domain: 'startup2.com', source: 'directory' },
    ],
    providers: [
      { name: 'file', given: 1, totalFound: 2, leftOut: { excluded_location: 1, missing_website: 1 }, failed: false },
      { name: 'directory', given: 2, totalFound: 3, failed: false },
    ],
    costUsd: 0,
    warnings: [],
  });
  expect(found['companies']).toHaveLength(2);
});

test('as text it names each company’s sources, what each provider gave and the sum', async () => {
  const fake = await directory();
  const { text } = await run(undefined, '--icp', icp, '--provider', 'directory');
  await fake.stop();
  expect(text).toContain(
    'Startup 1 (startup1.com)  B2B · 40 people\n    directory: name, website, industries, headcount',
  );
  expect(text).toContain('directory: 3 of 3 companies, $0.00');
  expect(text).toContain('3 companies, $0.00');
});

test('a provider that does not answer is a warning, and an exit code only when there is nothing else', async () => {
  const fake = await startFakeProvider(() => ({ body: { moved: true } }));
  process.env['PROVIDER_URLS'] = JSON.stringify({ directory: fake.url });
  const alone = await run(undefined, '--icp', icp, '--provider', 'directory', '--json');
  const beside = await run(
    undefined,
    '--icp',
    icp,
    '--provider',
    'directory',
    '--provider',
    'file',
    '--companies',
    companies,
    '--json',
  );
  await fake.stop();
  expect([alone.code, beside.code]).toEqual([1, 0]);
  expect(JSON.parse(alone.text)).toMatchObject({
    companies: [],
    warnings: [expect.stringMatching(/^The YC directory answers in a shape/)],
  });
});

test('providers with a key are asked through the system; one that fails is a warning', async () => {
  const calls: unknown[] = [];
  const company = { ...aCompany({ source: 'crustdata' }), fieldSources: {} };
  const call = (async (
    _method: string,
    path: string,
    schema: { parse: (value: unknown) => unknown },
    body: { provider: string; cursor?: string },
  ) => {
    calls.push({ path, ...body });
    if (body.provider === 'apollo')
      throw new ApiError(problem(409, 'provider_bad_key', 'Apollo needs an API key.').problem);
    const answer = { totalFound: 2, costUsd: 0.0006, credits: 0.03, leftOut: { closed: 1 }, warnings: ['A note'] };
    return schema.parse({ ...answer, companies: [company], nextCursor: body.cursor === undefined ? 'next' : null });
  }) as ApiClient['call'];
  const { code, text } = await run(
    { call } as ApiClient,
    '--icp',
    icp,
    '--provider',
    'crustdata,apollo',
    '--limit',
    '500',
    '--json',
  );
  expect(code).toBe(0);
  expect(JSON.parse(text)).toMatchObject({
    companies: [{ domain: 'acme.com' }],
    providers: [
      { name: 'crustdata', given: 2, costUsd: 0.0012, leftOut: { closed: 2 } },
      { name: 'apollo', given: 0, failed: true },
    ],
    warnings: ['A note', 'Apollo needs an API key.'],
  });
  expect(calls).toMatchObject([
    { path: '/discovery/search', limit: 100 },
    { cursor: 'next', limit: 100 },
    { provider: 'apollo' },
  ]);
});

test('pages that were paid for stay when the provider fails at the next', async () => {
  const call = (async (
    _method: string,
    _path: string,
    schema: { parse: (value: unknown) => unknown },
    { cursor }: { cursor?: string },
  ) => {
    if (cursor !== undefined)
      throw new ApiError(problem(429, 'provider_rate_limited', 'Crustdata is over its limit.').problem);
    const company = { ...aCompany({ source: 'crustdata' }), fieldSources: {} };
    const answer = { totalFound: 900, costUsd: 0.06, credits: 3, leftOut: {}, warnings: [] };
    return schema.parse({ ...answer, companies: [company], nextCursor: 'next' });
  }) as ApiClient['call'];
  const api = { call } as ApiClient;
  const { code, text } = await run(api, '--icp', icp, '--provider', 'crustdata', '--limit', '500', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(text)).toMatchObject({
    companies: [{ domain: 'acme.com' }],
    providers: [{ given: 1, totalFound: 900, costUsd: 0.06, failed: false }],
    warnings: ['Crustdata is over its limit.'],
  });
});

test('a file that is one JSON array is told how to be written', async () => {
  for (const ending of ['json', 'data']) {
    const array = fileOf(`list.${ending}`, '[{"name":"A","website":"a.com"}]');
    await expect(run(undefined, '--icp', icp, '--provider', 'file', '--companies', array)).rejects.toThrow(
      /one JSON array. JSONL holds one object a line/,
    );
  }
});

test.each([
  ['no provider', ['--icp', icp], /--provider is missing/],
  ['an unknown one', ['--icp', icp, '--provider', 'nobody'], /--provider takes file or directory/],
  ['a file without its path', ['--icp', icp, '--provider', 'file'], /--companies is missing/],
  [
    'a path without the file',
    ['--icp', icp, '--provider', 'directory', '--companies', 'x.csv'],
    /goes with --provider file/,
  ],
  ['no profile', ['--provider', 'directory'], /--icp is missing/],
])('%s is refused before anything is asked', (_name, args, words) => {
  expect(() => taskOf(...args)).toThrow(UsageError);
  expect(() => taskOf(...args)).toThrow(words);
});

test('an address that cannot be used is refused', async () => {
  process.env['PROVIDER_URLS'] = 'nonsense';
  await expect(run(undefined, '--icp', icp, '--provider', 'directory')).rejects.toThrow(
    'PROVIDER_URLS is a JSON object',
  );
});
