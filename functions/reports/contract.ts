import * as z from 'zod';
import { PageQuery, pageOf } from '../platform/http/page.ts';
import { defineRoutes } from '../platform/http/route.ts';
import { singleLine } from '../platform/http/text.ts';
import { AssessmentId, MessageId, ReportId, ReportLinkId } from '../platform/ids.ts';
import { Brand } from './brand.ts';
import { LINK_KINDS, Report, ReportLink, ReportSale, ReportVersion } from './report.ts';

const MOST_DAYS = 730;
const LARGEST_LOGO_BASE64 = 700_000;

export const ReportWithVersions = Report.extend({
  versions: z.array(ReportVersion),
  /** Purchases of this report, without the buyers' addresses. */
  sales: z.array(ReportSale.omit({ to: true })),
});

/** A link as its owner sees it. Its address is the same at any time: it is signed, not stored. */
export const ReportLinkView = ReportLink.extend({ url: z.string() });

export const BrandView = Brand.omit({ logo: true }).extend({
  logo: z.object({ contentType: z.string(), width: z.int(), height: z.int() }).nullable(),
});

export const LineageView = z.object({
  items: z.array(
    z.object({
      figure: z.string(),
      value: z.string(),
      kind: z.string(),
      id: z.string(),
      from: z.string(),
      assessmentId: z.string(),
      rulesVersion: z.string(),
      measuredAt: z.string(),
    }),
  ),
});

const reports = { servedBy: 'reports/serve-reports', tag: 'Reports' } as const;
const one = { params: z.object({ reportId: ReportId }) } as const;
const Version = z.object({ version: z.coerce.number().int().positive().optional() });

export const reportRoutes = defineRoutes({
  createReport: {
    ...reports,
    operationId: 'createReport',
    method: 'POST',
    path: '/assessments/{assessmentId}/reports',
    summary: 'Make a report of an assessment: a teaser to offer, or with `kind: full` the whole report at once',
    permission: 'report:create',
    params: z.object({ assessmentId: AssessmentId }),
    body: z.strictObject({
      kind: z.enum(['teaser', 'full']).default('teaser'),
      companyName: singleLine(200).optional(),
    }),
    status: 201,
    response: Report,
  },
  listReports: {
    ...reports,
    operationId: 'listReports',
    method: 'GET',
    path: '/reports',
    summary: 'Reports, newest first; with `failed=true` those whose making failed and waits for somebody',
    permission: 'report:read',
    query: PageQuery.extend({ failed: z.enum(['true']).optional() }),
    status: 200,
    response: pageOf(Report),
  },
  getReport: {
    ...reports,
    ...one,
    operationId: 'getReport',
    method: 'GET',
    path: '/reports/{reportId}',
    summary: 'A report with its versions and sales',
    permission: 'report:read',
    status: 200,
    response: ReportWithVersions,
  },
  makeReportVersion: {
    ...reports,
    ...one,
    operationId: 'makeReportVersion',
    method: 'POST',
    path: '/reports/{reportId}/versions',
    summary: 'Make another version; those that there are stay as they are',
    permission: 'report:create',
    body: z.strictObject({
      /** Whether the site is assessed anew first. */
      fresh: z.boolean().default(true),
    }),
    status: 202,
    response: Report,
  },
  retryReport: {
    ...reports,
    ...one,
    operationId: 'retryReport',
    method: 'POST',
    path: '/reports/{reportId}/retry',
    summary: 'Try again what failed: the version is made and, when it was bought, delivered',
    permission: 'report:execute',
    status: 202,
    response: Report,
  },
  getReportLineage: {
    ...reports,
    ...one,
    operationId: 'getReportLineage',
    method: 'GET',
    path: '/reports/{reportId}/lineage',
    summary: 'Where every number of a version comes from',
    permission: 'report:read',
    query: Version,
    status: 200,
    response: LineageView,
  },
  createReportLink: {
    ...reports,
    ...one,
    operationId: 'createReportLink',
    method: 'POST',
    path: '/reports/{reportId}/links',
    summary: 'Make a link that shows the teaser, or the whole report, to whoever has it',
    permission: 'report:update',
    body: z.strictObject({
      kind: z.enum(LINK_KINDS).default('teaser'),
      days: z.int().min(1).max(MOST_DAYS).default(60),
      /** The version that a full link shows; the newest one when nothing is said. */
      version: z.int().positive().optional(),
      messageId: MessageId.optional(),
    }),
    status: 201,
    response: ReportLinkView,
  },
  listReportLinks: {
    ...reports,
    ...one,
    operationId: 'listReportLinks',
    method: 'GET',
    path: '/reports/{reportId}/links',
    summary: 'Links to a report, with how often each was opened',
    permission: 'report:read',
    query: PageQuery,
    status: 200,
    response: pageOf(ReportLinkView),
  },
  revokeReportLink: {
    ...reports,
    operationId: 'revokeReportLink',
    method: 'DELETE',
    path: '/reports/{reportId}/links/{linkId}',
    summary: 'Take a link back: nobody can open it any more',
    permission: 'report:update',
    params: z.object({ reportId: ReportId, linkId: ReportLinkId }),
    status: 200,
    response: ReportLinkView,
  },
  getReportBrand: {
    ...reports,
    operationId: 'getReportBrand',
    method: 'GET',
    path: '/report-brand',
    summary: 'How reports look and whom they are from',
    permission: 'report:read',
    status: 200,
    response: BrandView,
  },
  setReportBrand: {
    ...reports,
    operationId: 'setReportBrand',
    method: 'PUT',
    path: '/report-brand',
    summary: 'Set the look of reports to come; what was made keeps the look that it has',
    permission: 'report:update',
    body: z.strictObject({
      senderName: Brand.shape.senderName,
      primaryColour: Brand.shape.primaryColour,
      accentColour: Brand.shape.accentColour,
      contact: Brand.shape.contact.default(null),
      /** A PNG or JPEG of at most 500 KB in base64; null removes the logo, and without the field it stays. */
      logo: z.string().max(LARGEST_LOGO_BASE64, 'has more than 500 KB; give a smaller picture').nullable().optional(),
    }),
    status: 200,
    response: BrandView,
  },
});
