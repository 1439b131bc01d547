import type { WebhookEndpointView } from '../../../../functions/accounts/webhook-contract.ts';
import { messages } from '../../messages.ts';
import { Tag } from '../../parts/tag.tsx';

const words = messages.webhooks;
type Shown = Pick<WebhookEndpointView, 'enabled' | 'disabledReason'>;

/** Off by itself is harm: somebody counts on it. */
export const EndpointState = ({ endpoint: { enabled, disabledReason } }: { endpoint: Shown }) => (
  <Tag tone={enabled ? 'active' : disabledReason === 'gone' ? 'harm' : 'quiet'}>{enabled ? words.on : words.off}</Tag>
);

/** What an endpoint is told of, in words. */
export const toldOf = (eventTypes: WebhookEndpointView['eventTypes']): string =>
  eventTypes.length === 0 ? words.everything : eventTypes.map((type) => words.eventMeaning[type]).join('; ');
