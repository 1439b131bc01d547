import { Button } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { ApiError } from '../api/api-error.ts';
import { meQuery } from '../areas/accounts/me.ts';
import { messages } from '../messages.ts';
import { ModeTag } from '../parts/mode-tag.tsx';
import { Notice } from '../parts/notice.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import styles from './frame.module.css';
import { useSession } from './session-context.ts';

/** What stands around every page: the workspace, its mode, the ways to go, and what is wrong with the connection. */
export const Frame = () => {
  const session = useSession();
  const { online } = useNetwork();
  const me = useQuery(meQuery);
  const noWorkspace = me.error instanceof ApiError && me.error.status === 403;
  return (
    <>
      <a className={styles['skip']} href="#content">
        {messages.app.skipToContent}
      </a>
      <header className={styles['bar']}>
        <div className={styles['inner']}>
          <Link to="/campaigns" className={styles['home']}>
            <img src="/throughline.svg" alt={messages.app.name} width={28} height={28} />
          </Link>
          <div className={styles['workspace']}>
            <span className={styles['workspaceName']}>{me.data?.workspace.name ?? messages.app.name}</span>
            {me.data !== undefined && <ModeTag mode={me.data.mode} />}
          </div>
          <div className={styles['person']}>
            {me.data?.name != null && (
              <span>
                {me.data.name}, {messages.app.role[me.data.role]}
              </span>
            )}
            <Button variant="default" size="xs" onClick={() => void session.signOut()}>
              {messages.app.signOut}
            </Button>
          </div>
          <nav aria-label={messages.app.navigation} className={styles['nav']}>
            <Link to="/campaigns">{messages.app.campaigns}</Link>
            <Link to="/replies">{messages.app.replies}</Link>
            <Link to="/assessments">{messages.app.assessments}</Link>
            <Link to="/reports">{messages.app.reports}</Link>
            <Link to="/sales">{messages.app.sales}</Link>
            <Link to="/settings/suppressions" className={styles['settings']}>
              {messages.app.suppressions}
            </Link>
            <Link to="/settings/mailboxes">{messages.app.mailboxes}</Link>
            <Link to="/settings/providers">{messages.app.providers}</Link>
            <Link to="/settings/webhooks">{messages.app.webhooks}</Link>
            <Link to="/settings/api-keys">{messages.app.apiKeys}</Link>
          </nav>
        </div>
      </header>
      <main id="content" className={styles['content']} tabIndex={-1}>
        {!online && (
          <div role="status" className={styles['notice']}>
            <Notice tone="wait">
              <p>{messages.app.offline}</p>
            </Notice>
          </div>
        )}
        {noWorkspace ? (
          <Notice tone="wait" title={messages.signIn.noWorkspaceTitle}>
            <p>{messages.signIn.noWorkspaceText}</p>
          </Notice>
        ) : (
          <>
            {me.error !== null && online && (
              <div className={styles['notice']}>
                <ProblemNotice what={messages.app.loadMe} error={me.error} retry={() => void me.refetch()} />
              </div>
            )}
            <Outlet />
          </>
        )}
      </main>
    </>
  );
};
