import * as z from 'zod';
import { defineRoutes } from '../platform/http/route.ts';
import { ReportId } from '../platform/ids.ts';

const shown = { servedBy: 'reports/show-report', streams: true, status: 200, response: z.string() } as const;
const page = {
  ...shown,
  tag: 'Public links',
  root: true,
  permission: 'public',
  produces: 'text/html; charset=utf-8',
} as const;
const token = { params: z.object({ token: z.string().min(10).max(2_000) }) } as const;

/** What is shown as a page or a file, to whoever has a link and to the team. */
export const reportPageRoutes = defineRoutes({
  showReport: {
    ...page,
    ...token,
    operationId: 'showReport',
    method: 'GET',
    path: '/r/{token}',
    summary: 'The teaser of a report with the button to buy it; behind a link of who bought it, the report',
  },
  showFullReport: {
    ...page,
    ...token,
    operationId: 'showFullReport',
    method: 'GET',
    path: '/r/{token}/report',
    summary: 'The whole report as a page',
  },
  showReportPdf: {
    ...page,
    ...token,
    operationId: 'showReportPdf',
    method: 'GET',
    path: '/r/{token}/pdf',
    summary: 'The whole report as a PDF',
    produces: 'application/pdf',
  },
  getReportPdf: {
    ...shown,
    params: z.object({ reportId: ReportId }),
    operationId: 'getReportPdf',
    method: 'GET',
    path: '/reports/{reportId}/pdf',
    summary: 'A version of a report as a PDF',
    tag: 'Reports',
    permission: 'report:read',
    query: z.object({ version: z.coerce.number().int().positive().optional() }),
    produces: 'application/pdf',
  },
});
