import { meaningOf } from '../../../functions/tracking/event-meaning.ts';
import { readSesEvent, type SesEvent } from '../../../functions/tracking/ses-event.ts';
import { sesEvent } from '../../support/sending-world.ts';

const tags = { send_id: 'msg_x' };
const read = (event: unknown): SesEvent => {
  const found = readSesEvent(JSON.stringify(event));
  if (!found.ok) throw new Error(found.reason);
  return found.event;
};
const meaning = (kind: string, detail: Readonly<Record<string, unknown>> = {}) =>
  meaningOf(read(sesEvent(kind, tags, detail)));
const bounce = (bounceType: string, bounceSubType: string, status?: string, diagnosticCode?: string) =>
  meaning('Bounce', {
    bounceType,
    bounceSubType,
    bouncedRecipients: [{ emailAddress: 'x@y.example', status, diagnosticCode }],
  });

test('an event is the same event in an SNS envelope and without', () => {
  const message = JSON.stringify(sesEvent('Send', tags));
  const wrapped = readSesEvent(
    JSON.stringify({ Type: 'Notification', MessageId: 'sns-1', TopicArn: 'arn', Message: message }),
  );
  const again = readSesEvent(
    JSON.stringify({ Type: 'Notification', MessageId: 'sns-2', TopicArn: 'arn', Message: message }),
  );
  const raw = readSesEvent(message);
  expect(wrapped.ok && raw.ok && wrapped.event).toEqual(raw.ok && raw.event);
  expect([wrapped.eventId, again.eventId]).toEqual([raw.eventId, raw.eventId]);
  expect(readSesEvent(JSON.stringify(sesEvent('Send', tags, {}, '2026-11-21T09:00:06.000Z'))).eventId).not.toBe(
    raw.eventId,
  );
});

test.each([
  ['Successfully validated SNS topic for Amazon SES event publishing.', 'not JSON'],
  ['{"eventType":"Sneeze","mail":{}}', 'not an event'],
  ['{}', 'not an event'],
  [JSON.stringify({ eventType: 'Delivery', mail: { timestamp: 'yesterday', messageId: 'x' } }), 'not an event'],
])('what is no event is said to be none: %s', (body, reason) => {
  const wrapped = JSON.stringify({ Type: 'Notification', Message: body });
  for (const text of [body, wrapped])
    expect(readSesEvent(text)).toMatchObject({ ok: false, reason: expect.stringContaining(reason) as string });
});

test.each([
  ['Send', 'accepted'],
  ['Delivery', 'delivered'],
  ['DeliveryDelay', 'accepted'],
  ['Reject', 'rejected'],
  ['Rendering Failure', 'rejected'],
  ['Open', 'delivered'],
  ['Subscription', 'delivered'],
] as const)('%s proves %s and suppresses nobody', (kind, proof) => {
  const found = meaning(kind);
  expect(found.proof).toBe(proof);
  expect(found.suppress).toBeUndefined();
});

test.each([
  ['Permanent', 'General', '5.1.1', undefined, 'hardBounce', true],
  ['Permanent', 'NoEmail', undefined, undefined, 'hardBounce', true],
  ['Permanent', 'Suppressed', '5.1.1', undefined, 'hardBounce', true],
  ['Permanent', 'OnAccountSuppressionList', undefined, undefined, 'notTried', true],
  ['Transient', 'General', '4.4.7', undefined, 'softBounce', false],
  ['Transient', 'MailboxFull', '4.2.2', undefined, 'softBounce', false],
  ['Transient', 'General', '5.1.1', undefined, 'hardBounce', true],
  ['Transient', 'General', undefined, 'smtp; 550 5.4.1 no such recipient', 'hardBounce', true],
  ['Transient', 'General', '5.7.1', undefined, 'softBounce', false],
  ['Transient', 'General', '5.6.1', undefined, 'softBounce', false],
  ['Transient', 'ContentRejected', '5.3.0', undefined, 'softBounce', false],
  ['Transient', 'MessageTooLarge', '5.3.4', undefined, 'softBounce', false],
  ['Undetermined', 'Undetermined', undefined, undefined, 'softBounce', false],
] as const)('a bounce %s/%s %s %s is a %s', (type, subType, status, diagnostic, proof, suppresses) => {
  const found = bounce(type, subType, status, diagnostic);
  expect(found.proof).toBe(proof);
  expect(found.suppress).toBe(suppresses ? 'hard_bounce' : undefined);
  expect(found.engagement?.kind).toBe('bounce');
});

test('a complaint suppresses; a reader who says it is no spam does not complain', () => {
  expect(meaning('Complaint', { complaintFeedbackType: 'abuse' })).toMatchObject({
    proof: 'complaint',
    suppress: 'complaint',
  });
  expect(meaning('Complaint')).toMatchObject({ proof: 'complaint', suppress: 'complaint' });
  expect(meaning('Complaint', { complaintFeedbackType: 'not-spam' }).suppress).toBeUndefined();
  expect(meaning('Complaint', { complaintFeedbackType: 'not-spam' }).proof).toBe('delivered');
  expect(meaning('Complaint', { complaintSubType: 'OnAccountSuppressionList' })).toMatchObject({
    proof: 'notTried',
    suppress: 'complaint',
  });
});

test('a click is kept with its link, and leaving all topics suppresses', () => {
  expect(meaning('Click', { link: 'https://x.example' })).toMatchObject({
    proof: 'delivered',
    engagement: { kind: 'click', detail: 'https://x.example' },
  });
  expect(meaning('Subscription', { newTopicPreferences: { unsubscribeAll: true } }).suppress).toBe('unsubscribe');
});

test('times of any precision become instants', () => {
  const event = read(sesEvent('Send', tags, {}, '2026-11-21T09:00:05Z'));
  expect(event.mail.timestamp).toBe('2026-11-21T09:00:05.000Z');
});
