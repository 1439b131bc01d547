import * as z from 'zod';
import { singleLine } from '../platform/http/text.ts';
import { MailboxId } from '../platform/ids.ts';

const clockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 09:00');

/** When mails may reach a recipient, by the recipient's own clock. */
export const SendWindow = z
  .strictObject({
    from: clockTime.default('09:00'),
    to: clockTime.default('17:00'),
    weekends: z.boolean().default(false),
    /** IANA zone for recipients whose country is not known. */
    fallbackZone: z
      .string()
      .max(60)
      .refine((zone) => {
        try {
          new Intl.DateTimeFormat('en', { timeZone: zone });
          return true;
        } catch {
          return false;
        }
      }, 'must be an IANA time zone such as Europe/Lisbon')
      .default('UTC'),
  })
  .refine(({ from, to }) => from < to, { message: 'must be later than from', path: ['to'] });
export type SendWindow = z.infer<typeof SendWindow>;

/** What a follow-up waits for besides its time. A human reply, an opt-out, a bounce, a complaint or a purchase stops it in any case. */
export const FOLLOW_UP_CONDITIONS = ['no_reply', 'not_opened', 'not_clicked'] as const;

export const FollowUpStep = z.strictObject({
  /** Days after the mail before it; those that its text was written for when not given. */
  waitDays: z.int().min(1).max(60).optional(),
  condition: z.enum(FOLLOW_UP_CONDITIONS).default('no_reply'),
  /** The same text for everybody, with {firstName}, {company} and {domain}; the first follow-up may leave it out, for it is written along with the first mail. */
  text: z
    .strictObject({
      subject: singleLine(120),
      body: z.string().trim().min(1).max(5_000),
    })
    .optional(),
});
export type FollowUpStep = z.infer<typeof FollowUpStep>;

export const LAWFUL_BASES = ['legitimate_interest', 'consent', 'existing_customer'] as const;

/** How a campaign's mails are paced, by whom they are sent and what follows them. */
export const SendingSettings = z.strictObject({
  /** Mailboxes that take turns; without one, mails go from the campaign's sender through the deployment's own channel. */
  mailboxIds: z.array(MailboxId).max(50).default([]),
  window: SendWindow.prefault({}),
  /** Mails a UTC day to one domain, over all runs of the workspace. */
  domainDailyCap: z.int().min(1).max(1_000).default(20),
  followUps: z
    .array(FollowUpStep)
    .max(4)
    .refine(
      (steps) => steps.slice(1).every(({ text }) => text !== undefined),
      'every follow-up after the first needs a text',
    )
    .default([]),
  /** Why these people may be written to; asked for before a live run. */
  lawfulBasis: z.enum(LAWFUL_BASES).optional(),
});
export type SendingSettings = z.infer<typeof SendingSettings>;
export const DEFAULT_SENDING: SendingSettings = SendingSettings.parse({});
