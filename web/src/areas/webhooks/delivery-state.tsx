import type { WebhookDeliveryView } from '../../../../functions/accounts/webhook-contract.ts';
import { words as spelt } from '../../messages/labels.ts';
import type { DeliveryState } from '../../messages/webhooks.ts';
import { messages } from '../../messages.ts';
import { Tag } from '../../parts/tag.tsx';

const words = messages.deliveries;
const TONE = { pending: 'wait', delivered: 'active', failed: 'harm' } as const;
type Event = WebhookDeliveryView['type'];

export const DeliveryStateTag = ({ state }: { state: DeliveryState }) => (
  <Tag tone={TONE[state]}>{messages.webhooks.deliveryState[state]}</Tag>
);

/** What a webhook tells of, in words. */
export const eventName = (type: Event): string =>
  type === 'webhook.test' ? words.test : messages.webhooks.eventMeaning[type];

/** Why the last attempt brought nothing; null when it brought something, or there was none. */
export const whyFailed = ({ reason, httpStatus }: Pick<WebhookDeliveryView, 'reason' | 'httpStatus'>): string | null =>
  reason === null
    ? null
    : httpStatus !== null && reason === `http_${String(httpStatus)}`
      ? words.answered(httpStatus)
      : (words.reason[reason] ?? spelt(reason));
