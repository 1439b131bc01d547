import * as z from 'zod';
import { RunPlan } from '../campaigns/contract.ts';
import { Company } from '../discovery/company.ts';
import type { Files } from '../platform/files.ts';
import type { Log } from '../platform/log.ts';
import { BatchInput, type Score, ScoreOutput } from './contract.ts';
import { createIcpFit } from './icp-fit.ts';
import type { Lead } from './lead-item.ts';
import type { LeadStore } from './lead-store.ts';

/** Companies are parsed one by one: a malformed one is dropped and counted, it does not fail its batch. */
const Batch = BatchInput.extend({ Items: z.array(z.unknown()).min(1) });
const PLANS_HELD = 8;

type Planned = Readonly<{ plan: RunPlan; scoreOf: ReturnType<typeof createIcpFit> }>;
type Scored = Readonly<{ company: Company; score: Score }>;

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
  const plans = new Map<string, Promise<Planned>>();

  const readPlan = async (key: string): Promise<Planned> => {
    const text = await files.readText(key);
    if (text === undefined) throw new Error(`There is no plan at ${key}`);
    const plan = RunPlan.parse(JSON.parse(text));
    return { plan, scoreOf: createIcpFit(plan.icp, Date.parse(plan.plannedAt)) };
  };

  /** A run's plan does not change: hundreds of batches of it read it once a process. */
  const planOf = (key: string): Promise<Planned> => {
    const known = plans.get(key);
    if (known !== undefined) return known;
    const reading = readPlan(key);
    plans.set(key, reading);
    reading.catch(() => plans.delete(key));
    const oldest = plans.keys().next().value;
    if (plans.size > PLANS_HELD && oldest !== undefined) plans.delete(oldest);
    return reading;
  };

  return async (event: unknown): Promise<z.infer<typeof ScoreOutput>> => {
    const { BatchInput: run, Items } = Batch.parse(event);
    const { plan, scoreOf } = await planOf(run.planKey);
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
          scored.set(company.domain, { company, score: scoreOf(company) });
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
