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
import type { WritersFor } from './choose-writer.ts';
import { WriteCopyInput, WriteCopyOutput } from './contract.ts';
import { type DraftStore, firstMessageId } from './draft-store.ts';
import { assignVariant } from './experiment.ts';
import type { StoredDraft } from './message-content.ts';
import { citablePassages } from './untrusted-text.ts';
import { createWriteDrafts } from './write-drafts.ts';

/** Two rounds of a batch of 25, so that a model's calls of some twenty seconds fit the step's time. */
const COMPANIES_AT_ONCE = 13;
/** The step has 100 s (company-batch.asl.json), and a company's mails may take a model 45 s: after this the offline writer writes the rest. */
const MODEL_TIME = 40 * SECOND;

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
    writersFor,
    clock,
  }: {
    readPlan: ReadPlan;
    files: Pick<Files, 'readText'>;
    recipients: Pick<RecipientStore, 'reserve'>;
    drafts: DraftStore;
    leads: Pick<LeadStore, 'markPrepared'>;
    writersFor: WritersFor;
    clock: Clock;
  }) =>
  async (event: unknown): Promise<Output> => {
    const { prospects, planKey, workspaceId, campaignId, runId } = WriteCopyInput.parse(event);
    const plan = await readPlan(planKey);
    const modelUntil = clock() + MODEL_TIME;
    const { write, fallback } = writersFor(plan);
    const writers = { model: createWriteDrafts({ write }), offline: createWriteDrafts({ write: fallback }) };
    const written = await drafts.known(
      workspaceId,
      prospects.flatMap(({ contacts }) => contacts.map(({ email }) => firstMessageId(runId, email))),
    );

    const passagesOf = async (siteKey: string | null): Promise<readonly Passage[]> => {
      const text = siteKey === null ? undefined : await files.readText(siteKey);
      return text === undefined ? [] : citablePassages(SiteReading.parse(JSON.parse(text)).passages);
    };

    /** Writes to several people of a company at once, and keeps what was written. */
    const writeTo = async (
      company: CompanyProspects['company'],
      people: readonly Prospect[],
      siteKey: string | null,
    ): Promise<ReadonlyMap<MessageId, StoredDraft>> => {
      if (people.length === 0) return new Map();
      const passages = await passagesOf(siteKey);
      const { offer, sender, icp } = plan;
      const variant = assignVariant(campaignId, company.domain);
      const by = clock() < modelUntil ? writers.model : writers.offline;
      const mails = await by(
        people.map((prospect) => ({
          variant,
          brief: { company, prospect, passages, offer, sender, icp, seed: `${runId}/${prospect.email}` },
        })),
      );
      const kept = await Promise.all(
        mails.flatMap((mail, at) => {
          const prospect = people[at];
          if (prospect === undefined) return [];
          return drafts.keep(workspaceId, firstMessageId(runId, prospect.email), mail, instant(clock()));
        }),
      );
      return new Map(kept.map((draft) => [draft.messageId, draft]));
    };

    const prepare = async ({
      company,
      contacts,
      contactDrops,
      siteKey,
      lookupMicroUsd = 0,
    }: CompanyProspects): Promise<Outcome> => {
      const { domain } = company;
      const drops: Record<string, number> = {};
      const reserved: Prospect[] = [];
      for (const prospect of contacts) {
        const reservation = await recipients.reserve(workspaceId, prospect.email, {
          domain,
          contactId: prospect.id,
          campaignId,
          runId,
          ignoreCooldown: plan.ignoreCooldown !== undefined,
        });
        if (reservation.ok) reserved.push(prospect);
        else drops[reservation.reason] = (drops[reservation.reason] ?? 0) + 1;
      }
      const missing = reserved.filter(({ email }) => !written.has(firstMessageId(runId, email)));
      const texts = new Map([...written, ...(await writeTo(company, missing, siteKey))]);
      const stored: StoredDraft[] = [];
      for (const prospect of reserved) {
        const draft = texts.get(firstMessageId(runId, prospect.email));
        if (draft === undefined) throw new Error(`Nothing was written to a contact of ${domain}`);
        const toName = [prospect.firstName, prospect.lastName].filter((name) => name !== null).join(' ');
        await drafts.insert({
          workspaceId,
          campaignId,
          runId,
          domain,
          companyName: company.name,
          toName: toName === '' ? null : toName,
          toAddress: prospect.email,
          country: prospect.country ?? company.country,
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
        lookupMicroUsd,
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
