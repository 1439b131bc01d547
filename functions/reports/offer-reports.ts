import { createHash } from 'node:crypto';
import type { AssessSite } from '../assessment/assess-site.ts';
import type { AssessmentStore } from '../assessment/assessment-store.ts';
import type { Assessment } from '../assessment/contract.ts';
import { defaultAssumptions } from '../assessment/default-assumptions.ts';
import { type CompanyProspects, FindContactsOutput } from '../contacts/contract.ts';
import { firstMessageId } from '../copy/draft-store.ts';
import { assignVariant } from '../copy/experiment.ts';
import type { OfferedReport } from '../copy/offered-report.ts';
import { mapAtOnce } from '../platform/at-once.ts';
import type { Files } from '../platform/files.ts';
import { runReportKey } from '../platform/files-layout.ts';
import { AssessmentId, ReportId, ReportLinkId, type RunId } from '../platform/ids.ts';
import type { ReportLinks } from './report-link.ts';
import type { ReportStore } from './report-store.ts';

/** A whole batch at once: a site is read within 25 s, and the step has 60 s (company-batch.asl.json). */
const SITES_AT_ONCE = 25;
/** Findings that a mail may choose from. */
const MOST_FINDINGS = 3;
/** A title that a mail can quote within a sentence. */
const LONGEST_TITLE = 90;

/** An id that names what it is for, so that a repeated step makes the same thing; it sorts by its run. */
const derived = <Id>(schema: { parse: (value: string) => Id }, prefix: string, runId: RunId, what: string): Id => {
  const hash = createHash('sha256').update(what).digest('hex').slice(0, 20);
  return schema.parse(`${prefix}_${runId.slice('run_'.length)}${hash}`);
};

/**
 * Assesses the websites of a batch's companies before mails are written, makes each a report as a teaser, and each of its people a link to it. A site that
 * cannot be assessed has no report: its mails are written without one. At least once, so assessments, reports and links have ids derived from run and company,
 * and what exists is used as it stands.
 */
export const createOfferReports =
  ({
    assessSite,
    assessments,
    reports,
    links,
    files,
    origin,
    warn = () => undefined,
  }: {
    assessSite: AssessSite;
    assessments: Pick<AssessmentStore, 'get' | 'keep'>;
    reports: Pick<ReportStore, 'create'>;
    links: Pick<ReportLinks, 'make'>;
    files: Pick<Files, 'writeText'>;
    /** Where the public pages of reports are. */
    origin: string;
    /** Told why a company has no report. */
    warn?: (domain: string, error: unknown) => void;
  }) =>
  async (event: unknown): Promise<FindContactsOutput> => {
    const input = FindContactsOutput.parse(event);
    const { workspaceId, campaignId, runId } = input;

    const assessed = async ({ company }: CompanyProspects): Promise<Assessment> => {
      const id = derived(AssessmentId, 'asm', runId, company.domain);
      const known = await assessments.get(workspaceId, id);
      if (known !== undefined) return known;
      const assessment = await assessSite(
        {
          id,
          workspaceId,
          url: company.website,
          domain: company.domain,
          companyName: company.name,
        },
        defaultAssumptions({
          industry: company.industries[0] ?? null,
          employees: company.headcount,
          annualRevenueUsd: company.revenue,
        }),
      );
      await assessments.keep(assessment);
      return assessment;
    };

    const offer = async (prospects: CompanyProspects): Promise<CompanyProspects> => {
      const { company, contacts } = prospects;
      const { domain, name: companyName } = company;
      const [first] = contacts;
      if (first === undefined) return prospects;
      const assessment = await assessed(prospects);
      if (assessment.status !== 'completed' || assessment.findings.length === 0) return prospects;
      const report = await reports.create({
        id: derived(ReportId, 'rpt', runId, domain),
        workspaceId,
        assessmentId: assessment.id,
        domain,
        companyName,
        lineage: {
          campaignId,
          runId,
          messageId: firstMessageId(runId, first.email),
          variant: assignVariant(campaignId, domain),
          step: 1,
        },
      });
      const made = await Promise.all(
        contacts.map(async ({ email }) => {
          const messageId = firstMessageId(runId, email);
          const { token } = await links.make({
            id: derived(ReportLinkId, 'rlk', runId, messageId),
            workspaceId,
            reportId: report.id,
            kind: 'teaser',
            messageId,
          });
          return [email, `${origin}/r/${token}`] as const;
        }),
      );
      const offered: OfferedReport = { findings: citable(assessment), links: Object.fromEntries(made) };
      const reportKey = runReportKey(workspaceId, runId, domain);
      await files.writeText(reportKey, JSON.stringify(offered));
      return { ...prospects, reportKey };
    };

    const prospects = await mapAtOnce(input.prospects, SITES_AT_ONCE, async (each) => {
      try {
        return await offer(each);
      } catch (error) {
        // A report is an addition to the mail: without it the mail is still written.
        warn(each.company.domain, error);
        return each;
      }
    });
    return FindContactsOutput.parse({ ...input, prospects });
  };

/** The findings that matter most and read well in a sentence, with what was seen. */
const citable = ({ findings }: Assessment): OfferedReport['findings'] =>
  findings
    .filter(({ title }) => title.length <= LONGEST_TITLE && !/["“”<>]/.test(title))
    .slice(0, MOST_FINDINGS)
    .map(({ id, title, detail, evidence }) => ({
      id,
      title,
      seen: [detail, ...evidence.slice(0, 2).map(({ what, where }) => `${what} (${where})`)].join('\n'),
    }));
