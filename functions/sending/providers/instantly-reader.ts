import * as z from 'zod';
import { MessageId, WorkspaceId } from '../../platform/ids.ts';
import { type Instant, instant } from '../../platform/time.ts';
import { normalAddress } from '../address.ts';
import { campaignsOf, VARIABLES } from './instantly.ts';
import type { AskInstantly } from './instantly-api.ts';
import type { InstantlyEvent } from './instantly-event.ts';

/** Counts of a campaign (developer.instantly.ai, "Get campaigns analytics"); what they add up to says whether anything has happened since. */
const Analytics = z.array(
  z.object({
    campaign_id: z.string(),
    campaign_name: z.string(),
    contacted_count: z.number().default(0),
    emails_sent_count: z.number().default(0),
    reply_count: z.number().default(0),
    bounced_count: z.number().default(0),
    unsubscribed_count: z.number().default(0),
  }),
);
const time = z
  .string()
  .nullish()
  .transform((text): Instant | null =>
    text === null || text === undefined || Number.isNaN(Date.parse(text)) ? null : instant(Date.parse(text)),
  );
/** A lead (developer.instantly.ai, schema "lead"); `payload` holds the variables that it was added with. */
const Lead = z.object({
  id: z.string(),
  email: z.string().nullish(),
  status: z.number(),
  email_reply_count: z.number().default(0),
  timestamp_updated: time,
  timestamp_last_contact: time,
  timestamp_last_reply: time,
  payload: z.record(z.string(), z.unknown()).nullish(),
});
const Leads = z.object({ items: z.array(Lead), next_starting_after: z.string().nullish() });
/** A mail that came in (developer.instantly.ai, schema "email"); `lead` is the address of who was written to. */
const Emails = z.object({
  items: z.array(z.object({ id: z.string(), lead: z.string().nullish(), is_auto_reply: z.number().nullish() })),
  next_starting_after: z.string().nullish(),
});
const Ours = z.object({ [VARIABLES.message]: MessageId, [VARIABLES.workspace]: WorkspaceId });

const PAGE = 100;
/** What the endpoint of mails takes in a minute, by itself ("List email"). Of more answers than these pages hold nobody knows who wrote them. */
const PAGES_OF_MAILS = 20;
const [BOUNCED, UNSUBSCRIBED] = [-1, -2] as const;

export type InstantlyCampaign = Readonly<{ id: string; counts: string }>;
export type InstantlyLead = Readonly<{
  updatedAt: Instant | null;
  email: string;
  replies: number;
  /** What is known of our mail to it, apart from answers. */
  events: readonly InstantlyEvent[];
  /** That it was answered, should a person have done it. */
  answer: InstantlyEvent | null;
}>;
export type InstantlyReader = ReturnType<typeof createInstantlyReader>;
type Read<T> = Promise<Readonly<{ ok: true; value: T } | { ok: false; reason: string }>>;

/** Asks Instantly what became of the mails of a sending account: for when its webhooks do not tell, or told in vain. */
export const createInstantlyReader = ({ ask, account }: { ask: AskInstantly; account: string }) => {
  const read = async <T>(schema: z.ZodType<T>, ...asked: Parameters<AskInstantly>): Read<T> => {
    const answer = await ask(...asked);
    if (!answer.ok) return { ok: false, reason: 'reason' in answer.outcome ? answer.outcome.reason : 'no answer' };
    const parsed = schema.safeParse(answer.body);
    return parsed.success
      ? { ok: true, value: parsed.data }
      : { ok: false, reason: `Instantly’s answer to ${asked[1]} cannot be read` };
  };

  return {
    /** The account's campaigns that are ours, each with a word that changes when something happens in it. */
    campaigns: async (): Read<readonly InstantlyCampaign[]> => {
      const found = await read(Analytics, 'GET', '/campaigns/analytics');
      if (!found.ok) return found;
      const ours = found.value.filter(({ campaign_name: name }) => name.startsWith(campaignsOf(account)));
      return {
        ok: true,
        value: ours.map(({ campaign_id: id, campaign_name: _, ...counts }) => ({ id, counts: JSON.stringify(counts) })),
      };
    },

    /** A page of a campaign's leads, and where the next one begins. */
    leads: async (
      campaign: string,
      after: string | null,
    ): Read<Readonly<{ leads: readonly InstantlyLead[]; next: string | null }>> => {
      const body = { campaign, limit: PAGE, ...(after === null ? {} : { starting_after: after }) };
      const found = await read(Leads, 'POST', '/leads/list', body);
      if (!found.ok) return found;
      const { items, next_starting_after: next } = found.value;
      return {
        ok: true,
        value: { leads: items.flatMap(leadOf), next: next === undefined || next === '' ? null : next },
      };
    },

    /**
     * Who answered a campaign's mails, newest first, by the address that was written to: whether a person was among them. Read whole, a hundred
     * answers a request, for this endpoint takes 20 requests a minute. Addresses of which Instantly does not tell are missing.
     */
    answers: async (campaign: string): Promise<ReadonlyMap<string, boolean>> => {
      const byPerson = new Map<string, boolean>();
      let after: string | null = null;
      for (let page = 0; page < PAGES_OF_MAILS; page += 1) {
        const query = new URLSearchParams({ campaign_id: campaign, email_type: 'received', limit: String(PAGE) });
        if (after !== null) query.set('starting_after', after);
        const found = await read(Emails, 'GET', `/emails?${query.toString()}`);
        if (!found.ok) break;
        for (const { lead, is_auto_reply: auto } of found.value.items) {
          const address = normalAddress(lead ?? '');
          byPerson.set(address, (byPerson.get(address) ?? false) || auto !== 1);
        }
        after = found.value.next_starting_after ?? null;
        if (after === null || after === '') break;
      }
      return byPerson;
    },
  };
};

/** Leads without our variables were put there by somebody else. */
const leadOf = (lead: z.output<typeof Lead>): readonly InstantlyLead[] => {
  const ours = Ours.safeParse(lead.payload);
  const contacted = lead.timestamp_last_contact;
  if (!ours.success || contacted === null) return [];
  const { tl_send_id: messageId, tl_workspace_id: workspaceId } = ours.data;
  const event = (kind: InstantlyEvent['kind'], at: Instant): InstantlyEvent => ({
    ...{ workspaceId, messageId, kind, at, type: `polled_${kind}` },
  });
  const changed = lead.timestamp_updated ?? contacted;
  return [
    {
      updatedAt: lead.timestamp_updated,
      email: lead.email ?? '',
      replies: lead.email_reply_count,
      events: [
        event('sent', contacted),
        ...(lead.status === BOUNCED ? [event('bounced', changed)] : []),
        ...(lead.status === UNSUBSCRIBED ? [event('unsubscribed', changed)] : []),
      ],
      answer: lead.email_reply_count > 0 ? event('replied', lead.timestamp_last_reply ?? changed) : null,
    },
  ];
};
