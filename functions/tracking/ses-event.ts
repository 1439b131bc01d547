import { createHash } from 'node:crypto';
import * as z from 'zod';
import { instant } from '../platform/time.ts';

/** ISO 8601 with whatever precision SES gives; ours has milliseconds. */
const time = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), 'is not a time')
  .transform((text) => instant(Date.parse(text)));
const text = z.string().nullish();

const Mail = z.object({
  timestamp: time,
  messageId: z.string(),
  /** Ours and SES's own (`ses:…`); every value is an array. */
  tags: z.record(z.string(), z.array(z.string())).default({}),
});

const Bounce = z.object({
  bounceType: z.string(),
  bounceSubType: z.string().default(''),
  bouncedRecipients: z.array(z.object({ status: text, diagnosticCode: text })).default([]),
  timestamp: time,
});
const Complaint = z.object({ complaintSubType: text, complaintFeedbackType: text, timestamp: time });
const Delivery = z.object({ timestamp: time, smtpResponse: text });
const Delay = z.object({ timestamp: time, delayType: z.string().default('') });
const Open = z.object({ timestamp: time, ipAddress: text, userAgent: text });
const Click = Open.extend({ link: z.string() });
const Subscription = z.object({
  timestamp: time,
  newTopicPreferences: z.object({ unsubscribeAll: z.boolean().default(false) }).optional(),
});

/**
 * An event of a configuration set, as SES publishes it.
 * Source: SES developer guide, "Contents of event data that Amazon SES publishes to Amazon SNS".
 */
export const SesEvent = z.discriminatedUnion('eventType', [
  z.object({ eventType: z.literal('Send'), mail: Mail }),
  z.object({ eventType: z.literal('Delivery'), mail: Mail, delivery: Delivery }),
  z.object({ eventType: z.literal('Bounce'), mail: Mail, bounce: Bounce }),
  z.object({ eventType: z.literal('Complaint'), mail: Mail, complaint: Complaint }),
  z.object({ eventType: z.literal('Reject'), mail: Mail, reject: z.object({ reason: z.string().default('') }) }),
  z.object({ eventType: z.literal('DeliveryDelay'), mail: Mail, deliveryDelay: Delay }),
  z.object({ eventType: z.literal('Open'), mail: Mail, open: Open }),
  z.object({ eventType: z.literal('Click'), mail: Mail, click: Click }),
  z.object({
    eventType: z.literal('Rendering Failure'),
    mail: Mail,
    failure: z.object({ errorMessage: z.string().default('') }),
  }),
  z.object({ eventType: z.literal('Subscription'), mail: Mail, subscription: Subscription }),
]);
export type SesEvent = z.infer<typeof SesEvent>;

/** What a queue item holds: an event with an id and its own words, or why it is none. */
export type ReadEvent =
  | Readonly<{ ok: true; event: SesEvent; eventId: string; raw: string }>
  | Readonly<{ ok: false; reason: string; eventId: string; raw: string }>;

const Envelope = z.object({ Type: z.literal('Notification'), Message: z.string() });

/**
 * Reads a queue item's body: an SNS notification around an event, or (raw delivery) the event itself. The id is made of the event's content,
 * as SES gives none: the same event delivered twice, by whatever way, has the same id.
 */
export const readSesEvent = (body: string): ReadEvent => {
  const outer = parseJson(body);
  const envelope = Envelope.safeParse(outer);
  const raw = envelope.success ? envelope.data.Message : body;
  const eventId = createHash('sha256').update(raw).digest('hex').slice(0, 20);
  const inner = envelope.success ? parseJson(raw) : outer;
  // SES announces a new event destination in plain words.
  if (inner === undefined) return { ok: false, reason: 'not JSON', eventId, raw };
  const parsed = SesEvent.safeParse(inner);
  if (!parsed.success)
    return { ok: false, reason: `not an event: ${z.prettifyError(parsed.error)}`.slice(0, 300), eventId, raw };
  return { ok: true, event: parsed.data, eventId, raw };
};

const parseJson = (body: string): unknown => {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
};
