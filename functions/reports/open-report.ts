import type { WorkspaceId } from '../platform/ids.ts';
import type { Notice } from './html/notice-page.ts';
import type { Report, ReportLink, ReportSale, ReportVersion } from './report.ts';
import type { LinkProblem } from './report-link.ts';
import type { ReportStore } from './report-store.ts';

/** Why a page cannot be shown, with what to say and the status to say it with. */
export type Closed = Readonly<{ ok: false; status: 403 | 404 | 410 | 503; notice: Notice }>;
export type OpenedVersion = Readonly<{ ok: true; report: Report; version: ReportVersion } | Closed>;

const closed = (status: Closed['status'], heading: string, ...texts: readonly string[]): Closed => ({
  ok: false,
  status,
  notice: { heading, texts },
});

const LINK_NOTICES: Readonly<Record<LinkProblem, Closed>> = {
  unknown: closed(
    404,
    'This link is not one of ours',
    'Perhaps a part of it is missing: open it from the mail again, or copy all of it.',
  ),
  expired: closed(410, 'This link has expired', 'Answer the mail it came with, and you will be sent a new one.'),
  revoked: closed(
    410,
    'This link was taken back',
    'Whoever sent it has closed it. Answer the mail it came with to ask why.',
  ),
};
export const closedLink = (reason: LinkProblem): Closed => LINK_NOTICES[reason];

const gone = closed(404, 'This report is no longer kept', 'There is nothing behind this link any more.');

/** The sale that a visitor of the teaser should know of: one that stands, else one that went back. */
export const saleToTell = (sales: readonly ReportSale[], linkId: ReportLink['id']): ReportSale | undefined =>
  sales.find(({ state }) => state === 'paid' || state === 'delivered') ??
  sales.find((sale) => sale.linkId === linkId && (sale.state === 'refunded' || sale.state === 'disputed'));

/** `j…@example.com`: enough for its owner, too little for anybody else. */
const masked = (address: string): string => {
  const at = address.lastIndexOf('@');
  return at < 1 ? '…' : `${address.slice(0, 1)}…${address.slice(at)}`;
};

/** What a teaser says when the report was bought: it is not sold twice. */
export const boughtNotice = ({ state, to }: ReportSale): Notice => ({
  heading: 'This report has been bought',
  texts:
    state === 'paid'
      ? [
          'Thank you. The site is being looked at once more and the report is being made.',
          `It will be sent to ${masked(to)}, usually within minutes.`,
        ]
      : [
          `It was sent to ${masked(to)}. The link to it is in that mail.`,
          'If it did not arrive, look among unwanted mail, or answer the mail this link came with.',
        ],
});

export const REFUNDED =
  'An earlier purchase of this report was refunded, so the link to it is closed. You can buy it again.';

/** What a link of somebody who bought leads to: the version that was sold, unless the sale went back. */
export const createOpenVersion =
  ({ reports }: { reports: Pick<ReportStore, 'get' | 'sale' | 'version'> }) =>
  async (workspaceId: WorkspaceId, link: ReportLink): Promise<OpenedVersion> => {
    if (link.kind === 'teaser')
      return closed(403, 'The full report is for who bought it', 'Go back to the page that this link shows to buy it.');
    const sale = link.purchaseId === null ? undefined : await reports.sale(workspaceId, link.reportId, link.purchaseId);
    if (sale?.state === 'refunded')
      return closed(
        410,
        'This purchase was refunded',
        'The money went back, so the report is closed. It can be bought again.',
      );
    if (sale?.state === 'disputed')
      return closed(
        410,
        'This purchase is disputed',
        'The bank has been asked to take the payment back. The report is closed until that is settled.',
      );
    const report = await reports.get(workspaceId, link.reportId);
    if (report === undefined) return gone;
    const number = link.version ?? report.version;
    const version = number === 0 ? undefined : await reports.version(workspaceId, link.reportId, number);
    return version?.state === 'ready'
      ? { ok: true, report, version }
      : closed(503, 'This report is being made', 'It is usually there within minutes. Load this page again then.');
  };
