import type { SUPPRESSION_REASONS } from '../sending/contract.ts';
import type { Engagement } from '../sending/engagement.ts';
import type { Proof } from '../sending/message-state.ts';
import type { SesEvent } from './ses-event.ts';

/** What an event says: how far the message got, what is to be kept of it, and whether the person is never to be written to again. */
export type Meaning = Readonly<{
  at: string;
  proof: Proof;
  /** Why the message is in the state this proves, where that is not plain. */
  reason: string | null;
  engagement?: Pick<Engagement, 'kind' | 'detail'>;
  suppress?: (typeof SUPPRESSION_REASONS)[number];
}>;

type BounceEvent = Extract<SesEvent, { eventType: 'Bounce' }>['bounce'];
type ComplaintEvent = Extract<SesEvent, { eventType: 'Complaint' }>['complaint'];

const STATUS = /\b[245]\.\d{1,3}\.\d{1,3}\b/;
/** Bounces for what the mail holds, not for whom it is for: enhanced status codes of content, size and policy (RFC 3463). */
const CONTENT_STATUS = /^5\.(?:6\.\d+|7\.\d+|3\.4|2\.3)$/;
const CONTENT_SUBTYPES = new Set(['ContentRejected', 'AttachmentRejected', 'MessageTooLarge']);
/** SES knew and did not try; no news about the address, so no bounce of ours. */
const NOT_TRIED = 'OnAccountSuppressionList';

/** Whether an enhanced status code says that an address will never take a mail, whatever the mail holds. */
const isForGood = (status: string): boolean => status.startsWith('5.') && !CONTENT_STATUS.test(status);

/** What a bounce proves that a mail server reports by mail, and whether the address is never to be written to again. */
export const proofOfBounce = (status: string): Readonly<{ proof: Proof; suppresses: boolean }> =>
  isForGood(status) ? { proof: 'hardBounce', suppresses: true } : { proof: 'softBounce', suppresses: false };

/** Reads an event (spec/sending.md, "Events in"). */
export const meaningOf = (event: SesEvent): Meaning => {
  switch (event.eventType) {
    case 'Send':
      return { at: event.mail.timestamp, proof: 'accepted', reason: null };
    case 'Delivery':
      return { at: event.delivery.timestamp, proof: 'delivered', reason: null };
    case 'Bounce':
      return meaningOfBounce(event.bounce);
    case 'Complaint':
      return meaningOfComplaint(event.complaint);
    case 'Reject':
      return rejected(event.mail.timestamp, 'reject', event.reject.reason);
    case 'Rendering Failure':
      return rejected(event.mail.timestamp, 'rendering_failure', event.failure.errorMessage);
    case 'DeliveryDelay': {
      const { timestamp: at, delayType: detail } = event.deliveryDelay;
      return { at, proof: 'accepted', reason: null, engagement: { kind: 'delay', detail } };
    }
    // Who opens or clicks has got the mail, be it a person or a scanner.
    case 'Open': {
      const detail = event.open.userAgent ?? null;
      return { at: event.open.timestamp, proof: 'delivered', reason: null, engagement: { kind: 'open', detail } };
    }
    case 'Click': {
      const detail = event.click.link;
      return { at: event.click.timestamp, proof: 'delivered', reason: null, engagement: { kind: 'click', detail } };
    }
    case 'Subscription': {
      const { timestamp: at, newTopicPreferences } = event.subscription;
      const all = newTopicPreferences?.unsubscribeAll === true;
      const engagement = { kind: 'subscription', detail: all ? 'unsubscribed from all' : null } as const;
      return { at, proof: 'delivered', reason: null, engagement, ...(all ? { suppress: 'unsubscribe' } : {}) };
    }
  }
};

const rejected = (at: string, kind: 'reject' | 'rendering_failure', detail: string): Meaning => ({
  at,
  proof: 'rejected',
  reason: `the channel took it and then refused it: ${detail}`,
  engagement: { kind, detail },
});

const meaningOfBounce = ({ bounceType, bounceSubType, bouncedRecipients, timestamp: at }: BounceEvent): Meaning => {
  const [recipient] = bouncedRecipients;
  const status = recipient?.status ?? STATUS.exec(recipient?.diagnosticCode ?? '')?.[0] ?? '';
  const detail = [`${bounceType} (${bounceSubType})`, status, recipient?.diagnosticCode ?? '']
    .filter((part) => part !== '')
    .join(' ')
    .slice(0, 300);
  const engagement = { kind: 'bounce', detail } as const;
  if (bounceSubType === NOT_TRIED)
    return { at, proof: 'notTried', reason: "on the channel's suppression list", engagement, suppress: 'hard_bounce' };
  const ofContent = CONTENT_SUBTYPES.has(bounceSubType);
  const forGood = bounceType === 'Permanent' || (isForGood(status) && !ofContent);
  return forGood
    ? { at, proof: 'hardBounce', reason: detail, engagement, suppress: 'hard_bounce' }
    : { at, proof: 'softBounce', reason: detail, engagement };
};

const meaningOfComplaint = ({ complaintSubType, complaintFeedbackType, timestamp: at }: ComplaintEvent): Meaning => {
  const detail = complaintFeedbackType ?? complaintSubType ?? null;
  const engagement = { kind: 'complaint', detail } as const;
  // A reader who takes a mail out of the spam folder says the opposite of a complaint.
  if (complaintFeedbackType === 'not-spam') return { at, proof: 'delivered', reason: null, engagement };
  return complaintSubType === NOT_TRIED
    ? { at, proof: 'notTried', reason: "on the channel's suppression list", engagement, suppress: 'complaint' }
    : { at, proof: 'complaint', reason: detail, engagement, suppress: 'complaint' };
};
