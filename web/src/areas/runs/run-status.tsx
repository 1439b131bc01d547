import type { RunView } from '../../../../functions/campaigns/contract.ts';
import { messages } from '../../messages.ts';
import { Tag, type Tone } from '../../parts/tag.tsx';

const TONE: Readonly<Record<RunView['status'], Tone>> = {
  starting: 'active',
  running: 'active',
  awaiting_approval: 'wait',
  sending: 'active',
  completed: 'quiet',
  failed: 'harm',
  cancelled: 'quiet',
};

export const RunStatus = ({ status }: { status: RunView['status'] }) => (
  <Tag tone={TONE[status]}>{messages.run.runStatus[status]}</Tag>
);
