import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './table.module.css';

/** The frame of a table: its caption for screen readers, its head, and rows that turn into small cards on a phone. */
export const DataTable = ({
  caption,
  head,
  children,
}: {
  caption: string;
  head: readonly { readonly label: string; readonly number?: boolean }[];
  children: ReactNode;
}) => (
  <div className={styles['scroll']}>
    <table className={`${styles['table'] ?? ''} ${styles['cards'] ?? ''}`}>
      <caption>
        <VisuallyHidden>{caption}</VisuallyHidden>
      </caption>
      <thead>
        <tr>
          {head.map(({ label, number }) => (
            <th key={label} scope="col" className={number === true ? styles['number'] : undefined}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </div>
);
