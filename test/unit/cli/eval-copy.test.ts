import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCommand } from '../../../bin/cli/commands.ts';
import { evaluateCopy } from '../../../bin/cli/copy-evaluation.ts';
import { serveFolderOfSites } from '../../../bin/cli/folder-sites.ts';
import { silentOutput } from '../../support/cli-output.ts';
import { html, PUMPS } from '../../support/copy-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'eval-copy-'));
const site = (name: string, page: string): void => {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'index.html'), page);
};
beforeAll(() => {
  site('Acme Pumps', PUMPS);
  site(
    'filler',
    html('<h1>Lorem ipsum</h1><p>Lorem ipsum dolor sit amet, consectetur adipiscing elit donec nulla.</p>', 'Filler'),
  );
  site('parked', html('<h1>This domain is for sale</h1>', 'parked'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('over a folder of sites every claim is grounded and every mail passes; what cannot be read is counted, not written', async () => {
  const sites = await serveFolderOfSites(folder);
  expect(sites.urls).toEqual(['http://acme-pumps.example/', 'http://filler.example/', 'http://parked.example/']);
  const result = await evaluateCopy({ ...sites, progress: () => undefined });
  await sites.close();
  expect(result).toMatchObject({ sites: 3, groundedClaimRate: 1, guardPassRate: 1, costPerLeadUsd: 0, failures: {} });
  expect(result.results.find(({ url }) => url.includes('parked'))).toMatchObject({
    outcome: 'refused',
    detail: 'site_parked',
  });
  expect(result.claims).toBeGreaterThan(20);
  expect(result.words.max).toBeLessThanOrEqual(100);
});

test('a file outside of a site is not served', async () => {
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  const sites = await serveFolderOfSites(folder);
  const port = sites.allowHosts.split(':').at(-1) ?? '';
  const answer = await fetch(`http://127.0.0.1:${port}/..%2Fsecret.txt`, { headers: { host: 'parked.example' } });
  expect(answer.status).toBe(404);
  await sites.close();
});

test('with --json there is one JSON document on standard output', async () => {
  const task = findCommand(['eval', 'copy', '--sites', folder, '--json']);
  const { output, printed } = silentOutput(true);
  const prepared = task?.command.prepare(task.args);
  expect(prepared?.needs).toBe('nothing');
  if (prepared?.needs === 'nothing') expect(await prepared.run(output)).toBe(0);
  expect(printed).toHaveLength(1);
  expect(JSON.parse(printed[0] ?? '')).toMatchObject({ groundedClaimRate: 1, guardPassRate: 1 });
});

test('a folder without sites and wrong options are refused with words', async () => {
  await expect(serveFolderOfSites(join(folder, 'none'))).rejects.toThrow('There is no folder');
  await expect(serveFolderOfSites(tmpdir())).rejects.toThrow('index.html');
  const copy = findCommand(['copy', 'email']);
  expect(() => copy?.command.prepare([])).toThrow('URL is missing');
  expect(() => copy?.command.prepare(['x.example', '--tone', 'rude'])).toThrow('--tone takes');
});

test('each kind of copy is a command', () => {
  for (const kind of ['positioning', 'email', 'enrichment', 'complete'])
    expect(findCommand(['copy', kind, 'x.example'])?.command.name).toBe(`copy ${kind}`);
});
