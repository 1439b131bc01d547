import type * as z from 'zod';
import type { AssessmentStore } from '../assessment/assessment-store.ts';
import type { Files } from '../platform/files.ts';
import { reportLogoKey } from '../platform/files-layout.ts';
import type { Handlers } from '../platform/http/api.ts';
import { invalidFields, notFound, type ProblemReply, problem } from '../platform/http/problem.ts';
import type { ReportId, WorkspaceId } from '../platform/ids.ts';
import { type Clock, DAY, instant } from '../platform/time.ts';
import { type Brand, colourProblems } from './brand.ts';
import type { BrandStore } from './brand-store.ts';
import { type BrandView, LineageView, type reportRoutes } from './contract.ts';
import { readLogo } from './logo.ts';
import type { Report, ReportLink, ReportVersion } from './report.ts';
import type { ReportLinks } from './report-link.ts';
import type { StartReport } from './report-machine.ts';
import type { ReportStore } from './report-store.ts';

type Ports = Readonly<{
  reports: Pick<ReportStore, 'create' | 'get' | 'list' | 'listFailed' | 'versions' | 'version' | 'sales' | 'sale'>;
  links: Pick<ReportLinks, 'make' | 'list' | 'revoke'>;
  brands: BrandStore;
  assessments: Pick<AssessmentStore, 'get' | 'freeze'>;
  files: Pick<Files, 'readText' | 'writeBytes'>;
  startReport: StartReport;
  newRequest: () => string;
  origin: string;
  clock: Clock;
}>;

const badCursor = problem(400, 'invalid_cursor', 'cursor: is not one of this list. Begin without one.');
const noVersion = (id: string): ProblemReply =>
  problem(409, 'report_not_made', `Report ${id} has no such version. Read it to see which it has.`);

const brandView = ({ logo, ...brand }: Brand): z.input<typeof BrandView> => ({
  ...brand,
  logo: logo === null ? null : { contentType: logo.contentType, width: logo.width, height: logo.height },
});

/** Reports over HTTP: made, listed, made again, linked to, and how they look. */
export const createServeReports = (ports: Ports): Handlers<typeof reportRoutes> => {
  const { reports, links, brands, assessments, files, startReport, newRequest, origin, clock } = ports;
  const view = ({ link, token }: Readonly<{ link: ReportLink; token: string }>) => ({
    ...link,
    url: `${origin}/r/${token}`,
  });

  /** Has a version made for the team: nobody is written to. */
  const make = async (workspaceId: WorkspaceId, reportId: ReportId, fresh: boolean): Promise<void> => {
    const askedBy = newRequest();
    await startReport({ workspaceId, reportId, askedBy, fresh }, `${reportId}-${askedBy}`);
  };

  /** Starts once more what a failed version was for. */
  const again = async (workspaceId: WorkspaceId, report: Report, version: ReportVersion): Promise<void> => {
    const { purchaseId, askedBy } = version;
    const sale = purchaseId === null ? undefined : await reports.sale(workspaceId, report.id, purchaseId);
    await startReport(
      { workspaceId, reportId: report.id, purchaseId, to: sale?.to ?? null, askedBy },
      // One press of the button is one try: the failure that it answers names it.
      `${report.id}-${askedBy}-${String(Date.parse(version.failure?.at ?? version.createdAt))}`,
    );
  };

  return {
    createReport: async ({ principal: { workspaceId }, params: { assessmentId }, body }) => {
      const assessment = await assessments.get(workspaceId, assessmentId);
      if (assessment === undefined) return notFound('assessment', assessmentId);
      if (assessment.status !== 'completed')
        return problem(
          409,
          'assessment_unfinished',
          `Assessment ${assessmentId} is ${assessment.status}: a report needs one that was completed.`,
        );
      await assessments.freeze(workspaceId, assessmentId);
      const report = await reports.create({
        workspaceId,
        assessmentId,
        domain: assessment.domain,
        companyName: body.companyName ?? assessment.companyName,
      });
      if (body.kind === 'full') await make(workspaceId, report.id, false);
      return { body: report };
    },

    listReports: async ({ principal: { workspaceId }, query: { failed, ...query } }) => {
      const page = await (failed === undefined ? reports.list : reports.listFailed)(workspaceId, query);
      return page === undefined ? badCursor : { body: page };
    },

    getReport: async ({ principal: { workspaceId }, params: { reportId } }) => {
      const report = await reports.get(workspaceId, reportId);
      if (report === undefined) return notFound('report', reportId);
      const [versions, sales] = await Promise.all([
        reports.versions(workspaceId, reportId),
        reports.sales(workspaceId, reportId),
      ]);
      return { body: { ...report, versions: [...versions], sales: [...sales] } };
    },

    makeReportVersion: async ({ principal: { workspaceId }, params: { reportId }, body }) => {
      const report = await reports.get(workspaceId, reportId);
      if (report === undefined) return notFound('report', reportId);
      await make(workspaceId, reportId, body.fresh);
      return { body: report };
    },

    retryReport: async ({ principal: { workspaceId }, params: { reportId } }) => {
      const report = await reports.get(workspaceId, reportId);
      if (report === undefined) return notFound('report', reportId);
      const failed = (await reports.versions(workspaceId, reportId)).filter(({ state }) => state === 'failed');
      if (failed.length === 0)
        return problem(409, 'nothing_failed', `No version of report ${reportId} failed. Make another one instead.`);
      for (const version of failed) await again(workspaceId, report, version);
      return { body: report };
    },

    getReportLineage: async ({ principal: { workspaceId }, params: { reportId }, query }) => {
      const report = await reports.get(workspaceId, reportId);
      if (report === undefined) return notFound('report', reportId);
      const version = await reports.version(workspaceId, reportId, query.version ?? Math.max(1, report.version));
      const text = version?.lineageKey == null ? undefined : await files.readText(version.lineageKey);
      return text === undefined
        ? noVersion(reportId)
        : { body: { items: LineageView.shape.items.parse(JSON.parse(text)) } };
    },

    createReportLink: async ({ principal: { workspaceId }, params: { reportId }, body }) => {
      const report = await reports.get(workspaceId, reportId);
      if (report === undefined) return notFound('report', reportId);
      const { kind, days, version, messageId } = body;
      const wished = version === undefined ? undefined : await reports.version(workspaceId, reportId, version);
      if (kind === 'full' && (version === undefined ? report.version === 0 : wished?.state !== 'ready'))
        return noVersion(reportId);
      const made = await links.make({
        workspaceId,
        reportId,
        kind,
        ...(version === undefined ? {} : { version }),
        ...(messageId === undefined ? {} : { messageId }),
        expiresAt: instant(clock() + days * DAY),
      });
      return { body: view(made) };
    },

    listReportLinks: async ({ principal: { workspaceId }, params: { reportId }, query }) => {
      if ((await reports.get(workspaceId, reportId)) === undefined) return notFound('report', reportId);
      const page = await links.list(workspaceId, reportId, query);
      return page === undefined ? badCursor : { body: { items: page.items.map(view), nextCursor: page.nextCursor } };
    },

    revokeReportLink: async ({ principal: { workspaceId }, params: { reportId, linkId } }) => {
      const revoked = await links.revoke(workspaceId, linkId, reportId);
      return revoked === undefined ? notFound('link', linkId) : { body: view(revoked) };
    },

    getReportBrand: async ({ principal: { workspaceId } }) => ({ body: brandView(await brands.get(workspaceId)) }),

    setReportBrand: async ({ principal: { workspaceId }, body: { logo, ...wished } }) => {
      const colours = colourProblems(wished);
      if (colours.length > 0) return invalidFields(colours);
      const read = typeof logo === 'string' ? readLogo(logo) : undefined;
      if (read?.ok === false) return invalidFields([{ field: 'logo', message: read.message }]);
      const brand: Brand = { ...wished, logo: logo === null ? null : (await brands.get(workspaceId)).logo };
      if (read === undefined) {
        await brands.put(workspaceId, brand);
        return { body: brandView(brand) };
      }
      const { bytes, hash, contentType, width, height } = read;
      const key = reportLogoKey(workspaceId, hash);
      await files.writeBytes(key, bytes, contentType);
      const withLogo: Brand = { ...brand, logo: { key, contentType, width, height } };
      await brands.put(workspaceId, withLogo);
      return { body: brandView(withLogo) };
    },
  };
};
