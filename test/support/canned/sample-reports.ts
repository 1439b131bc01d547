import { assessmentBatchRoutes } from '../../../functions/assessment/batch-contract.ts';
import { reportRoutes } from '../../../functions/reports/contract.ts';
import { found, problem, type Route } from './canned-route.ts';
import { ASSESSMENT, CAMPAIGN, FINISHED_RUN, SALE, SENT_MAIL } from './sample-data.ts';

const id = (prefix: string, n: number): string => `${prefix}_${String(n).padStart(26, '0')}`;
const at = (minute: number): string => new Date(Date.UTC(2026, 10, 20, 9, minute)).toISOString();
const LATER = new Date(Date.UTC(2126, 0, 1)).toISOString();
export const SOLD_REPORT = id('rpt', 1);
export const FAILED_REPORT = id('rpt', 2);
export const TEASER_REPORT = id('rpt', 3);

const pdf = { key: 'reports/1.pdf', sha256: 'a'.repeat(64), pages: 10, bytes: 412_345 };
const failure = {
  stage: 'render',
  detail: 'The website did not answer within 25 seconds, so there is nothing to report on.',
  at: at(44),
};
const report = (n: number, of: object) => ({
  id: id('rpt', n),
  workspaceId: id('ws', 1),
  assessmentId: ASSESSMENT,
  domain: 'harbourline-0.example',
  companyName: 'Harbourline Labs',
  version: 1,
  status: 'delivered',
  lineage: {
    campaignId: CAMPAIGN,
    runId: FINISHED_RUN,
    messageId: SENT_MAIL,
    variant: 'benefit',
    step: 1,
  },
  pdf,
  htmlKey: 'reports/1.html',
  failure: null,
  createdAt: at(10),
  updatedAt: at(51),
  ...of,
});
const version = (n: number, of: object) => ({
  reportId: SOLD_REPORT,
  version: n,
  askedBy: SALE,
  purchaseId: SALE,
  assessmentId: ASSESSMENT,
  rulesVersion: '2026-11',
  state: 'ready',
  contentKey: null,
  htmlKey: null,
  lineageKey: null,
  pdf,
  failure: null,
  createdAt: at(50),
  readyAt: at(51),
  ...of,
});
const all = [
  report(1, {}),
  report(2, {
    companyName: 'Quillstack Software',
    domain: 'quillstack-1.example',
    status: 'paid',
    version: 0,
    failure,
  }),
  report(3, {
    companyName: null,
    domain: 'northpass-2.example',
    status: 'teaser',
    version: 0,
    lineage: null,
    pdf: null,
  }),
];
const notReady = { pdf: null, readyAt: null };
const versionsOf = (reportId: string) =>
  reportId === SOLD_REPORT
    ? [
        version(1, {}),
        version(2, { state: 'making', askedBy: 'req', purchaseId: null, rulesVersion: null, ...notReady }),
      ]
    : reportId === FAILED_REPORT
      ? [version(1, { state: 'failed', failure, ...notReady })]
      : [];
const details = all.map((each) =>
  reportRoutes.getReport.response.parse({
    ...each,
    versions: versionsOf(each.id),
    sales:
      each.id === SOLD_REPORT
        ? [
            {
              reportId: SOLD_REPORT,
              purchaseId: SALE,
              linkId: id('rlk', 1),
              state: 'delivered',
              version: 1,
              createdAt: at(50),
              updatedAt: at(51),
            },
          ]
        : [],
  }),
);
const reports = (failed: boolean) =>
  reportRoutes.listReports.response.parse({
    items: all.filter((each) => !failed || each.id === FAILED_REPORT),
    nextCursor: null,
  });

const link = (n: number, of: object) => ({
  id: id('rlk', n),
  workspaceId: id('ws', 1),
  reportId: SOLD_REPORT,
  kind: 'teaser',
  version: null,
  purchaseId: null,
  messageId: null,
  createdAt: at(10 + n),
  expiresAt: LATER,
  revokedAt: null,
  opens: 0,
  url: `https://app.throughline.example/r/token-${String(n)}`,
  ...of,
});
const links = reportRoutes.listReportLinks.response.parse({
  items: [
    link(4, { kind: 'full', version: 1, purchaseId: SALE, opens: 1 }),
    link(3, { revokedAt: at(30), opens: 2 }),
    link(2, { expiresAt: at(20) }),
    link(1, { messageId: SENT_MAIL, opens: 14 }),
  ],
  nextCursor: null,
});
const noLinks = { items: [], nextCursor: null };

export const brand = reportRoutes.getReportBrand.response.parse({
  senderName: 'Meadowlark Analytics',
  primaryColour: '#0f3d4c',
  accentColour: '#0b7285',
  contact: 'hello@meadowlark.example',
  logo: null,
});

const batch = (n: number, of: object) => ({
  id: id('abt', n),
  campaignId: CAMPAIGN,
  status: 'completed',
  leads: 100,
  assessed: 96,
  failed: 4,
  estimateUsd: 1.7,
  costUsd: 1.66,
  startedAt: at(n),
  endedAt: at(n + 20),
  ...of,
});
const batches = assessmentBatchRoutes.listAssessmentBatches.response.parse({
  items: [
    batch(3, {
      status: 'running',
      leads: 500,
      assessed: 211,
      failed: 9,
      estimateUsd: 8.5,
      costUsd: 3.7,
      endedAt: null,
    }),
    batch(2, { status: 'cancelled', assessed: 40, failed: 0, costUsd: 0.68 }),
    batch(1, {}),
  ],
  nextCursor: null,
});
const estimate = assessmentBatchRoutes.estimateAssessmentBatch.response.parse({
  leads: 100,
  perLead: [{ provider: 'google-places', microUsd: 17_000 }],
  estimateUsd: 1.7,
  lowUsd: 1.62,
  highUsd: 1.79,
  minutesAtMost: 11,
});
const stopped = { ...batches.items[0], status: 'cancelled' };

const one = (reportId: string | undefined) => details.find((each) => each.id === reportId);

export const reportAnswers: readonly Route[] = [
  ['GET', /^\/reports$/, (_, url) => ({ body: reports(url.searchParams.get('failed') === 'true') })],
  ['GET', /^\/reports\/([^/]+)$/, ([, reportId]) => found(one(reportId))],
  ['POST', /^\/assessments\/[^/]+\/reports$/, () => ({ status: 201, body: all[2] })],
  ['POST', /^\/reports\/[^/]+\/versions$/, () => ({ status: 202, body: all[0] })],
  ['POST', /^\/reports\/[^/]+\/retry$/, () => ({ status: 202, body: all[1] })],
  ['GET', /^\/reports\/([^/]+)\/links$/, ([, reportId]) => ({ body: reportId === SOLD_REPORT ? links : noLinks })],
  ['POST', /^\/reports\/[^/]+\/links$/, () => ({ status: 201, body: links.items[3] })],
  ['DELETE', /^\/reports\/[^/]+\/links\/[^/]+$/, () => ({ body: links.items[1] })],
  ['GET', /^\/report-brand$/, () => ({ body: brand })],
  ['PUT', /^\/report-brand$/, () => ({ body: brand })],
  ['POST', /^\/campaigns\/[^/]+\/assessments\/estimate$/, () => ({ body: estimate })],
  ['POST', /^\/campaigns\/[^/]+\/assessments$/, () => ({ status: 202, body: batches.items[0] })],
  ['GET', /^\/campaigns\/[^/]+\/assessments$/, () => ({ body: batches })],
  ['POST', /^\/campaigns\/[^/]+\/assessments\/[^/]+\/cancel$/, () => ({ body: stopped })],
  [
    'POST',
    /^\/campaigns\/[^/]+\/assessments\/[^/]+\/resume$/,
    () => problem(409, 'assessment_batch_state', 'The batch is running; only a cancelled batch can be resumed.'),
  ],
];
