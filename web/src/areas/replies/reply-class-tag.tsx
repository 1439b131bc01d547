import type { ReplyClass } from '../../messages/replies.ts';
import { messages } from '../../messages.ts';
import { Tag, type Tone } from '../../parts/tag.tsx';

const TONES: Readonly<Partial<Record<ReplyClass, Tone>>> = {
  interested: 'active',
  unsubscribe: 'harm',
  unclear: 'wait',
};

export const ReplyClassTag = ({ of }: { of: ReplyClass }) => (
  <Tag tone={TONES[of] ?? 'quiet'}>{messages.replies.replyClass[of]}</Tag>
);
