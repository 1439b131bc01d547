import { Button } from '@mantine/core';
import { messages } from '../messages.ts';
import { TextLink } from '../parts/links.tsx';
import { PageHead } from '../parts/page-head.tsx';
import styles from './plain-page.module.css';

const reload = (): void => location.reload();

/** Shown when the settings of the installation cannot be read: nothing else can be. */
export const StartFailed = () => (
  <main className={styles['plain']} role="alert">
    <h1>{messages.problem.startTitle}</h1>
    <p>{messages.problem.startText}</p>
    <Button onClick={reload}>{messages.problem.retry}</Button>
  </main>
);

/** Shown in a page's place when its own code fails. */
export const PageCrashed = () => (
  <div role="alert">
    <PageHead title={messages.problem.crashedTitle}>
      <p>{messages.problem.crashedText}</p>
    </PageHead>
    <Button onClick={reload}>{messages.problem.retry}</Button>
  </div>
);

export const NothingHere = () => (
  <>
    <PageHead title={messages.app.notFoundTitle}>
      <p>{messages.app.notFoundText}</p>
    </PageHead>
    <TextLink to="/campaigns">{messages.app.backToCampaigns}</TextLink>
  </>
);
