import type { MailboxId, WorkspaceId } from '../platform/ids.ts';
import type { MailboxHealth } from './mailbox-contract.ts';

/** Mails that were taken by a channel, and of those the ones refused for good and the ones complained of. */
export type Outcomes = Readonly<{ sent: number; bounced: number; complained: number }>;
export const noOutcomes: Outcomes = { sent: 0, bounced: 0, complained: 0 };

/**
 * Where live sending stops (spec/sending.md, "Pace"): providers put a sender under review at 5 % bounces or 0.1 % complaints (SES developer guide,
 * "Reputation metrics"), and these stay below. Fewer mails than `leastSent` say nothing yet.
 */
export const LIMITS = { bounceRate: 0.03, complaintRate: 0.0008, leastSent: 50, days: 7 } as const;

export const addOutcomes = (a: Outcomes, b: Outcomes): Outcomes => ({
  sent: a.sent + b.sent,
  bounced: a.bounced + b.bounced,
  complained: a.complained + b.complained,
});

const share = (part: number, { sent }: Outcomes): number => (sent <= 0 ? 0 : Math.max(0, part) / sent);
export const bounceRate = (outcomes: Outcomes): number => share(outcomes.bounced, outcomes);
export const complaintRate = (outcomes: Outcomes): number => share(outcomes.complained, outcomes);

const percent = (rate: number): string => `${(rate * 100).toFixed(2)} %`;

/** Why nothing more should be sent by whoever had these outcomes; undefined while all is well. */
export const whyStop = (outcomes: Outcomes): string | undefined => {
  const { sent, bounced, complained } = outcomes;
  if (sent < LIMITS.leastSent) return undefined;
  const of = `of the last ${String(sent)} mails`;
  if (bounceRate(outcomes) >= LIMITS.bounceRate)
    return `${String(bounced)} ${of} bounced for good: ${percent(bounceRate(outcomes))}, the limit is ${percent(LIMITS.bounceRate)}`;
  if (complaintRate(outcomes) >= LIMITS.complaintRate)
    return `${String(complained)} ${of} were reported as spam: ${percent(complaintRate(outcomes))}, the limit is ${percent(LIMITS.complaintRate)}`;
  return undefined;
};

/** What a person has to do before sending goes on. */
export const HOW_TO_RESUME =
  'Look at the bounced and complained messages, correct what they have in common (a list, an import, a mailbox), then resume with ' +
  'POST /sending/breaker/resume and the reason; bounces and complaints are counted anew from then.';

/** A workspace's mailboxes by how their mails of the last days fared. */
export type MailboxHealthOf = (workspaceId: WorkspaceId) => Promise<(id: MailboxId) => MailboxHealth>;

export const healthFrom = (outcomes: Outcomes): MailboxHealth => {
  const reason = whyStop(outcomes) ?? null;
  return {
    sent: outcomes.sent,
    bounceRate: bounceRate(outcomes),
    complaintRate: complaintRate(outcomes),
    healthy: reason === null,
    reason,
  };
};
