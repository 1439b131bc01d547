/** What a mail is sent with; `raw` is the whole MIME message. */
export type OutgoingMail = Readonly<{
  raw: Uint8Array;
  /** Envelope sender and recipient. */
  from: string;
  to: string;
  /** Come back on every event of the mail. Letters, digits, `_`, `-`, `.`, `@` only. */
  tags: Readonly<Record<string, string>>;
  /** The same mail in parts, for channels that compose it themselves. */
  content?: Readonly<{ subject: string; html: string; step: number }>;
}>;

/** What became of one call. Only `throttled` and `refused` say for certain that nothing was sent. */
export type SendOutcome =
  | Readonly<{ kind: 'accepted'; channelId: string }>
  | Readonly<{ kind: 'throttled'; reason: string; retryAfterSeconds?: number }>
  | Readonly<{ kind: 'refused'; reason: string }>
  | Readonly<{ kind: 'unknown'; reason: string }>;

/** Sends a mail, once: never repeats a call by itself, never throws. */
export type Channel = (mail: OutgoingMail) => Promise<SendOutcome>;

/** Tags that a mail's events come back with; `send_id` correlates, whatever our own write did. */
export const EVENT_TAGS = {
  message: 'send_id',
  workspace: 'workspace_id',
  campaign: 'campaign_id',
  variant: 'variant',
} as const;

/** What SES asks for a mail: $0.10 per 1,000 (https://aws.amazon.com/ses/pricing/). */
export const SES_MICRO_USD = 100;
