import type { ReactNode } from 'react';
import styles from './empty-state.module.css';

/** An empty place: why it is empty, and the one thing to do about it. */
export const EmptyState = ({ title, text, action }: { title: string; text: string; action?: ReactNode }) => (
  <div className={styles['empty']}>
    <p className={styles['title']}>{title}</p>
    <p>{text}</p>
    {action}
  </div>
);
