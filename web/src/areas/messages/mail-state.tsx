import type { MessageState } from '../../../../functions/campaigns/contract.ts';
import { messages } from '../../messages.ts';
import { Tag, type Tone } from '../../parts/tag.tsx';

const TONE: Readonly<Record<MessageState, Tone>> = {
  draft: 'wait',
  approved: 'quiet',
  scheduled: 'quiet',
  sending: 'active',
  accepted: 'active',
  delivered: 'active',
  bounced: 'harm',
  complained: 'harm',
  suppressed: 'quiet',
  cancelled: 'quiet',
  failed: 'harm',
  unknown: 'wait',
  unknown_final: 'quiet',
};

export const MailState = ({ state }: { state: MessageState }) => (
  <Tag tone={TONE[state]} title={messages.mails.messageStateMeaning[state]}>
    {messages.mails.messageState[state]}
  </Tag>
);
