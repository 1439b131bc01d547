import { messages } from '../messages.ts';
import { Tag } from './tag.tsx';

/** Whether mail reaches real people. */
export const ModeTag = ({ mode }: { mode: 'sandbox' | 'live' }) =>
  mode === 'live' ? (
    <Tag tone="wait" title={messages.app.liveMeaning}>
      {messages.app.live}
    </Tag>
  ) : (
    <Tag title={messages.app.sandboxMeaning}>{messages.app.sandbox}</Tag>
  );
