import * as z from 'zod';
import type { Channel, OutgoingMail, SendOutcome } from '../channel.ts';
import { createAskInstantly } from './instantly-api.ts';

/** Leads that one request takes. */
const MOST_LEADS = 1_000;

/** Variables of a lead that hold its mail and say which of ours it is; the campaign's one step consists of the first two. */
export const VARIABLES = {
  subject: 'tl_subject',
  body: 'tl_body',
  message: 'tl_send_id',
  workspace: 'tl_workspace_id',
} as const;

/** How the campaigns of a sending account that are ours begin; the step follows. */
export const campaignsOf = (account: string): string => `throughline ${account} step `;

const Campaigns = z.object({
  items: z.array(z.object({ id: z.string(), name: z.string(), status: z.number().optional() })),
});
const Created = z.object({ id: z.string() });
const Added = z.object({
  leads_uploaded: z.number().optional(),
  created_leads: z.array(z.object({ id: z.string(), email: z.string().optional(), index: z.number().optional() })),
});
const ACTIVE = 1;

type Waiting = Readonly<{ mail: OutgoingMail; resolve: (outcome: SendOutcome) => void }>;

/**
 * Sends through an Instantly account: each mail becomes a lead of a campaign that holds one step, whose subject and body are the lead's variables.
 * Mails that are sent at once go in one request. A lead that is in the campaign already is skipped, so nobody is mailed twice by a repeat.
 * Source: developer.instantly.ai, API v2 (campaigns, leads/add, activate).
 */
export const createInstantlyChannel = ({
  apiKey,
  account,
  baseUrl,
  fetchIt,
}: {
  apiKey: string;
  /** Address of the sending account in Instantly. */
  account: string;
  baseUrl?: string;
  fetchIt?: typeof fetch;
}): Channel => {
  const ask = createAskInstantly({
    apiKey,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(fetchIt === undefined ? {} : { fetchIt }),
  });

  /** The campaign that mails of a step go through, active; made when there is none. Until it stands nothing was sent. */
  const openCampaign = async (step: number): Promise<string | SendOutcome> => {
    const name = `${campaignsOf(account)}${String(step)}`;
    const listed = await ask('GET', `/campaigns?search=${encodeURIComponent(name)}&limit=100`);
    if (!listed.ok) return notSent(listed.outcome);
    const known = Campaigns.safeParse(listed.body).data?.items.find((campaign) => campaign.name === name);
    if (known?.status === ACTIVE) return known.id;
    let id = known?.id;
    if (id === undefined) {
      const made = await ask('POST', '/campaigns', campaignOf(name, account));
      if (!made.ok) return notSent(made.outcome);
      const created = Created.safeParse(made.body);
      if (!created.success) return { kind: 'throttled', reason: 'Instantly made a campaign and did not say which' };
      id = created.data.id;
    }
    const activated = await ask('POST', `/campaigns/${id}/activate`, {});
    return activated.ok ? id : notSent(activated.outcome);
  };

  const campaigns = new Map<number, Promise<string | SendOutcome>>();
  const campaignFor = async (step: number): Promise<string | SendOutcome> => {
    const opening = campaigns.get(step) ?? openCampaign(step);
    campaigns.set(step, opening);
    const campaign = await opening;
    if (typeof campaign !== 'string') campaigns.delete(step);
    return campaign;
  };

  const add = async (step: number, waiting: readonly Waiting[]): Promise<void> => {
    const campaign = await campaignFor(step);
    if (typeof campaign !== 'string') {
      for (const { resolve } of waiting) resolve(campaign);
      return;
    }
    const answer = await ask('POST', '/leads/add', {
      campaign_id: campaign,
      skip_if_in_campaign: true,
      leads: waiting.map(({ mail }) => leadOf(mail)),
    });
    const added = answer.ok ? Added.safeParse(answer.body) : undefined;
    for (const [index, { mail, resolve }] of waiting.entries()) {
      if (!answer.ok) resolve(answer.outcome);
      else if (added?.success !== true) resolve({ kind: 'unknown', reason: 'Instantly’s answer cannot be read' });
      else {
        const lead = added.data.created_leads.find(
          (each) =>
            each.email?.toLowerCase() === mail.to.toLowerCase() || (each.email === undefined && each.index === index),
        );
        resolve(
          lead === undefined
            ? {
                kind: 'refused',
                reason: 'Instantly skipped it: in the campaign already, on its block list, or no address',
              }
            : { kind: 'accepted', channelId: `instantly:${lead.id}` },
        );
      }
    }
  };

  const pending = new Map<number, Waiting[]>();
  const flush = (step: number): void => {
    const waiting = pending.get(step) ?? [];
    pending.delete(step);
    for (let from = 0; from < waiting.length; from += MOST_LEADS)
      void add(step, waiting.slice(from, from + MOST_LEADS));
  };

  return (mail) =>
    new Promise((resolve) => {
      const step = mail.content?.step ?? 1;
      const waiting = pending.get(step);
      if (waiting === undefined) {
        pending.set(step, [{ mail, resolve }]);
        setImmediate(() => {
          flush(step);
        });
      } else waiting.push({ mail, resolve });
    });
};

/** Nothing went before the campaign stood, whatever became of the request for it. */
const notSent = (outcome: SendOutcome): SendOutcome =>
  outcome.kind === 'unknown' ? { kind: 'throttled', reason: outcome.reason } : outcome;

const leadOf = ({ to, tags, content }: OutgoingMail) => ({
  email: to,
  custom_variables: {
    [VARIABLES.subject]: content?.subject ?? '',
    [VARIABLES.body]: content?.html ?? '',
    [VARIABLES.message]: tags['send_id'] ?? '',
    [VARIABLES.workspace]: tags['workspace_id'] ?? '',
  },
});

/** Open at all hours: when a mail goes is decided before it gets here. Opens and clicks are counted by our own links. */
const campaignOf = (name: string, account: string) => ({
  name,
  email_list: [account],
  stop_on_reply: true,
  open_tracking: false,
  link_tracking: false,
  campaign_schedule: {
    schedules: [
      {
        name: 'Always',
        timing: { from: '00:00', to: '23:59' },
        days: Object.fromEntries(Array.from({ length: 7 }, (_, day) => [String(day), true])),
        timezone: 'America/Detroit',
      },
    ],
  },
  sequences: [
    {
      steps: [
        {
          ...{ type: 'email', delay: 0 },
          variants: [{ subject: `{{${VARIABLES.subject}}}`, body: `{{${VARIABLES.body}}}` }],
        },
      ],
    },
  ],
});
