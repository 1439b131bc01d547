import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Files } from '../platform/files.ts';
import { ReportLinkId } from '../platform/ids.ts';
import { ReportContent } from './content.ts';
import { deliveryMail, LARGEST_ATTACHMENT } from './delivery-mail.ts';
import type { ReportLinks } from './report-link.ts';
import type { ReportStore } from './report-store.ts';
import { ReportWork } from './step-contract.ts';
import type { SendTransactional } from './transactional-mail.ts';
import { dateText } from './words.ts';

export const DeliverReportOutput = ReportWork.pick({ workspaceId: true, reportId: true, version: true }).extend({
  linkId: ReportLinkId.nullable(),
  /** Whether a mail went out; a team's own making has nobody to write to. */
  mailed: z.boolean(),
});
export type DeliverReportOutput = z.infer<typeof DeliverReportOutput>;

/** The mail did not leave, and may if it is tried again. */
export class MailNotSent extends Error {
  override readonly name = 'MailNotSent';
}

/** The link of a purchase, by an id made of it: a step that runs twice makes one. */
const linkFor = (reportId: string, purchaseId: string): ReportLinkId =>
  ReportLinkId.parse(`rlk_${createHash('sha256').update(`${reportId}#${purchaseId}`).digest('hex').slice(0, 26)}`);

/**
 * Brings a bought version to its buyer: a link to it that works for two years, and one mail with the link and the PDF. A buyer whose purchase was refunded
 * meanwhile is sent nothing.
 * @throws MailNotSent
 */
export const createDeliverReport =
  ({
    reports,
    links,
    files,
    send,
    origin,
  }: {
    reports: Pick<ReportStore, 'version' | 'sale' | 'deliverSale'>;
    links: Pick<ReportLinks, 'make'>;
    files: Pick<Files, 'readText' | 'readBytes'>;
    send: SendTransactional;
    /** Where the public pages are. */
    origin: string;
  }) =>
  async (event: unknown): Promise<DeliverReportOutput> => {
    const { workspaceId, reportId, version, purchaseId } = ReportWork.parse(event);
    const nobody = { workspaceId, reportId, version, linkId: null, mailed: false };
    if (purchaseId === null) return nobody;
    const [sale, made] = await Promise.all([
      reports.sale(workspaceId, reportId, purchaseId),
      reports.version(workspaceId, reportId, version),
    ]);
    if (made?.pdf == null || made.contentKey === null)
      throw new Error(`Version ${String(version)} of ${reportId} is not ready`);
    if (sale === undefined || sale.state === 'refunded' || sale.state === 'disputed') return nobody;
    const { link, token } = await links.make({
      id: linkFor(reportId, purchaseId),
      workspaceId,
      reportId,
      kind: 'full',
      version,
      purchaseId,
    });
    const text = await files.readText(made.contentKey);
    const content = ReportContent.parse(JSON.parse(text ?? 'null'));
    const bytes = made.pdf.bytes > LARGEST_ATTACHMENT ? undefined : await files.readBytes(made.pdf.key);
    const sent = await send({
      workspaceId,
      onceId: `report#${reportId}#${purchaseId}`,
      to: sale.to,
      ...deliveryMail(content, {
        page: `${origin}/r/${token}/report`,
        expires: dateText(link.expiresAt),
        attached: bytes !== undefined,
      }),
      ...(bytes === undefined
        ? {}
        : {
            attachment: {
              name: `website-report-${content.assessment.domain}.pdf`,
              contentType: 'application/pdf',
              bytes,
            },
          }),
    });
    if (!sent.ok) throw new MailNotSent(`The mail with report ${reportId} did not leave: ${sent.reason}`);
    await reports.deliverSale(workspaceId, reportId, { purchaseId, version });
    return { ...nobody, linkId: link.id, mailed: true };
  };
