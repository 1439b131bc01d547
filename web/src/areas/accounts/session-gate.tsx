import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from '../../app/plain-page.module.css';
import { useSession, useSessionState } from '../../app/session-context.ts';
import { messages } from '../../messages.ts';
import { Late } from '../../parts/late.tsx';

/** The kit's dialogs stand at 200, whichever opened last. */
const OVER_OTHER_DIALOGS = 1_000;

/** Shows the pages to whoever is signed in, and otherwise the way in. Over an ended session the page stays, with a question above it. */
export const SessionGate = ({ children }: { children: ReactNode }) => {
  const session = useSession();
  const state = useSessionState();
  const signIn = () => void session.signIn();
  switch (state.kind) {
    case 'signedOut':
      return <SignInPage signIn={signIn} failed={state.failed} />;
    case 'starting':
    case 'leaving':
      return (
        <main className={styles['plain']}>
          <Late>
            <output>{state.kind === 'starting' ? messages.signIn.starting : messages.signIn.leaving}</output>
          </Late>
        </main>
      );
    case 'signedIn':
    case 'expired':
      return (
        <>
          {children}
          <Modal
            opened={state.kind === 'expired'}
            onClose={() => undefined}
            withCloseButton={false}
            closeOnEscape={false}
            closeOnClickOutside={false}
            title={messages.signIn.expiredTitle}
            zIndex={OVER_OTHER_DIALOGS}
            centered
          >
            <p>{messages.signIn.expiredText}</p>
            <Button onClick={signIn} data-autofocus>
              {messages.signIn.again}
            </Button>
          </Modal>
        </>
      );
  }
};

const SignInPage = ({ signIn, failed }: { signIn: () => void; failed: boolean }) => (
  <main className={styles['plain']}>
    <title>{`${messages.signIn.title} · ${messages.app.name}`}</title>
    <img src="/throughline.svg" alt="" width={56} height={56} />
    <h1>{messages.signIn.title}</h1>
    <p>{messages.app.tagline}</p>
    {failed && (
      <p role="alert" className={styles['problem']}>
        {messages.signIn.failed}
      </p>
    )}
    <Button size="md" onClick={signIn}>
      {messages.signIn.action}
    </Button>
  </main>
);
