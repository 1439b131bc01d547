import { createHash } from 'node:crypto';
import type { SQSEvent } from 'aws-lambda';
import type { Company } from '../discovery/company.ts';
import { mapAtOnce } from '../platform/at-once.ts';
import { AssessmentId, type WorkspaceId } from '../platform/ids.ts';
import type { MicroUsd } from '../platform/money.ts';
import type { LeadStore } from '../scoring/lead-store.ts';
import type { AssessSite } from './assess-site.ts';
import type { AssessmentStore } from './assessment-store.ts';
import { BatchRecord } from './batch-contract.ts';
import type { BatchStep, BatchStore, StoredBatch } from './batch-store.ts';
import { defaultAssumptions } from './default-assumptions.ts';
import { isQualified, LEADS_A_STEP, LEADS_AT_ONCE } from './estimate-batch.ts';

/** Assesses a site with what its workspace pays for; tells what it cost. */
export type AssessPaid = (
  ...of: Parameters<AssessSite>
) => Promise<Readonly<{ assessment: Awaited<ReturnType<AssessSite>>; costMicroUsd: MicroUsd }>>;
export type SendRecord = (record: BatchRecord) => Promise<void>;

/** A lead's assessment has an id of its batch and domain, so that a repeated step finds what it made. */
const assessmentIdOf = ({ batchId }: BatchRecord, domain: string): AssessmentId =>
  AssessmentId.parse(
    `asm_${batchId.slice('abt_'.length)}${createHash('sha256').update(domain).digest('hex').slice(0, 20)}`,
  );

type Ports = Readonly<{
  batches: Pick<BatchStore, 'get' | 'advance' | 'move'>;
  leads: Pick<LeadStore, 'list'>;
  findCompany: (workspaceId: WorkspaceId, domain: string) => Promise<Company | undefined>;
  assessments: Pick<AssessmentStore, 'get' | 'keep'>;
  assess: AssessPaid;
  send: SendRecord;
}>;

/**
 * Works on batches from their queue: a record is one page of leads, after which the next one is sent. At least once: what was assessed is found again, a page is
 * counted once, and of two workers on the same page one stops. A cancelled batch is left where it is.
 */
export const createAssessLeads = ({ batches, leads, findCompany, assessments, assess, send }: Ports) => {
  const assessLead = async (record: BatchRecord, domain: string) => {
    const { workspaceId, batchId } = record;
    const id = assessmentIdOf(record, domain);
    const known = await assessments.get(workspaceId, id);
    if (known !== undefined) return { status: known.status, costMicroUsd: 0 };
    const company = await findCompany(workspaceId, domain);
    const website = company === undefined || company.website === '' ? `https://${domain}` : company.website;
    const { assessment, costMicroUsd } = await assess(
      { id, workspaceId, url: website, domain, companyName: company?.name ?? null },
      defaultAssumptions({
        industry: company?.industries[0] ?? null,
        employees: company?.headcount ?? null,
        annualRevenueUsd: company?.revenue ?? null,
      }),
    );
    await assessments.keep(assessment, batchId);
    return { status: assessment.status, costMicroUsd };
  };

  const workPage = async (record: BatchRecord, batch: StoredBatch): Promise<BatchStep> => {
    const { workspaceId, campaignId } = record;
    const left = batch.leads - batch.assessed - batch.failed;
    const cursor = batch.cursor === '' ? undefined : batch.cursor;
    const page = await leads.list(workspaceId, campaignId, { limit: LEADS_A_STEP, cursor });
    const wanted = (page?.items ?? []).filter(isQualified).slice(0, left);
    const done = await mapAtOnce(wanted, LEADS_AT_ONCE, ({ domain }) => assessLead(record, domain));
    const assessed = done.filter(({ status }) => status === 'completed').length;
    return {
      assessed,
      failed: done.length - assessed,
      costMicroUsd: done.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0),
      nextCursor: done.length === left ? null : (page?.nextCursor ?? null),
    };
  };

  const work = async (record: BatchRecord): Promise<void> => {
    const batch = await batches.get(record);
    if (batch?.status !== 'running') return;
    if (batch.ended) {
      await batches.move(record, 'running', 'completed');
      return;
    }
    const step = await workPage(record, batch);
    if (!(await batches.advance(record, batch.cursor, step))) return;
    if (step.nextCursor === null) await batches.move(record, 'running', 'completed');
    else await send(record);
  };

  return async ({ Records }: SQSEvent): Promise<void> => {
    for (const { body } of Records) await work(BatchRecord.parse(JSON.parse(body)));
  };
};
