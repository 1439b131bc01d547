import { createWritersFor } from '../../../functions/copy/choose-writer.ts';
import { choosePassages } from '../../../functions/copy/chosen-passages.ts';
import { wordRetriever } from '../../../functions/copy/retriever.ts';
import type { WorkspaceModel } from '../../../functions/copy/workspace-model.ts';
import { CampaignId, RunId, WorkspaceId } from '../../../functions/platform/ids.ts';
import type { SpendLimit } from '../../../functions/platform/spending.ts';
import { brief, sitePassages, writeOne } from '../../support/briefs.ts';
import { fakeMailModel, mailsAnswer } from '../../support/fake-mail-model.ts';

const given = brief({ passages: sitePassages });
const run = {
  workspaceId: WorkspaceId.parse('ws_0000000001'),
  campaignId: CampaignId.parse('cmp_0000000001'),
  runId: RunId.parse('run_0000000001'),
  costCapUsd: 12,
};

test("a run's writer is held to the lead's cap and to the run's, and tells the run when one comes to its end", async () => {
  const { model } = fakeMailModel(() => mailsAnswer(1));
  const limits: SpendLimit[] = [];
  const workspaceModel: WorkspaceModel = async (_workspaceId, options) => {
    limits.push(...(options?.limits ?? []));
    await options?.onSoftLimit?.(limits.slice(1));
    return model;
  };
  const near: SpendLimit[] = [];
  const { write } = createWritersFor({
    ...{ workspaceModel, retrieverFor: () => wordRetriever, leadCapUsd: 2.5 },
    tellRun: { softLimits: async (_run, more) => void near.push(...more) },
  })(run);
  expect((await writeOne(write, given)).drafts[0]?.writer).toBe('claude-sonnet-5-5');
  expect(limits).toEqual([
    { scope: 'LEAD#run_0000000001#quaylight.com', name: 'on this lead', capMicroUsd: 2_500_000 },
    { scope: 'RUN#run_0000000001', name: 'in this run', capMicroUsd: 12_000_000 },
  ]);
  expect(near.map(({ name }) => name)).toEqual(['in this run']);
});

test('when a cap is reached the offline writer goes on, and says why', async () => {
  const { model } = fakeMailModel(() => ({ reason: 'budget', detail: 'The budget is used up.' }));
  const { write } = createWritersFor({
    workspaceModel: async () => model,
    retrieverFor: () => wordRetriever,
    leadCapUsd: 2.5,
    tellRun: { softLimits: async () => undefined },
  })(run);
  expect(await writeOne(write, given)).toMatchObject({ warning: 'claude-sonnet-5-5: budget', drafts: [{}, {}, {}] });
});

test('a large site is cut to how it begins and what serves the offer; a small one is taken whole', async () => {
  const choose = choosePassages(wordRetriever, run.workspaceId);
  expect(await choose(given)).toBe(given.passages);
  const filler = Array.from({ length: 60 }, (_, at) => ({
    id: `p0000f${String(at).padStart(3, '0')}`,
    url: 'https://quaylight.com/legal',
    heading: null,
    text: `Clause ${String(at)} of the terms concerns matters of no interest whatever.`,
  }));
  const about = { ...filler[0], id: 'p0000abcd', text: 'A buyer who opens our pricing page has one question left.' };
  const chosen = await choose({
    ...given,
    passages: [...sitePassages, ...filler, { ...about, url: 'x', heading: null }],
  });
  expect(chosen.length).toBeLessThanOrEqual(16);
  expect(chosen.slice(0, 3)).toEqual(sitePassages.slice(0, 3));
  expect(chosen.map(({ id }) => id)).toContain('p0000abcd');
});
