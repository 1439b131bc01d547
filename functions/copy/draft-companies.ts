import type { RunPlan } from '../campaigns/contract.ts';
import type { CompanyProspects, Prospect } from '../contacts/contract.ts';
import type { RecipientStore } from '../contacts/recipient-store.ts';
import { mapAtOnce } from '../platform/at-once.ts';
import type { MessageId } from '../platform/ids.ts';
import { type Clock, instant } from '../platform/time.ts';
import type { LeadStore } from '../scoring/lead-store.ts';
import type { Brief, Writer } from './brief.ts';
import { WriteCopyOutput } from './contract.ts';
import { type DraftStore, firstMessageId } from './draft-store.ts';
import { assignVariant } from './experiment.ts';
import type { StoredDraft } from './message-content.ts';
import { type OfferedReport, reportFor } from './offered-report.ts';
import type { TellRun } from './tell-run.ts';
import { createWriteDrafts } from './write-drafts.ts';

/** Two rounds of a batch of 25, so that a model's calls of some twenty seconds fit the step's time. */
const COMPANIES_AT_ONCE = 13;

type Outcome = Readonly<{ drafted: number; held: number; drops: Readonly<Record<string, number>> }>;

export type DraftCompaniesPorts = Readonly<{
  recipients: Pick<RecipientStore, 'reserve'>;
  drafts: DraftStore;
  leads: Pick<LeadStore, 'markPrepared'>;
  tellRun: Pick<TellRun, 'otherWriter'>;
  clock: Clock;
}>;

/** What is known of a company beside its own fields: what its site says, and what our assessment found there when the campaign offers the report. */
export type KnownOfCompany = Readonly<{ passages: Brief['passages']; report?: OfferedReport | undefined }>;

export type DraftingWork = Readonly<{
  plan: RunPlan;
  prospects: readonly CompanyProspects[];
  knownOf: (company: CompanyProspects) => Promise<KnownOfCompany>;
  write: Writer;
  /** Writes what is not begun at `modelUntil`; needs no time. */
  fallback: Writer;
  modelUntil: number;
}>;
export type DraftCompanies = (work: DraftingWork) => Promise<WriteCopyOutput>;

/** What a writer is given for a person at a company. */
export const briefFor = (
  { runId, offer, sender, icp }: RunPlan,
  company: CompanyProspects['company'],
  prospect: Prospect,
  { passages, report }: KnownOfCompany,
): Brief => ({
  ...{ company, prospect, passages, offer, sender, icp, seed: `${runId}/${prospect.email}` },
  report: reportFor(report, prospect.email),
});

/** Takes a company's people for this run: those that it may write to, and how many it may not, by reason. */
export const createReservePeople =
  (recipients: Pick<RecipientStore, 'reserve'>) =>
  async (
    { workspaceId, campaignId, runId, ignoreCooldown }: RunPlan,
    { company: { domain }, contacts }: CompanyProspects,
  ): Promise<Readonly<{ reserved: readonly Prospect[]; drops: Readonly<Record<string, number>> }>> => {
    const drops: Record<string, number> = {};
    const reserved: Prospect[] = [];
    for (const prospect of contacts) {
      const reservation = await recipients.reserve(workspaceId, prospect.email, {
        ...{ domain, contactId: prospect.id, campaignId, runId },
        ignoreCooldown: ignoreCooldown !== undefined,
      });
      if (reservation.ok) reserved.push(prospect);
      else drops[reservation.reason] = (drops[reservation.reason] ?? 0) + 1;
    }
    return { reserved, drops };
  };

/**
 * Writes a mail for every contact of some companies and stores it as a message. An address is reserved first, so that no other run writes to it within thirty days. All
 * of it may run again: reservations, texts and messages are written once, leads come out the same.
 */
export const createDraftCompanies = (ports: DraftCompaniesPorts): DraftCompanies => {
  const { recipients, drafts, leads, tellRun, clock } = ports;
  const reservePeople = createReservePeople(recipients);

  return async ({ plan, prospects, knownOf, write, fallback, modelUntil }) => {
    const { workspaceId, campaignId, runId } = plan;
    const writers = { model: createWriteDrafts({ write }), offline: createWriteDrafts({ write: fallback }) };
    const written = await drafts.known(
      workspaceId,
      prospects.flatMap(({ contacts }) => contacts.map(({ email }) => firstMessageId(runId, email))),
    );

    /** Writes to several people of a company at once, and keeps what was written. */
    const writeTo = async (
      entry: CompanyProspects,
      people: readonly Prospect[],
    ): Promise<ReadonlyMap<MessageId, StoredDraft>> => {
      if (people.length === 0) return new Map();
      const known = await knownOf(entry);
      const variant = assignVariant(campaignId, entry.company.domain);
      const by = clock() < modelUntil ? writers.model : writers.offline;
      const mails = await by(
        people.map((prospect) => ({ variant, brief: briefFor(plan, entry.company, prospect, known) })),
      );
      await tellRun.otherWriter(
        { workspaceId, runId },
        mails.flatMap(({ warning }) => warning ?? []),
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

    const prepare = async (entry: CompanyProspects): Promise<Outcome> => {
      const { company, contactDrops, lookupMicroUsd = 0 } = entry;
      const { domain } = company;
      const { reserved, drops } = await reservePeople(plan, entry);
      const missing = reserved.filter(({ email }) => !written.has(firstMessageId(runId, email)));
      const texts = new Map([...written, ...(await writeTo(entry, missing))]);
      const stored: StoredDraft[] = [];
      for (const prospect of reserved) {
        const draft = texts.get(firstMessageId(runId, prospect.email));
        if (draft === undefined) throw new Error(`Nothing was written to a contact of ${domain}`);
        const toName = [prospect.firstName, prospect.lastName].filter((name) => name !== null).join(' ');
        await drafts.insert({
          ...{ workspaceId, campaignId, runId, domain, companyName: company.name },
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
};

/** How many of a company's mails wait for a reviewer. */
const heldOf = ({ approval }: Pick<RunPlan, 'approval'>, stored: readonly StoredDraft[]): number =>
  approval === 'review' ? stored.length : 0;

/** The sums of counts by reason. */
export const addUp = (counts: readonly Readonly<Record<string, number>>[]): Record<string, number> => {
  const sum: Record<string, number> = {};
  for (const one of counts) for (const [reason, n] of Object.entries(one)) sum[reason] = (sum[reason] ?? 0) + n;
  return sum;
};
