import type { AssessSite } from '../../../functions/assessment/assess-site.ts';
import { createAssessmentStore } from '../../../functions/assessment/assessment-store.ts';
import { FindContactsOutput } from '../../../functions/contacts/contract.ts';
import { firstMessageId } from '../../../functions/copy/draft-store.ts';
import { OfferedReport } from '../../../functions/copy/offered-report.ts';
import { CampaignId, newId, RunId, WorkspaceId } from '../../../functions/platform/ids.ts';
import { createOfferReports } from '../../../functions/reports/offer-reports.ts';
import { createReportLinks } from '../../../functions/reports/report-link.ts';
import { createReportStore } from '../../../functions/reports/report-store.ts';
import { aCompany } from '../../support/a-company.ts';
import { createMemoryFiles } from '../../support/memory-files.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import { badAssessment } from '../../support/report-samples.ts';

const workspaceId = newId(WorkspaceId, 'ws');
const campaignId = newId(CampaignId, 'cmp');
const runId = newId(RunId, 'run');
const clock = () => Date.parse('2026-11-21T09:00:00.000Z');

const person = (email: string) => ({
  ...{ id: email, firstName: 'Ada', lastName: 'Whitlock', title: 'Owner', department: 'executive', seniority: 'owner' },
  ...{ decisionMaker: true, personaMatch: 1, email, verification: { verdict: 'valid', reasons: [] } },
  ...{ source: 'website', sourceRef: 'https://x.example/team', country: null },
});
const companyOf = (domain: string, ...emails: string[]) => ({
  company: aCompany({ domain, name: domain, website: `https://${domain}/` }),
  score: { value: 0.8, grade: 'A', confidence: 1 },
  ...{ contacts: emails.map(person), contactDrops: {}, siteKey: null },
});
const input = (...prospects: unknown[]): unknown =>
  JSON.parse(JSON.stringify({ workspaceId, campaignId, runId, planKey: 'plan', offersReport: true, prospects }));

const createWorld = (
  assessSite: AssessSite = (head) => Promise.resolve({ ...badAssessment, ...head, status: 'completed' }),
) => {
  const [table, files] = [createMemoryTable(), createMemoryFiles()];
  const assessed: string[] = [];
  const links = createReportLinks({ table, secret: () => Promise.resolve('secret'), clock });
  const offer = createOfferReports({
    assessSite: (head, assumptions) => {
      assessed.push(head.domain);
      return assessSite(head, assumptions);
    },
    assessments: createAssessmentStore({ table, files, clock }),
    reports: createReportStore(table, clock),
    links,
    files,
    origin: 'https://app.throughline.example',
  });
  const offeredTo = async (prospect: { reportKey?: string | undefined } | undefined) =>
    OfferedReport.parse(JSON.parse((await files.readText(prospect?.reportKey ?? '')) ?? 'null'));
  return { table, links, offer, assessed, offeredTo };
};

test('every person of a company has a link of their own that names their mail, and the mail may cite three findings', async () => {
  const { offer, offeredTo, links } = createWorld();
  const { prospects } = await offer(input(companyOf('a.example', 'ada@a.example', 'bo@a.example')));
  const { findings, links: byAddress } = await offeredTo(prospects[0]);
  expect(findings).toHaveLength(3);
  expect(Object.keys(byAddress)).toEqual(['ada@a.example', 'bo@a.example']);
  for (const [email, url] of Object.entries(byAddress)) {
    const opened = await links.look(new URL(url).pathname.slice('/r/'.length));
    expect(opened).toMatchObject({ ok: true, link: { kind: 'teaser', messageId: firstMessageId(runId, email) } });
  }
});

test('a repeated step assesses nothing again and gives the same links', async () => {
  const { offer, offeredTo, assessed, table } = createWorld();
  const once = await offer(input(companyOf('a.example', 'ada@a.example')));
  const items = table.items().length;
  const again = await offer(input(companyOf('a.example', 'ada@a.example')));
  expect(await offeredTo(again.prospects[0])).toEqual(await offeredTo(once.prospects[0]));
  expect(assessed).toEqual(['a.example']);
  expect(table.items()).toHaveLength(items);
});

test('a company whose site cannot be assessed, or whom nobody is found at, goes on without a report; the others have theirs', async () => {
  const { offer, assessed } = createWorld((head) => {
    if (head.domain === 'broken.example') return Promise.reject(new Error('nobody expected this'));
    return Promise.resolve({
      ...badAssessment,
      ...head,
      status: head.domain === 'parked.example' ? 'failed' : 'completed',
    });
  });
  const given = input(
    companyOf('broken.example', 'x@broken.example'),
    companyOf('parked.example', 'x@parked.example'),
    companyOf('empty.example'),
    companyOf('a.example', 'ada@a.example'),
  );
  const { prospects } = await offer(given);
  expect(prospects.map(({ company, reportKey }) => [company.domain, reportKey !== undefined])).toEqual([
    ['broken.example', false],
    ['parked.example', false],
    ['empty.example', false],
    ['a.example', true],
  ]);
  expect(assessed).not.toContain('empty.example');
  const known = FindContactsOutput.parse(given).prospects;
  expect(prospects.slice(0, 3)).toEqual(known.slice(0, 3));
});
