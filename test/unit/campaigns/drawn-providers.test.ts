import { campaignRoutes } from '../../../functions/campaigns/contract.ts';
import { createRunStore, type Run } from '../../../functions/campaigns/run-store.ts';
import { CampaignId, RunId, WorkspaceId } from '../../../functions/platform/ids.ts';
import { testOffer, testSender } from '../../support/campaign-files.ts';
import { createMemoryTable } from '../../support/memory-table.ts';

const wish = { name: 'x', icpId: 'icp_00000000000000000000000001', offer: testOffer, sender: testSender };
const imports = ['imp_00000000000000000000000001'];
const problemOf = (told: object): string =>
  (campaignRoutes.createCampaign.body.safeParse({ ...wish, ...told }).error?.issues ?? [])
    .map(({ path, message }) => `${path.join('.')}: ${message}`)
    .join('; ');

test.each([
  ['an import alone', { companyImports: imports }],
  ['a provider alone', { providers: [{ name: 'directory' }] }],
  ['both, with a limit', { companyImports: imports, providers: [{ name: 'crustdata', limit: 100 }] }],
])('a campaign draws from %s', (_name, told) => {
  expect(problemOf(told)).toBe('');
});

test.each([
  ['nothing', {}, /^companyImports: name an import or a provider/],
  [
    'a provider twice',
    { providers: [{ name: 'apollo' }, { name: 'apollo', limit: 3 }] },
    /^providers: names a provider twice/,
  ],
  ['an unknown provider', { providers: [{ name: 'nobody' }] }, /^providers\.0\.name: /],
  ['a limit of none', { providers: [{ name: 'apollo', limit: 0 }] }, /^providers\.0\.limit: /],
])('drawing from %s is refused, and the field is named', (_name, told, words) => {
  expect(problemOf(told)).toMatch(words);
});

test('a run has each warning once, however often it is told, in the order in which they came', async () => {
  const clock = () => Date.parse('2026-11-21T09:00:00.000Z');
  const runs = createRunStore(createMemoryTable(), clock);
  const workspaceId = WorkspaceId.parse('ws_00000000000000000000000001');
  const id = RunId.parse('run_00000000000000000000000001');
  const run: Run = {
    ...{
      id,
      workspaceId,
      campaignId: CampaignId.parse('cmp_00000000000000000000000001'),
      icpVersion: 1,
      mode: 'sandbox',
    },
    ...{
      status: 'running',
      problem: null,
      warnings: [],
      costCapMicroUsd: 1,
      clockFactor: 1,
      startedAt: '2026-11-21T09:00:00.000Z',
    },
    ...{ endedAt: null, executionArn: null, counts: { costMicroUsd: 500 }, discovered: {} },
  };
  await runs.create(run);
  for (const warning of ['one', 'two', 'one', 'two']) await runs.addWarning(workspaceId, id, warning);
  const page = { found: 1, dropped: {}, costMicroUsd: 700 };
  for (const name of ['crustdata-0', 'crustdata-0', 'crustdata-1'])
    await runs.recordDiscovered(workspaceId, id, name, page);
  expect(await runs.view(workspaceId, id)).toMatchObject({ warnings: ['one', 'two'], costUsd: 0.0019 });
});
