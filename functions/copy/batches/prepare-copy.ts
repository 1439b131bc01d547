import { createHash } from 'node:crypto';
import type { RunPlan } from '../../campaigns/contract.ts';
import type { CompanyProspects } from '../../contacts/contract.ts';
import type { RecipientStore } from '../../contacts/recipient-store.ts';
import type { WorkspaceId } from '../../platform/ids.ts';
import type { Spending, SpendLimit } from '../../platform/spending.ts';
import type { Brief } from '../brief.ts';
import { addUp, briefFor, createReservePeople, type DraftingWork } from '../draft-companies.ts';
import type { ModelBatches } from '../model-batches.ts';
import { type ChoosePassages, inCalls, mailsRequest } from '../model-writer.ts';
import type { WorkspaceBatches } from '../workspace-batches.ts';
import type { PreparedCall, PreparedChunk, PreparedCopy } from './prepared-copy.ts';

/** Gives `false`, and has done nothing, when there is no model with batches. */
export type PrepareCopy = (work: Pick<DraftingWork, 'plan' | 'prospects' | 'knownOf'>) => Promise<boolean>;

export type PrepareCopyPorts = Readonly<{
  batchesFor: WorkspaceBatches;
  prepared: Pick<PreparedCopy, 'read' | 'keep'>;
  recipients: Pick<RecipientStore, 'reserve'>;
  spending: Pick<Spending, 'reserve'>;
  choosePassagesFor: (workspaceId: WorkspaceId) => ChoosePassages;
  limitsFor: (plan: RunPlan, domain: string) => readonly SpendLimit[];
}>;

/**
 * Prepares what a model is asked for a batch of companies, when it may answer within a day: people reserved, passages chosen, budgets committed, requests stored. A
 * step that comes again finds them. A call that no budget has room for is left out; its mails are written when the others are collected, within what is left.
 */
export const createPrepareCopy = (ports: PrepareCopyPorts): PrepareCopy => {
  const { batchesFor, prepared, recipients, choosePassagesFor } = ports;
  const reservePeople = createReservePeople(recipients);

  return async ({ plan, prospects, knownOf }) => {
    const { workspaceId, runId } = plan;
    const batches = await batchesFor(workspaceId);
    if (batches === undefined) return false;
    const chunk = chunkOf(prospects);
    if ((await prepared.read(workspaceId, runId, chunk)) !== undefined) return true;
    const choose = choosePassagesFor(workspaceId);
    const entries: CompanyProspects[] = [];
    const known: Record<string, PreparedChunk['known'][string]> = {};
    const calls: PreparedCall[] = [];
    for (const entry of prospects) {
      const { reserved, drops } = await reservePeople(plan, entry);
      entries.push({ ...entry, contacts: [...reserved], contactDrops: addUp([entry.contactDrops, drops]) });
      const [first] = reserved;
      if (first === undefined) continue;
      const { company } = entry;
      const all = await knownOf(entry);
      const shown = { ...all, passages: [...(await choose(briefFor(plan, company, first, all)))] };
      known[company.domain] = shown;
      const briefs = reserved.map((prospect) => briefFor(plan, company, prospect, shown));
      calls.push(...(await callsFor(ports, batches, plan, briefs)));
    }
    await prepared.keep(workspaceId, runId, { chunk, prospects: entries, known, calls });
    return true;
  };
};

const callsFor = async (
  { spending, limitsFor }: PrepareCopyPorts,
  batches: ModelBatches,
  plan: RunPlan,
  briefs: readonly Brief[],
): Promise<readonly PreparedCall[]> => {
  const calls: PreparedCall[] = [];
  for (const [first, ...more] of inCalls(briefs, (brief) => brief)) {
    if (first === undefined) continue;
    const request = mailsRequest([first, ...more], first.passages);
    const mostMicroUsd = batches.mostCost(request);
    const limits = limitsFor(plan, first.company.domain);
    if (!(await spending.reserve(plan.workspaceId, limits, mostMicroUsd)).ok) continue;
    const seeds = [first, ...more].map(({ seed }) => seed);
    calls.push({
      ...{ id: callIdOf(seeds), seeds, mostMicroUsd, limits: [...limits] },
      params: await batches.paramsOf(request),
    });
  }
  return calls;
};

const shortHash = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, length);

/** The name of a call within its batch: by run and people, so that what a batch answers says whose it is. */
const callIdOf = (seeds: readonly string[]): string => `mails_${shortHash(seeds.join('\n'), 40)}`;

/** The name of a batch of companies, the same whenever the step comes again. */
const chunkOf = (prospects: readonly CompanyProspects[]): string =>
  shortHash(prospects.map(({ company }) => company.domain).join('\n'), 20);
