import type * as z from 'zod';
import type { RunPlan } from '../campaigns/contract.ts';
import type { ReadPlan } from '../campaigns/run-plan.ts';
import { type CompanyProspects, type Passage, type Prospect, SiteReading } from '../contacts/contract.ts';
import type { RecipientStore } from '../contacts/recipient-store.ts';
import { mapAtOnce } from '../platform/at-once.ts';
import type { Files } from '../platform/files.ts';
import type { MessageId } from '../platform/ids.ts';
import { type Clock, instant, SECOND } from '../platform/time.ts';
import type { LeadStore } from '../scoring/lead-store.ts';
import type { Writer } from './brief.ts';
import { WriteCopyInput, WriteCopyOutput } from './contract.ts';
import { type DraftStore, firstMessageId } from './draft-store.ts';
import { assignVariant } from './experiment.ts';
import type { StoredDraft } from './message-content.ts';
import { createWriteDrafts } from './write-drafts.ts';

const COMPANIES_AT_ONCE = 8;
/** The step has 100 s (company-batch.asl.json), and one mail may take a model 45 s: after this the offline writer writes the rest. */
const MODEL_TIME = 45 * SECOND;

type Output = z.infer<typeof WriteCopyOutput>;
type Outcome = Readonly<{ drafted: number; held: number; drops: Readonly<Record<string, number>> }>;

/**
 * Writes a mail for every chosen contact of a batch and stores it as a message. An address is reserved first, so that no other run writes to it within thirty days. At
 * least once, so all of it may run again: reservations, texts and messages are written once, leads come out the same.
 */
export const createWriteCopy =
  ({
    readPlan,
    files,
    recipients,
    drafts,
    leads,
    write,
    fallback,
    clock,
  }: {
    readPlan: ReadPlan;
    files: Pick<Files, 'readText'>;
    recipients: Pick<RecipientStore, 'reserve'>;
    drafts: DraftStore;
    leads: Pick<LeadStore, 'markPrepared'>;
    /** Writes while there is time for it; `fallback` needs none. */
    write: Writer;
    fallback: Writer;
    clock: Clock;
  }) =>
  async (event: unknown): Promise<Output> => {
    const { prospects, planKey, workspaceId, campaignId, runId } = WriteCopyInput.parse(event);
    const plan = await readPlan(planKey);
    const modelUntil = clock() + MODEL_TIME;
    const writers = { model: createWriteDrafts({ write }), offline: createWriteDrafts({ write: fallback }) };
    const written = await drafts.known(
      workspaceId,
      prospects.flatMap(({ contacts }) => contacts.map(({ email }) => firstMessageId(runId, email))),
    );

    const passagesOf = async (siteKey: string | null): Promise<readonly Passage[]> => {
      const text = siteKey === null ? undefined : await files.readText(siteKey);
      return text === undefined ? [] : SiteReading.parse(JSON.parse(text)).passages;
    };

    const writeTo = async (
      company: CompanyProspects['company'],
      prospect: Prospect,
      passages: readonly Passage[],
      id: MessageId,
    ): Promise<StoredDraft> => {
      const { offer, sender, icp } = plan;
      const brief = { company, prospect, passages, offer, sender, icp, seed: `${runId}/${prospect.email}` };
      const by = clock() < modelUntil ? writers.model : writers.offline;
      const mail = await by(brief, assignVariant(campaignId, company.domain));
      return await drafts.keep(workspaceId, id, mail, instant(clock()));
    };

    const prepare = async ({ company, contacts, contactDrops, siteKey }: CompanyProspects): Promise<Outcome> => {
      const { domain } = company;
      const drops: Record<string, number> = {};
      const stored: StoredDraft[] = [];
      const passages = contacts.length === 0 ? [] : await passagesOf(siteKey);
      for (const prospect of contacts) {
        const reserved = await recipients.reserve(workspaceId, prospect.email, {
          domain,
          contactId: prospect.id,
          campaignId,
          runId,
        });
        if (!reserved.ok) {
          drops[reserved.reason] = (drops[reserved.reason] ?? 0) + 1;
          continue;
        }
        const id = firstMessageId(runId, prospect.email);
        const draft = written.get(id) ?? (await writeTo(company, prospect, passages, id));
        const toName = [prospect.firstName, prospect.lastName].filter((name) => name !== null).join(' ');
        await drafts.insert({
          workspaceId,
          campaignId,
          runId,
          domain,
          companyName: company.name,
          toName: toName === '' ? null : toName,
          toAddress: prospect.email,
          draft,
          review: plan.approval === 'review',
          at: instant(clock()),
        });
        stored.push(draft);
      }
      const held = heldOf(plan, stored);
      await leads.markPrepared(workspaceId, campaignId, domain, {
        stage: stored.length === 0 ? 'no_contact' : held > 0 ? 'in_review' : 'drafted',
        contacts: stored.length,
        contactDrops: addUp([contactDrops, drops]),
        costMicroUsd: stored.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0),
        at: instant(clock()),
      });
      return { drafted: stored.length, held, drops };
    };

    const outcomes = await mapAtOnce(prospects, COMPANIES_AT_ONCE, prepare);
    return WriteCopyOutput.parse({
      drafted: outcomes.reduce((sum, { drafted }) => sum + drafted, 0),
      held: outcomes.reduce((sum, { held }) => sum + held, 0),
      dropped: addUp(outcomes.map(({ drops }) => drops)),
    });
  };

/** How many of a company's mails wait for a reviewer. */
const heldOf = ({ approval }: Pick<RunPlan, 'approval'>, stored: readonly StoredDraft[]): number =>
  approval === 'review' ? stored.length : 0;

const addUp = (counts: readonly Readonly<Record<string, number>>[]): Record<string, number> => {
  const sum: Record<string, number> = {};
  for (const one of counts) for (const [reason, n] of Object.entries(one)) sum[reason] = (sum[reason] ?? 0) + n;
  return sum;
};
