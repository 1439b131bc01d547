import { Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import styles from './card.module.css';

/** The one thing of a page, on its own ground; the page's heading names it. */
export const Ground = ({ children }: { children: ReactNode }) => <div className={styles['card']}>{children}</div>;

/** A part of a page on its own ground, named by its heading. */
export const Card = ({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) => {
  const id = useId();
  return (
    <section className={styles['card']} aria-labelledby={id}>
      <div className={styles['top']}>
        <Title order={2} size="h4" id={id}>
          {title}
        </Title>
        {aside}
      </div>
      {children}
    </section>
  );
};
