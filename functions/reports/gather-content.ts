import type { AssessmentStore } from '../assessment/assessment-store.ts';
import type { Assessment } from '../assessment/contract.ts';
import type { ImpactIndustry } from '../assessment/impact/contract.ts';
import type { Files } from '../platform/files.ts';
import { reportFileKey } from '../platform/files-layout.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import { type Clock, instant } from '../platform/time.ts';
import type { BrandStore } from './brand-store.ts';
import { isMeasured, ReportContent } from './content.ts';
import type { WriteInsights } from './insights/model-insights.ts';
import { comparePeers, type PeerScores } from './peers.ts';
import { NoReport } from './prepare-report.ts';
import type { Report } from './report.ts';
import type { ReportStore } from './report-store.ts';
import { ReportWork } from './step-contract.ts';
import { dateText } from './words.ts';

/** There is no assessment that a report could rest on. */
export class NothingToReport extends Error {
  override readonly name = 'NothingToReport';
}

/** Scores of other sites of an industry. */
export type ReadPeers = (workspaceId: WorkspaceId, industry: ImpactIndustry) => Promise<readonly PeerScores[]>;

/**
 * Puts together what a version consists of and writes it down once: a step that runs again finds it and changes nothing. When the site could not be read anew, the
 * report rests on the assessment that the teaser showed, and says so.
 * @throws NoReport, NothingToReport
 */
export const createGatherContent = ({
  reports,
  assessments,
  brands,
  readPeers,
  writeInsights,
  files,
  clock,
}: {
  reports: Pick<ReportStore, 'get'>;
  assessments: Pick<AssessmentStore, 'get' | 'freeze'>;
  brands: Pick<BrandStore, 'get'>;
  readPeers: ReadPeers;
  writeInsights: (workspaceId: WorkspaceId) => Promise<WriteInsights>;
  files: Pick<Files, 'readText' | 'replaceText'>;
  clock: Clock;
}) => {
  const usable = async (work: ReportWork): Promise<Readonly<{ assessment: Assessment; remarks: string[] }>> => {
    const { workspaceId, reportId, assessmentId } = work;
    const [made, report] = await Promise.all([
      assessments.get(workspaceId, assessmentId),
      reports.get(workspaceId, reportId),
    ]);
    if (report === undefined) throw new NoReport(`There is no report ${reportId}`);
    if (made?.status === 'completed' && isMeasured(made)) return { assessment: named(made, report), remarks: [] };
    const earlier = await assessments.get(workspaceId, report.assessmentId);
    // A look that brought nothing to score says less than the one that was offered, and more than none.
    if (made?.status === 'completed' && (earlier?.status !== 'completed' || !isMeasured(earlier)))
      return { assessment: named(made, report), remarks: [] };
    if (earlier?.status !== 'completed')
      throw new NothingToReport(
        `Neither assessment ${assessmentId} nor ${report.assessmentId} was completed: ${made?.failure?.detail ?? 'no reason is known'}`,
      );
    const why = made?.failure === undefined ? '' : ` (${made.failure.detail.replace(/[.\s]+$/, '')})`;
    return {
      assessment: named(earlier, report),
      remarks: [
        `The site could not be read anew on ${dateText(instant(clock()))}${why}. This report rests on the assessment of ${dateText(earlier.startedAt)}.`,
      ],
    };
  };

  return async (event: unknown): Promise<ReportWork> => {
    const work = ReportWork.parse(event);
    const { workspaceId, reportId, version } = work;
    const key = reportFileKey(workspaceId, reportId, version, 'content.json');
    const written = await files.readText(key);
    if (written !== undefined) return { ...work, assessmentId: ReportContent.parse(JSON.parse(written)).assessment.id };
    const { assessment, remarks } = await usable(work);
    const write = await writeInsights(workspaceId);
    const [{ insights }, peers, brand] = await Promise.all([
      write(assessment),
      readPeers(workspaceId, assessment.assumptions.industry),
      brands.get(workspaceId),
    ]);
    const content: ReportContent = ReportContent.parse({
      reportId,
      version,
      preparedAt: instant(clock()),
      assessment,
      insights,
      brand,
      peers: comparePeers(assessment, assessment.assumptions.industry, peers),
      remarks,
    });
    // Whoever was faster wrote it; theirs stands.
    await files.replaceText(key, JSON.stringify(content), null);
    await assessments.freeze(workspaceId, assessment.id);
    return { ...work, assessmentId: assessment.id };
  };
};

/** An assessment under the name that the report was offered by. */
const named = (assessment: Assessment, { companyName }: Report): Assessment => ({
  ...assessment,
  companyName: companyName ?? assessment.companyName,
});
