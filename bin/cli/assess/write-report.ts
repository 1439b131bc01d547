import { writeFile } from 'node:fs/promises';
import type { Assessment } from '../../../functions/assessment/contract.ts';
import { newId, ReportId } from '../../../functions/platform/ids.ts';
import { DEFAULT_BRAND } from '../../../functions/reports/brand.ts';
import { createWriteInsights } from '../../../functions/reports/insights/model-insights.ts';
import type { PrintPicture } from './assess-here.ts';

/** Writes the report of an assessment as a PDF; gives its pages. */
export const writeReport = async (
  file: string,
  assessment: Assessment,
  screenshots: readonly PrintPicture[],
): Promise<number> => {
  // The renderer with its fonts is large, and most calls write no report.
  const { renderReport } = await import('../../../functions/reports/pdf/render-report.ts');
  const { insights } = await createWriteInsights({ model: undefined })(assessment);
  const { bytes, pages } = await renderReport(
    {
      reportId: newId(ReportId, 'rpt'),
      version: 1,
      preparedAt: assessment.finishedAt ?? assessment.startedAt,
      assessment,
      insights,
      brand: DEFAULT_BRAND,
      peers: null,
      remarks: [],
    },
    { logo: null, screenshots },
  );
  await writeFile(file, bytes);
  return pages;
};
