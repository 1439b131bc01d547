import type { SaleState } from '../../messages/sales.ts';
import { messages } from '../../messages.ts';
import { Tag, type Tone } from '../../parts/tag.tsx';

const TONES: Readonly<Partial<Record<SaleState, Tone>>> = {
  paid: 'active',
  fulfilled: 'active',
  disputed: 'harm',
  failed: 'harm',
  refunded: 'wait',
  partly_refunded: 'wait',
};

export const SaleStateTag = ({ state }: { state: SaleState }) => (
  <Tag tone={TONES[state] ?? 'quiet'}>{messages.sales.saleState[state]}</Tag>
);
