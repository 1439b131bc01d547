import { RunPlan, Sender } from '../../functions/campaigns/contract.ts';
import { IcpCriteria } from '../../functions/campaigns/icp.ts';
import { contactIdOf } from '../../functions/contacts/choose-contacts.ts';
import type { CompanyProspects } from '../../functions/contacts/contract.ts';
import { judgeTitle } from '../../functions/contacts/persona.ts';
import { createRecipientStore } from '../../functions/contacts/recipient-store.ts';
import { createAdvanceCopyBatches } from '../../functions/copy/batches/advance-copy-batches.ts';
import { createBatchAnswers } from '../../functions/copy/batches/batch-answers.ts';
import { createBatchProgress } from '../../functions/copy/batches/batch-progress.ts';
import { createCollectCopy } from '../../functions/copy/batches/collect-copy.ts';
import { createPrepareCopy } from '../../functions/copy/batches/prepare-copy.ts';
import { createPreparedCopy } from '../../functions/copy/batches/prepared-copy.ts';
import { createRunLimits, createWritersFor } from '../../functions/copy/choose-writer.ts';
import { choosePassages } from '../../functions/copy/chosen-passages.ts';
import { createDraftCompanies } from '../../functions/copy/draft-companies.ts';
import { createDraftStore } from '../../functions/copy/draft-store.ts';
import { unpackContent } from '../../functions/copy/message-content.ts';
import { wordRetriever } from '../../functions/copy/retriever.ts';
import { createTellRun } from '../../functions/copy/tell-run.ts';
import { createWorkspaceBatches } from '../../functions/copy/workspace-batches.ts';
import { createWorkspaceModel } from '../../functions/copy/workspace-model.ts';
import { createWriteCopy } from '../../functions/copy/write-copy.ts';
import { CampaignId, RunId, WorkspaceId } from '../../functions/platform/ids.ts';
import { leadKey } from '../../functions/platform/keys.ts';
import { createSpending } from '../../functions/platform/spending.ts';
import { createLeadStore } from '../../functions/scoring/lead-store.ts';
import { sampleOffer } from '../../lib/local/sample/sample-campaign.ts';
import { company, sitePassages } from './briefs.ts';
import { mailsAnswer } from './fake-mail-model.ts';
import { createFakeBatches } from './fake-message-batches.ts';
import { type Asked, message, startFakeModelApi } from './fake-model-api.ts';
import { createMemoryFiles } from './memory-files.ts';
import { createMemoryTable } from './memory-table.ts';

const workspaceId = WorkspaceId.parse('ws_0000000001');
const campaignId = CampaignId.parse('cmp_0000000001');
const runId = RunId.parse('run_01j00000000000000000000001');
const MODEL = 'claude-sonnet-5-5';

const peopleIn = (body: unknown): number => (JSON.stringify(body).match(/- to \\+"person /g) ?? []).length;
/** An answer for the people that a request asks for; good, unless a test says otherwise. */
export const answerFor = (body: unknown, spoil: Parameters<typeof mailsAnswer>[1] = {}): string =>
  JSON.stringify(mailsAnswer(peopleIn(body), spoil));

/** A company with people, as "Find contacts" gives it. */
export const prospectsAt = (domain: string, people: number): CompanyProspects => ({
  company: company({ domain, name: 'Quaylight Systems' }),
  score: { value: 0.8, grade: 'A', confidence: 1 },
  contacts: Array.from({ length: people }, (_, at) => ({
    ...{ id: contactIdOf(`p${String(at)}@${domain}`), firstName: 'Marloes', lastName: 'Verhagen' },
    ...{ title: 'Chief Executive Officer', ...judgeTitle('Chief Executive Officer'), personaMatch: 1 },
    ...{ email: `p${String(at)}@${domain}`, verification: { verdict: 'unknown' as const, reasons: [] } },
    ...{ source: 'import' as const, sourceRef: 'line 2', country: null },
  })),
  contactDrops: {},
  siteKey: 'site',
});

type Given = Readonly<{
  models?: readonly string[];
  keys?: readonly ('anthropic' | 'openai')[];
  costCapUsd?: number;
  answer?: Parameters<typeof createFakeBatches>[0]['answer'];
  direct?: (asked: Asked) => string;
}>;

/** A run whose copy waits for batches: its three steps over a table and files in this process, and the real SDK against a server that speaks batches. */
export const createCopyBatchWorld = async ({
  models = [MODEL],
  keys = ['anthropic'],
  costCapUsd = 10,
  answer = ({ params }) => ({ text: answerFor(params) }),
  direct = ({ body }) => answerFor(body),
}: Given = {}) => {
  let now = Date.parse('2026-11-21T08:00:00.000Z');
  const clock = () => now;
  const batches = createFakeBatches({ answer, clock });
  const api = await startFakeModelApi((asked) => message(direct(asked)), batches);
  const table = createMemoryTable();
  const files = createMemoryFiles(64 * 1024);
  await files.writeText(
    'site',
    JSON.stringify({
      ...{ domain: 'x', readAt: '2026-11-21T00:00:00.000Z', outcome: 'read', reason: null, pages: [] },
      passages: sitePassages,
    }),
  );
  const plan = RunPlan.parse({
    ...{ workspaceId, campaignId, runId, icp: IcpCriteria.parse({ name: 'x' }), icpVersion: 1, offer: sampleOffer },
    sender: Sender.parse({ name: 'Ana Reboredo', email: 'ana@us.com', legalName: 'Us Ltd', postalAddress: '1 Road' }),
    ...{ companyImports: [], contactImports: [], contactsPerCompany: 3, readWebsites: true, approval: 'auto' },
    ...{ mode: 'live', costCapUsd, copyTiming: 'batch', plannedAt: '2026-11-21T00:00:00.000Z' },
  });
  const readPlan = () => Promise.resolve(plan);
  const settings = { MODELS: [...models], MODEL_DAY_CAP_USD: 100, MODEL_LEAD_CAP_USD: 2.5, MODEL_URLS: api.urls };
  const access = {
    settings,
    readCredentials: () => Promise.resolve(Object.fromEntries(keys.map((name) => [name, { apiKey: 'sk-test' }]))),
    ownKey: () => Promise.resolve(undefined),
  };
  const spending = createSpending(table, clock);
  const batchesFor = createWorkspaceBatches(access);
  const warnings: string[] = [];
  const tellRun = createTellRun({
    runs: {
      addWarning: async (_workspace, _run, warning) => void warnings.push(warning),
    },
  });
  const writersFor = createWritersFor({
    tellRun,
    workspaceModel: createWorkspaceModel({ ...access, spending, clock }),
    retrieverFor: () => wordRetriever,
    leadCapUsd: settings.MODEL_LEAD_CAP_USD,
  });
  const recipients = createRecipientStore(table, clock);
  const ports = { recipients, drafts: createDraftStore(table), leads: createLeadStore(table), tellRun, clock };
  const prepared = createPreparedCopy(files);
  /** The run's item: whether it was cancelled, or will be after so many changes, and what the steps have marked. */
  const run = { isClosed: false, closesAfter: Infinity, changes: 0, batchesOut: undefined as boolean | undefined };
  const write = createWriteCopy({
    ...{ ...ports, readPlan, files, writersFor },
    prepareCopy: createPrepareCopy({
      ...{ batchesFor, prepared, recipients, spending, limitsFor: createRunLimits(settings, clock) },
      choosePassagesFor: (workspace) => choosePassages(wordRetriever, workspace),
    }),
  });
  const makeAdvance = () =>
    createAdvanceCopyBatches({
      ...{ readPlan, batchesFor, prepared, progress: createBatchProgress(files), clock, pollSeconds: 60 },
      answers: createBatchAnswers({ prepared, spending, table, clock }),
      runs: {
        change: async (_workspace, _run, { batchesOut }) => {
          run.changes += 1;
          if (run.isClosed || run.changes > run.closesAfter) return false;
          run.batchesOut = batchesOut;
          return true;
        },
        addWarning: async (_workspace, _run, warning) => {
          if (!warnings.includes(warning)) warnings.push(warning);
        },
      },
    });
  const collect = createCollectCopy({
    ...{ readPlan, prepared, draftCompanies: createDraftCompanies(ports), writersFor, clock },
  });
  const input = { workspaceId, campaignId, runId };

  return {
    ...{ batches, table, files, warnings, plan, run },
    stop: api.stop,
    /** How many calls were made that are no batch's. */
    calls: () => api.requests.length,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    write: async (...prospects: readonly CompanyProspects[]) => {
      for (const { company: one } of prospects)
        await table.put({ ...leadKey(workspaceId, campaignId, one.domain), type: 'CampaignLead', stage: 'qualified' });
      return await write({ ...input, planKey: 'plan', prospects });
    },
    advance: () => makeAdvance()({ run: input, planKey: 'plan' }),
    collect: (cursor: string | null = null) => collect({ run: input, planKey: 'plan', cursor }),
    lead: (domain: string) => table.get(leadKey(workspaceId, campaignId, domain)),
    messages: () => table.items().filter(({ type }) => type === 'Message'),
    texts: () =>
      table
        .items()
        .filter(({ type }) => type === 'MessageContent')
        .map(unpackContent),
    spent: () => spending.read(workspaceId, { scope: `RUN#${runId}` }),
  };
};
