import { Skeleton, VisuallyHidden } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { messages } from '../messages.ts';

const LATE_MS = 200;

/** Shows its content only when waiting takes longer than 200 ms: what comes sooner should not flicker. */
export const Late = ({ children }: { children: ReactNode }) => {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), LATE_MS);
    return () => clearTimeout(timer);
  }, []);
  return late ? children : null;
};

/** Rows in the place of a table that is on its way. */
export const WaitingRows = ({ rows = 5 }: { rows?: number }) => (
  <Late>
    <output>
      <VisuallyHidden>{messages.app.loading}</VisuallyHidden>
    </output>
    <div aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows that stand for nothing have no other key.
        <Skeleton key={row} height={20} my={14} radius="sm" width={`${100 - ((row * 7) % 30)}%`} />
      ))}
    </div>
  </Late>
);
