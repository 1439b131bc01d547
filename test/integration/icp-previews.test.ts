import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { findCommand } from '../../bin/cli/commands.ts';
import { Icp } from '../../functions/campaigns/contract.ts';
import { InferredIcps } from '../../functions/copy/infer-icps-contract.ts';
import { leadRoutes } from '../../functions/scoring/contract.ts';
import { IcpPreview } from '../../functions/scoring/preview-contract.ts';
import { Rescore, RescorePreview } from '../../functions/scoring/rescore-contract.ts';
import { createTestCampaign, startTestRun, untilRun } from '../support/campaign-client.ts';
import { testFolder, writeCampaignFiles } from '../support/campaign-files.ts';
import { type SystemInChild, startLocalSystem } from '../support/local-system.ts';

const COMPANIES = 40;
const BY_REVENUE = { industry: 0, size: 0, revenue: 0.5, growth: 0.5, location: 0 };

const folder = testFolder();
let system: SystemInChild;
beforeAll(async () => {
  system = await startLocalSystem(folder, { sample: true });
});
afterAll(async () => {
  await system.stop();
  rmSync(folder, { recursive: true, force: true });
});

const untilRescored = async (icpId: string): Promise<Rescore> => {
  for (let look = 0; look < 200; look += 1) {
    const rescore = await system.api.call('GET', `/icps/${icpId}/rescore`, Rescore);
    if (rescore.status !== 'running') return rescore;
    await pause(50);
  }
  throw new Error('The leads were not scored anew');
};

test('a profile is previewed before a run, its leads are scored anew after it, and a score is explained', async () => {
  const { api } = system;
  const campaign = await createTestCampaign(api, writeCampaignFiles(folder, COMPANIES, 4), 'review');
  const { icpId, companyImports } = campaign;
  const preview = await api.call('POST', `/icps/${icpId}/preview`, IcpPreview, { companyImports });
  expect(preview).toMatchObject({ companies: { total: COMPANIES, sampled: false }, matches: { count: COMPANIES / 4 } });

  const { id } = await startTestRun(api, campaign.id);
  const waiting = await untilRun(
    api,
    id,
    ({ status, stages }) =>
      status === 'awaiting_approval' && stages.contacts === COMPANIES / 4 && stages.drafted === COMPANIES / 4,
    60,
  );
  expect(waiting.stages.qualified).toBe(preview.matches.count);

  const wish = { weights: BY_REVENUE, threshold: 0.4 };
  const moves = await api.call('POST', `/icps/${icpId}/rescore-preview`, RescorePreview, wish);
  expect(moves.leads).toEqual({ total: COMPANIES, looked: COMPANIES, sampled: false });
  expect(moves.moves.up).toBeGreaterThan(0);
  const begun = await api.call('POST', `/icps/${icpId}/rescore`, Rescore, wish);
  expect(begun.status).toBe('running');
  const done = await untilRescored(icpId);
  expect(done).toMatchObject({ status: 'completed', leads: COMPANIES, movedUp: moves.moves.up, problem: null });
  const { items } = await api.call('GET', `/campaigns/${campaign.id}/leads?limit=200`, leadRoutes.listLeads.response);
  expect(items.filter(({ stage }) => stage === 'qualified')).toHaveLength(moves.moves.up);
  // What the run counted is what happened then.
  expect((await untilRun(api, id, () => true, 5)).stages).toEqual(waiting.stages);

  const task = findCommand(['score', 'explain'])?.command.prepare(['ledgerworks-00004.example', '--json']);
  if (task?.needs !== 'system') throw new Error('A lead is in the system');
  const printed: string[] = [];
  const terminal = { line: () => undefined, progress: () => undefined, progressDone: () => undefined };
  await task.run({ api, terminal, print: (text) => printed.push(text), json: task.json });
  expect(JSON.parse(printed.join(''))).toMatchObject({
    from: 'lead',
    campaignId: campaign.id,
    icp: { threshold: 0.4 },
  });

  const restored = await api.call('POST', `/icps/${icpId}/versions/1/restore`, Icp, {});
  expect(restored).toMatchObject({ version: 3, criteria: { threshold: 0.5 } });
});

test("a team's own website gives three profiles with what they rest on; an address that leads inwards is refused", async () => {
  const { api } = system;
  const inferred = await api.call('POST', '/icps/infer', InferredIcps, { websiteUrl: 'http://fenwick-loom.example/' });
  expect(inferred).toMatchObject({ writer: 'offline', costUsd: 0 });
  expect(inferred.icps[0]?.criteria.industries).toEqual(['Manufacturing']);
  expect(inferred.icps[0]?.claims[0]?.evidence[0]?.url).toContain('fenwick-loom.example');
  await expect(
    api.call('POST', '/icps/infer', InferredIcps, { websiteUrl: 'http://169.254.169.254/' }),
  ).rejects.toThrow(/private address/);
});
