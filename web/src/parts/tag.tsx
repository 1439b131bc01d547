import type { ReactNode } from 'react';
import styles from './tag.module.css';

export type Tone = 'quiet' | 'active' | 'wait' | 'harm';

/** A word about a state. The tone repeats what the word says, it never says it alone. */
export const Tag = ({ tone = 'quiet', title, children }: { tone?: Tone; title?: string; children: ReactNode }) => (
  <span className={`${styles['tag'] ?? ''} ${styles[tone] ?? ''}`} title={title}>
    {children}
  </span>
);
