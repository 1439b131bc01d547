import { Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { messages } from '../messages.ts';
import styles from './page-head.module.css';

/**
 * The head of a page: its name, what qualifies it, and its actions. Names the document after it and takes the focus when the page opens, so
 * that a screen reader says where one is.
 */
export const PageHead = ({
  title,
  above,
  tags,
  actions,
  children,
}: {
  title: string;
  above?: ReactNode;
  tags?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${messages.app.name}`;
  }, [title]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <header className={styles['head']}>
      {above !== undefined && <p className={styles['above']}>{above}</p>}
      <div className={styles['line']}>
        <div className={styles['name']}>
          <Title order={1} size="h2" ref={heading} tabIndex={-1}>
            {title}
          </Title>
          {tags}
        </div>
        {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
      </div>
      {children}
    </header>
  );
};
