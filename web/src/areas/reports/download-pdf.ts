import { addressOf, send } from '../../api/call.ts';
import type { Report } from './report-queries.ts';

/** Saves a version's PDF as a file. It is asked for with the session's token, which a plain link could not carry. */
export const downloadPdf = async ({ id, domain }: Pick<Report, 'id' | 'domain'>, version: number): Promise<void> => {
  const answer = await send(addressOf('getReportPdf', { params: { reportId: id }, query: { version } }), {
    headers: { accept: 'application/pdf' },
  });
  const address = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = `website-report-${domain}-${String(version)}.pdf`;
  link.click();
  URL.revokeObjectURL(address);
};
