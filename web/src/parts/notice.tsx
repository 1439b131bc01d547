import type { ReactNode } from 'react';
import styles from './notice.module.css';

/** A box that says something worth knowing; `wait` when it asks for a decision, `harm` when something went wrong. */
export const Notice = ({
  tone = 'quiet',
  title,
  children,
}: {
  tone?: 'quiet' | 'wait' | 'harm';
  title?: string;
  children?: ReactNode;
}) => (
  <div className={styles[tone]}>
    {title !== undefined && <p className={styles['title']}>{title}</p>}
    {children}
  </div>
);
