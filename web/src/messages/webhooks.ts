import type {
  WebhookDeliveryView,
  WebhookEndpointView,
  WebhookEventType,
} from '../../../functions/accounts/webhook-contract.ts';
import { formatCount } from '../app/format.ts';
import { type Of, plural } from './labels.ts';

export type DeliveryState = WebhookDeliveryView['status'];
type OffReason = NonNullable<WebhookEndpointView['disabledReason']>;

/** In the order shown; what they mean is `eventMeaning`. */
const eventMeaning: Of<WebhookEventType> = {
  'run.completed': 'A run has ended',
  'message.replied': 'Somebody answered a mail',
  'lead.converted': 'A lead has bought',
  'report.purchased': 'A report was bought',
  'report.refunded': 'A report was refunded',
  'suppression.added': 'Somebody must not be written to any more',
};

const deliveryState: Of<DeliveryState> = { pending: 'Under way', delivered: 'Delivered', failed: 'Failed' };

/** Why an attempt failed; answers (`http_500`) are said by their number. */
const reason: Readonly<Record<string, string>> = {
  timeout: 'No answer within 15 seconds',
  connection_failed: 'Nobody takes connections there',
  tls_failed: 'The certificate is not accepted',
  private_address: 'The address leads into a private network',
  dns_not_found: 'The name is not known',
  dns_failed: 'The name could not be looked up',
  resolver_unavailable: 'The name could not be looked up',
  bad_url: 'The address cannot be used',
  bad_scheme: 'The address does not begin with https://',
  bad_port: 'The address does not use port 443',
  endpoint_disabled: 'The endpoint was switched off',
  endpoint_deleted: 'The endpoint was deleted',
  no_longer_kept: 'The webhook has left the log',
};

export const webhooks = {
  title: 'Webhooks',
  intro: 'Programs of yours are told of what happens here, signed by the Standard Webhooks specification.',
  load: 'read the webhook endpoints',
  address: 'Address',
  events: 'Tells of',
  state: 'State',
  created: 'Created',
  everything: 'Everything',
  on: 'On',
  off: 'Off',
  offReason: { by_hand: 'Switched off by hand', gone: 'It answered 410: nobody listens there' } satisfies Of<OffReason>,
  emptyTitle: 'No endpoints yet',
  emptyText: 'Name an https address of yours, and each reply, sale or ended run is sent there as it happens.',
  create: 'Add an endpoint',
  createFailed: 'add the endpoint',
  urlLabel: 'Address',
  urlHint: 'For example https://example.com/webhooks',
  urlNeeded: 'Write the address that webhooks are sent to; it begins with https://.',
  descriptionLabel: 'What it is for',
  descriptionHint: 'For you and your team; it may stay empty.',
  eventsLabel: 'Tell it of',
  eventsHint: 'Choose none to tell it of everything, kinds that are added later included.',
  eventMeaning,
  deliveryState,
  secret: {
    title: 'Its signing secret',
    text: 'Copy it now: it is not shown again, by anyone. With it your program proves that a webhook is from here.',
    label: 'Signing secret',
    copy: 'Copy the secret',
    done: 'I have copied it',
  },
} as const;

export const webhook = {
  load: 'read the endpoint',
  about: 'About this endpoint',
  changed: 'Changed',
  twoSecrets: 'Two signatures until',
  test: 'Send a test',
  testFailed: 'send a test',
  testOff: 'Switch the endpoint on to send it something.',
  testSent: 'The test is on its way.',
  testDelivered: (status: number) => `The test arrived: the endpoint answered ${status}.`,
  testNotDelivered: (why: string) => `The test did not arrive. ${why}.`,
  change: 'Change',
  changeTitle: 'Change the endpoint',
  changeFailed: 'change the endpoint',
  save: 'Save',
  rotate: 'New secret',
  rotateTitle: 'Make a new signing secret?',
  rotateText: 'Webhooks carry the signatures of both secrets for a while, so that none is refused meanwhile.',
  overlap: 'The old secret goes on for',
  overlapHours: { '0': 'No time at all', '1': 'An hour', '24': 'A day', '168': 'A week' } satisfies Of<OverlapHours>,
  rotateFailed: 'make a new secret',
  newSecretTitle: 'Its new signing secret',
  switchOff: 'Switch off',
  switchOn: 'Switch on',
  switchFailed: 'switch the endpoint',
  offNote: 'Nothing is sent here until it is switched on again.',
  remove: 'Delete',
  removeTitle: 'Delete this endpoint?',
  removeText:
    'Nothing is sent there any more, its secret is forgotten, and its log can no longer be read. This cannot be undone.',
  removeFailed: 'delete the endpoint',
} as const;

type OverlapHours = '0' | '1' | '24' | '168';

export const deliveries = {
  title: 'What was sent',
  load: 'read what was sent',
  filter: 'State',
  filterAll: 'All states',
  when: 'When',
  event: 'Event',
  state: 'State',
  answer: 'Answer',
  attempts: 'Attempts',
  next: 'Next try',
  actions: 'Actions',
  noAnswer: 'None yet',
  noNext: 'None',
  answered: (status: number) => `Answered ${status}`,
  reason,
  open: (time: string) => `The webhook of ${time}`,
  emptyTitle: 'Nothing was sent yet',
  emptyText: 'What is sent here in thirty days is kept, with what was answered. Send a test to see one.',
  emptyFilterTitle: 'Nothing is in this state',
  emptyFilterText: 'Webhooks move from state to state as the endpoint answers.',
  showAll: 'Show all',
  test: 'Test',
} as const;

export const delivery = {
  load: 'read the webhook',
  facts: 'The webhook',
  id: 'Its id',
  idMeaning: 'The header webhook-id, the same at each attempt',
  replay: 'Send again',
  replayNamed: (time: string) => `Send the webhook of ${time} again`,
  replayTitle: 'Send this webhook again?',
  replayText: 'It goes out under the same id, so that a program which has seen it can tell.',
  replayFailed: 'send the webhook again',
  attempt: (n: number) => `Attempt ${formatCount(n)}`,
  took: (milliseconds: number) => `${formatCount(milliseconds)} ms`,
  attempts: (n: number) => plural(n, 'attempt', 'attempts'),
  noAttempt: 'It was not sent yet.',
  headers: 'Headers',
  sent: 'What was sent',
  answer: 'What came back',
  noBody: 'Nothing in it',
  retryAfter: (value: string) => `It asked to be left alone: Retry-After ${value}`,
} as const;
