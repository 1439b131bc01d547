import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCommand } from '../../../bin/cli/commands.ts';
import { UsageError } from '../../../bin/cli/usage-error.ts';
import { Assessment } from '../../../functions/assessment/contract.ts';
import { silentOutput } from '../../support/cli-output.ts';

const PAGES: Readonly<Record<string, string>> = {
  '/': '<!doctype html><html><head><title>Acme</title></head><body><h1>Pumps for farms</h1><p>Acme builds pumps for farms in wet country.</p><a href="/gone">Old</a></body></html>',
  '/parked': '<title>acme.example</title><p>This domain is for sale.</p>',
};
let server: Server;
let origin = '';
const folder = mkdtempSync(join(tmpdir(), 'assess-'));

beforeAll(async () => {
  server = createServer((request, response) => {
    const page = PAGES[request.url ?? ''];
    if (page === undefined) response.writeHead(404, { 'content-type': 'text/html' }).end('<p>None</p>');
    else response.writeHead(200, { 'content-type': 'text/html' }).end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}`;
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const prepare = (args: readonly string[]) => findCommand(['assess', ...args])?.command.prepare(args);
const run = async (args: readonly string[], json = true) => {
  const task = prepare(args);
  if (task?.needs !== 'nothing') throw new Error('It asks for a system');
  const { output, printed } = silentOutput(json);
  return { code: await task.run(output), printed };
};
const HERE = ['--allow-host', '127.0.0.1', '--no-browser'];

test('assesses a site of this machine when it is allowed, as one JSON document', async () => {
  const { code, printed } = await run([`${origin}/`, ...HERE]);
  expect(code).toBe(0);
  expect(printed).toHaveLength(1);
  const { overall, categories, findings, metrics, notMeasured } = Assessment.parse(JSON.parse(printed[0] ?? ''));
  expect(overall).toBeGreaterThan(0);
  expect(categories.seo.score).not.toBeNull();
  expect(categories.visual).toMatchObject({ score: null, note: 'No browser was to look at it (--no-browser).' });
  for (const { id, category, severity, evidence, impact } of findings)
    expect({ id, category, severity, evidence, impact }).toEqual({
      id: expect.any(String),
      category: expect.any(String),
      severity: expect.any(String),
      evidence: expect.arrayContaining([expect.objectContaining({ what: expect.any(String) })]),
      impact: expect.objectContaining({ estimateUsd: expect.any(Number) }),
    });
  expect(metrics.find(({ id }) => id === 'broken_internal_links')?.value).toBe(1);
  expect(notMeasured).toContainEqual({
    what: 'The business profile on Google',
    reason: expect.stringContaining('key'),
  });
});

test('the same site gives the same scores and findings', async () => {
  const [one, other] = await Promise.all(
    [0, 1].map(async () => Assessment.parse(JSON.parse((await run([`${origin}/`, ...HERE])).printed[0] ?? ''))),
  );
  expect(one?.overall).toBe(other?.overall);
  expect(one?.findings).toEqual(other?.findings);
});

test('says scores, what to mend first with dollars, and what was not measured, to a person', async () => {
  const { printed } = await run([`${origin}/`, ...HERE, '--revenue', '1200000', '--industry', 'ecommerce'], false);
  const text = printed.join('\n');
  expect(text).toMatch(/: \d+ of 100/);
  expect(text).toMatch(/seo +\d+ /);
  expect(text).toMatch(/costs about \$[\d,]+ a month \(\$[\d,]+ to \$[\d,]+\)/);
  expect(text).toContain('Revenue of $1,200,000 a year, as given.');
  expect(text).toMatch(/mend: .+ \((?:minutes|hours|days)\)/);
  expect(text).toContain('Not measured:');
});

test('--pdf writes the report', async () => {
  const file = join(folder, 'report.pdf');
  expect((await run([`${origin}/`, ...HERE, '--pdf', file])).code).toBe(0);
  expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-');
}, 30_000);

test('a site that cannot be assessed is told with the reason, and ends with 1', async () => {
  const { code, printed } = await run([`${origin}/parked`, ...HERE]);
  expect(code).toBe(1);
  expect(Assessment.parse(JSON.parse(printed[0] ?? ''))).toMatchObject({
    status: 'failed',
    failure: { reason: 'parked' },
  });
  expect((await run([`${origin}/parked`, ...HERE], false)).printed.join('\n')).toMatch(/not assessed\n.*parked domain/);
  expect((await run([`${origin}/`, '--no-browser'], false)).printed.join('\n')).toContain('private address');
});

test.each([
  [[], 'URL is missing'],
  [['https://acme.com', '--industry', 'magic'], '--industry takes ecommerce or'],
  [['https://acme.com', '--size', 'big'], '--size takes 1-9 or'],
  [['https://acme.com', '--revenue', '-5'], '--revenue'],
  [['https://acme.com', '--pdf', '/no/such/folder/report.pdf'], '--pdf: "/no/such/folder" is no folder'],
  [['https://acme.com', '--pdf', tmpdir()], '--pdf takes a file'],
  [['https://acme.com', '--allow-host', 'acme.com'], '--allow-host takes a host of this machine'],
] as const)('%j is refused before anything is read', (args, told) => {
  expect(() => prepare(args)).toThrow(told);
  expect(() => prepare(args)).toThrow(UsageError);
});

test('what is no address of a website is refused', async () => {
  await expect(run(['not an address', '--no-browser'])).rejects.toThrow('is not the address of a website');
});
