import type { ReadPlan } from '../campaigns/run-plan.ts';
import { SiteReading } from '../contacts/contract.ts';
import type { Files } from '../platform/files.ts';
import { SECOND } from '../platform/time.ts';
import type { PrepareCopy } from './batches/prepare-copy.ts';
import type { WritersFor } from './choose-writer.ts';
import { WriteCopyInput, WriteCopyOutput } from './contract.ts';
import { createDraftCompanies, type DraftCompaniesPorts, type DraftingWork } from './draft-companies.ts';
import { OfferedReport } from './offered-report.ts';
import { citablePassages } from './untrusted-text.ts';

/** The step has 100 s (company-batch.asl.json), and a company's mails may take a model 45 s: after this the offline writer writes the rest. */
const MODEL_TIME = 40 * SECOND;

/**
 * Writes a mail for every chosen contact of a batch of companies; where the campaign waits for Message Batches, prepares what they are asked instead. At least once, so
 * all of it may run again.
 */
export const createWriteCopy = ({
  readPlan,
  files,
  writersFor,
  prepareCopy,
  ...ports
}: DraftCompaniesPorts & {
  readPlan: ReadPlan;
  files: Pick<Files, 'readText'>;
  writersFor: WritersFor;
  /** Gives `false` when there is no model with batches. */
  prepareCopy: PrepareCopy;
}) => {
  const draftCompanies = createDraftCompanies(ports);

  const knownOf: DraftingWork['knownOf'] = async ({ siteKey, reportKey }) => {
    const [site, report] = await Promise.all([
      siteKey === null ? undefined : files.readText(siteKey),
      reportKey === undefined ? undefined : files.readText(reportKey),
    ]);
    return {
      passages: site === undefined ? [] : citablePassages(SiteReading.parse(JSON.parse(site)).passages),
      ...(report === undefined ? {} : { report: OfferedReport.parse(JSON.parse(report)) }),
    };
  };

  return async (event: unknown): Promise<WriteCopyOutput> => {
    const { prospects, planKey } = WriteCopyInput.parse(event);
    const plan = await readPlan(planKey);
    const modelUntil = ports.clock() + MODEL_TIME;
    if (plan.copyTiming === 'batch' && (await prepareCopy({ plan, prospects, knownOf })))
      return WriteCopyOutput.parse({ drafted: 0, held: 0, dropped: {} });
    return await draftCompanies({ plan, prospects, knownOf, ...writersFor(plan), modelUntil });
  };
};
