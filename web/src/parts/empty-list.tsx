import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { EmptyState } from './empty-state.tsx';

type Words = Readonly<{
  emptyTitle: string;
  emptyText: string;
  emptyFilterTitle: string;
  emptyFilterText: string;
  showAll: string;
}>;

/** An empty list: nothing there yet, or nothing that the filter lets through, with the way back to all. */
export const EmptyList = ({
  words,
  filtered,
  showAll,
  action,
}: {
  words: Words;
  filtered: boolean;
  showAll: () => void;
  /** What to do where there is nothing yet. */
  action?: ReactNode;
}) =>
  filtered ? (
    <EmptyState
      title={words.emptyFilterTitle}
      text={words.emptyFilterText}
      action={
        <Button variant="default" onClick={showAll}>
          {words.showAll}
        </Button>
      }
    />
  ) : (
    <EmptyState title={words.emptyTitle} text={words.emptyText} action={action} />
  );
