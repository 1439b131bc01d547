import { Button } from '@mantine/core';
import { messages } from '../messages.ts';
import styles from './load-more.module.css';
import { ProblemNotice } from './problem-notice.tsx';
import type { Pages } from './use-pages.ts';

/** The end of a list: how many are shown, and the next page on demand. */
export const LoadMore = ({ pages, shown, what }: { pages: Pages<unknown>; shown: number; what: string }) => (
  <div className={styles['end']}>
    <output>{pages.hasMore ? messages.app.shown(shown) : messages.app.allShown(shown)}</output>
    {pages.hasMore && (
      <Button variant="default" size="sm" onClick={pages.more} loading={pages.loadingMore}>
        {pages.loadingMore ? messages.app.loadingMore : messages.app.loadMore}
      </Button>
    )}
    {pages.error !== null && <ProblemNotice what={what} error={pages.error} retry={pages.more} />}
  </div>
);
