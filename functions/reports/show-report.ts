import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { AssessmentStore } from '../assessment/assessment-store.ts';
import type { Files } from '../platform/files.ts';
import { readRequest } from '../platform/http/api.ts';
import { gatewayPath } from '../platform/http/gateway-path.ts';
import { notFound, problem } from '../platform/http/problem.ts';
import { type Open, type StreamedAnswer, streamedAnswer } from '../platform/http/streamed-answer.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import type { Money } from '../platform/money.ts';
import type { Brand } from './brand.ts';
import type { BrandStore } from './brand-store.ts';
import { dataAddress, PAGE_HEADERS } from './html/frame.ts';
import { noticePage } from './html/notice-page.ts';
import { teaserPage } from './html/teaser-page.ts';
import { boughtNotice, type Closed, closedLink, createOpenVersion, REFUNDED, saleToTell } from './open-report.ts';
import { reportPageRoutes } from './page-contract.ts';
import type { Report, ReportLink, ReportPdf } from './report.ts';
import type { OpenedLink, ReportLinks } from './report-link.ts';
import type { ReportStore } from './report-store.ts';

type Ports = Readonly<{
  reports: Pick<ReportStore, 'get' | 'sale' | 'sales' | 'version'>;
  links: Pick<ReportLinks, 'open'>;
  brands: Pick<BrandStore, 'get'>;
  assessments: Pick<AssessmentStore, 'get'>;
  files: Pick<Files, 'readText' | 'readBytes'>;
  price: Money;
  origin: string;
}>;
type Event = APIGatewayProxyEvent;

const { showReport, showFullReport, showReportPdf, getReportPdf } = reportPageRoutes;
const HTML = PAGE_HEADERS['content-type'];

/** Where the visitor came from, when a browser tells and it is an address of the web. */
const referrerOf = (headers: Readonly<Record<string, string>>): string | null => {
  const from = headers['referer'] ?? '';
  return /^https?:\/\//i.test(from) && URL.canParse(from) ? from : null;
};

const queryOf = ({ queryStringParameters }: Event): string => {
  const pairs = Object.entries(queryStringParameters ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return pairs.length === 0 ? '' : `?${new URLSearchParams(Object.fromEntries(pairs)).toString()}`;
};

/**
 * Shows reports: the teaser, the full page and the PDF behind a link, and the PDF to the team. Streams, since a PDF is bytes and answers that are not streamed
 * are text; every page is readable without scripts, and says what is the matter where there is no report.
 */
export const createShowReport = (ports: Ports) => {
  const { reports, links, brands, assessments, files, price, origin } = ports;
  const openVersion = createOpenVersion(ports);

  const close = (answer: StreamedAnswer, { status, notice }: Closed, brand: Brand | undefined): void => {
    answer.bytes(noticePage(notice, brand), HTML, PAGE_HEADERS, status);
  };

  const logoOf = async (brand: Brand): Promise<string | null> => {
    const bytes = brand.logo === null ? undefined : await files.readBytes(brand.logo.key);
    return bytes === undefined || brand.logo === null ? null : dataAddress(brand.logo.contentType, bytes);
  };

  const sendPdf = async (answer: StreamedAnswer, { domain }: Report, pdf: ReportPdf): Promise<void> => {
    const bytes = await files.readBytes(pdf.key);
    if (bytes === undefined) throw new Error(`The PDF ${pdf.key} is gone`);
    answer.bytes(bytes, 'application/pdf', {
      'content-disposition': `inline; filename="website-report-${domain.replaceAll(/[^a-z0-9.-]/gi, '-')}.pdf"`,
      etag: `"${pdf.sha256}"`,
      'x-robots-tag': 'noindex, nofollow',
    });
  };

  /** The version that a link of a buyer shows, as a page or as a file. */
  const full = async (answer: StreamedAnswer, link: ReportLink, brand: Brand, as: 'page' | 'pdf'): Promise<void> => {
    const opened = await openVersion(link.workspaceId, link);
    if (!opened.ok) {
      close(answer, opened, brand);
      return;
    }
    const { report, version } = opened;
    if (as === 'pdf' && version.pdf !== null) {
      await sendPdf(answer, report, version.pdf);
      return;
    }
    const html = version.htmlKey === null ? undefined : await files.readText(version.htmlKey);
    if (html === undefined) throw new Error(`The page of ${report.id}, version ${String(version.version)}, is gone`);
    answer.bytes(html, HTML, PAGE_HEADERS);
  };

  const teaser = async (
    answer: StreamedAnswer,
    link: ReportLink,
    brand: Brand,
    visit: Readonly<{ token: string; query: string; referrer: string | null }>,
  ): Promise<void> => {
    const { workspaceId, reportId } = link;
    const report = await reports.get(workspaceId, reportId);
    const assessment = report === undefined ? undefined : await assessments.get(workspaceId, report.assessmentId);
    if (report === undefined || assessment?.status !== 'completed') {
      close(answer, closedLink('unknown'), brand);
      return;
    }
    const sale = saleToTell(await reports.sales(workspaceId, reportId), link.id);
    if (sale?.state === 'paid' || sale?.state === 'delivered') {
      answer.bytes(noticePage(boughtNotice(sale), brand), HTML, PAGE_HEADERS);
      return;
    }
    answer.bytes(
      teaserPage({
        assessment: { ...assessment, companyName: report.companyName ?? assessment.companyName },
        brand,
        logo: await logoOf(brand),
        price,
        checkout: `/reports/${visit.token}/checkout`,
        landingPage: `${origin}/r/${visit.token}${visit.query}`,
        referrer: visit.referrer,
        expiresAt: link.expiresAt,
        notice: sale === undefined ? undefined : REFUNDED,
      }),
      HTML,
      PAGE_HEADERS,
    );
  };

  const brandOf = async (opened: OpenedLink): Promise<Brand | undefined> =>
    opened.link === undefined ? undefined : await brands.get(opened.link.workspaceId);

  const visit = async (event: Event, answer: StreamedAnswer, traceId: string): Promise<void> => {
    const route = [showReport, showFullReport, showReportPdf].find((one) => gatewayPath(one) === event.resource);
    const read = await readRequest(showReport, event, traceId);
    if ('problem' in read || route === undefined) {
      close(answer, closedLink('unknown'), undefined);
      return;
    }
    const { token } = read.params;
    const opened = await links.open(token);
    const brand = await brandOf(opened);
    if (!opened.ok || brand === undefined) close(answer, closedLink(opened.ok ? 'unknown' : opened.reason), brand);
    else if (route === showReport && opened.link.kind === 'teaser')
      await teaser(answer, opened.link, brand, { token, query: queryOf(event), referrer: referrerOf(read.headers) });
    else await full(answer, opened.link, brand, route === showReportPdf ? 'pdf' : 'page');
  };

  const teamPdf = async (event: Event, answer: StreamedAnswer, traceId: string): Promise<void> => {
    const read = await readRequest(getReportPdf, event, traceId);
    if ('problem' in read) {
      answer.problem(read);
      return;
    }
    const { workspaceId }: { workspaceId: WorkspaceId } = read.principal;
    const report = await reports.get(workspaceId, read.params.reportId);
    const number = read.query.version ?? report?.version ?? 0;
    const version =
      report === undefined || number === 0 ? undefined : await reports.version(workspaceId, report.id, number);
    if (report === undefined) answer.problem(notFound('report', read.params.reportId));
    else if (version?.pdf == null)
      answer.problem(
        problem(409, 'report_not_made', `Report ${report.id} has no such version. Read it to see which it has.`),
      );
    else await sendPdf(answer, report, version.pdf);
  };

  return async (event: Event, open: Open): Promise<void> => {
    const traceId = event.requestContext.requestId;
    const answer = streamedAnswer(open, traceId);
    await (event.resource === gatewayPath(getReportPdf) ? teamPdf : visit)(event, answer, traceId);
  };
};
