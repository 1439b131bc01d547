import * as z from 'zod';
import type { RunPlan } from '../campaigns/contract.ts';
import { createReadPlan } from '../campaigns/run-plan.ts';
import { Company } from '../discovery/company.ts';
import type { Files } from '../platform/files.ts';
import type { Log } from '../platform/log.ts';
import { BatchInput, type LeadQualification, type Score, ScoreOutput } from './contract.ts';
import { createIcpFit } from './icp-fit.ts';
import type { Lead } from './lead-item.ts';
import type { LeadStore } from './lead-store.ts';
import { companyFacts } from './qualification/company-facts.ts';
import { createReadModel } from './qualification/read-model.ts';

/** Companies are parsed one by one: a malformed one is dropped and counted, it does not fail its batch. */
const Batch = BatchInput.extend({ Items: z.array(z.unknown()).min(1) });
type Scored = Readonly<{ company: Company; score: Score; qualification?: LeadQualification | undefined }>;
type Qualify = (company: Company, score: Score) => LeadQualification | undefined;

/**
 * The step "Score companies": scores a batch by the ICP of its run's plan and writes a lead for each company, those below the threshold too.
 * Times are the plan's, so that a repeated batch writes the same items.
 */
export const createScoreCompanies = ({
  leads,
  files,
  log,
}: {
  leads: Pick<LeadStore, 'putAll'>;
  files: Files;
  log: Log;
}) => {
  const readPlan = createReadPlan({ files });
  const fits = new WeakMap<RunPlan, ReturnType<typeof createIcpFit>>();
  /** The reading of an ICP costs more than the scoring of a batch by it. */
  const fitOf = (plan: RunPlan): ReturnType<typeof createIcpFit> => {
    const known = fits.get(plan);
    if (known !== undefined) return known;
    const fit = createIcpFit(plan.icp, Date.parse(plan.plannedAt));
    fits.set(plan, fit);
    return fit;
  };

  const readModel = createReadModel(files);
  /** What gives leads the probability of the plan's model; nothing when the run began without one. */
  const qualifyBy = async ({ workspaceId, qualification }: RunPlan): Promise<Qualify> => {
    if (qualification === undefined) return () => undefined;
    const { version } = qualification;
    const { probability } = await readModel(workspaceId, version);
    return (company, score) => ({
      probability: Number(probability(companyFacts(company, score)).toFixed(4)),
      version,
    });
  };

  return async (event: unknown): Promise<z.infer<typeof ScoreOutput>> => {
    const { BatchInput: run, Items } = Batch.parse(event);
    const plan = await readPlan(run.planKey);
    const scoreOf = fitOf(plan);
    const qualify = await qualifyBy(plan);
    const scored = new Map<string, Scored>();
    const dropped: Record<string, number> = {};
    const drop = (reason: string): void => {
      dropped[reason] = (dropped[reason] ?? 0) + 1;
    };
    for (const item of Items) {
      const company = Company.safeParse(item).data;
      if (company === undefined) drop('malformed_company');
      else if (scored.has(company.domain)) drop('duplicate_company');
      else {
        try {
          const score = scoreOf(company);
          scored.set(company.domain, { company, score, qualification: qualify(company, score) });
        } catch (error) {
          log.error('A company could not be scored', { runId: run.runId, domain: company.domain, error });
          drop('scoring_failed');
        }
      }
    }
    const all = [...scored.values()];
    const isQualified = ({ score }: Scored): boolean => score.value >= plan.icp.threshold;
    const { workspaceId, campaignId, runId, planKey } = run;
    await leads.putAll(
      all.map(
        (one): Lead => ({
          ...{ workspaceId, campaignId, runId, at: plan.plannedAt },
          ...one,
          stage: isQualified(one) ? 'qualified' : 'below_threshold',
        }),
      ),
    );
    const qualified = all.filter(isQualified);
    if (qualified.length < all.length) dropped['below_threshold'] = all.length - qualified.length;
    return ScoreOutput.parse({
      ...{ workspaceId, campaignId, runId, planKey, dropped, scored: all.length },
      // The schema leaves the breakdown behind: it is in the lead, and a batch's output stays small.
      qualified,
    });
  };
};
