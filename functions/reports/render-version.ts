import type { Files } from '../platform/files.ts';
import { reportFileKey } from '../platform/files-layout.ts';
import { ReportContent, type ReportPicture, type ReportPictures } from './content.ts';
import { reportPage } from './html/report-page.ts';
import { lineageOf } from './lineage.ts';
import { renderReport } from './pdf/render-report.ts';
import type { ReportPdf } from './report.ts';
import type { ReportStore } from './report-store.ts';
import { ReportWork } from './step-contract.ts';

type Reading = Pick<Files, 'readBytes'>;

/** What a PDF can take: browsers keep a JPEG beside each WebP. */
const asJpeg = (key: string): string => key.replace(/\.webp$/, '.jpg');

const readPictures = async (files: Reading, { assessment, brand }: ReportContent): Promise<ReportPictures> => {
  const logo = brand.logo === null ? undefined : await files.readBytes(brand.logo.key);
  const screenshots = await Promise.all(
    assessment.screenshots.map(async ({ device, key }): Promise<ReportPicture | undefined> => {
      const bytes = await files.readBytes(asJpeg(key));
      return bytes === undefined ? undefined : { device, contentType: 'image/jpeg', bytes };
    }),
  );
  return { logo: logo ?? null, screenshots: screenshots.filter((picture) => picture !== undefined) };
};

/**
 * Makes a version's files from its content and ends its making: the PDF, the page and the table of where its numbers come from. Run again it makes the same
 * bytes; a version that is ready stays as it is.
 * @throws Error when there is no content
 */
export const createRenderVersion =
  ({
    reports,
    files,
  }: {
    reports: Pick<ReportStore, 'version' | 'finishVersion'>;
    files: Pick<Files, 'readText' | 'readBytes' | 'writeText' | 'writeBytes'>;
  }) =>
  async (event: unknown): Promise<ReportWork> => {
    const work = ReportWork.parse(event);
    const { workspaceId, reportId, version } = work;
    if ((await reports.version(workspaceId, reportId, version))?.state === 'ready') return { ...work, ready: true };
    const keyOf = (file: Parameters<typeof reportFileKey>[3]): string =>
      reportFileKey(workspaceId, reportId, version, file);
    const text = await files.readText(keyOf('content.json'));
    if (text === undefined) throw new Error(`Version ${String(version)} of ${reportId} has no content`);
    const content = ReportContent.parse(JSON.parse(text));
    const pictures = await readPictures(files, content);
    const { bytes, pages, sha256 } = await renderReport(content, pictures);
    const pdf: ReportPdf = { key: keyOf('report.pdf'), sha256, pages, bytes: bytes.length };
    await Promise.all([
      files.writeBytes(pdf.key, bytes, 'application/pdf'),
      files.writeText(keyOf('report.html'), reportPage(content, pictures), 'text/html; charset=utf-8'),
      files.writeText(keyOf('lineage.json'), JSON.stringify(lineageOf(content))),
    ]);
    await reports.finishVersion(workspaceId, reportId, version, {
      assessmentId: content.assessment.id,
      rulesVersion: content.assessment.rulesVersion,
      contentKey: keyOf('content.json'),
      htmlKey: keyOf('report.html'),
      lineageKey: keyOf('lineage.json'),
      pdf,
    });
    return { ...work, ready: true };
  };
