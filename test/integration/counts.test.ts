import { rmSync } from 'node:fs';
import { costsOfRun } from '../bench/counts-of-a-run.ts';
import { costOfListPage } from '../bench/list-page.ts';
import { testFolder } from '../support/campaign-files.ts';

const folder = testFolder();

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('a lead costs no more than the bounds of spec/performance.md', async () => {
  // As many that a run's own writes, some hundred however many leads it has, do not drown what a lead costs.
  const run = await costsOfRun(folder, 1_000);
  expect(run.mailed).toBe(250);
  expect(run.transitionsPerLead).toBeLessThanOrEqual(0.06);
  expect(run.invocationsPerLeadToDraft).toBeLessThanOrEqual(0.2);
  expect(run.sqsRequestsPerLead).toBeLessThanOrEqual(0.9);
  expect(run.writeUnitsPerLead).toBeLessThanOrEqual(8);
});

test('a page of leads is one Query and costs the same at 10 k and at 100 k leads', async () => {
  const small = await costOfListPage(folder, 10_000);
  const large = await costOfListPage(folder, 100_000);
  expect(large.queries).toBe(1);
  expect(small.queries).toBe(1);
  expect(large.readUnits).toBe(small.readUnits);
  expect(large.readUnits).toBeLessThanOrEqual(3.5 * 4);
});
