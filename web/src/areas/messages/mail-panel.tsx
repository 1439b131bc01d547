import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { messages } from '../../messages.ts';
import { WaitingRows } from '../../parts/late.tsx';
import { TextLink } from '../../parts/links.tsx';
import { Notice } from '../../parts/notice.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import { VariantMark } from '../../parts/variant-mark.tsx';
import { useMay } from '../accounts/me.ts';
import { Conversation } from '../replies/conversation.tsx';
import { Decide } from './decide.tsx';
import { EventList } from './event-list.tsx';
import { Evidence, notesOf } from './evidence.tsx';
import { GuardList } from './guard-list.tsx';
import type { Mail } from './mail.ts';
import styles from './mail-panel.module.css';
import { mailQuery } from './mail-queries.ts';
import { timeOf } from './mail-row.tsx';
import { MailState } from './mail-state.tsx';
import list from './mails-page.module.css';
import { OtherVariants } from './other-variants.tsx';
import { RenderedMail } from './rendered-mail.tsx';
import { Reopen } from './reopen.tsx';

const words = messages.mails;
const route = getRouteApi('/runs/$runId/messages/$messageId');

/** One mail with everything it rests on and everything that happened to it. */
export const MailPanel = () => {
  const { runId, messageId } = route.useParams();
  const { data: mail, error, refetch } = useQuery(mailQuery(messageId));
  return (
    <>
      <p className={list['back']}>
        <TextLink to="/runs/$runId/messages" params={{ runId }} search={true}>
          {words.closeMail}
        </TextLink>
      </p>
      {mail === undefined && error === null && <WaitingRows rows={8} />}
      {mail === undefined && error !== null && (
        <ProblemNotice what={words.loadOne} error={error} retry={() => void refetch()} />
      )}
      {mail !== undefined && <MailRead key={mail.id} mail={mail} />}
    </>
  );
};

const MailRead = ({ mail }: { mail: Mail }) => {
  const may = useMay();
  const notes = notesOf(mail.evidence);
  const heading = useRef<HTMLHeadingElement>(null);
  // Opening a mail is going somewhere: a screen reader hears its subject, and a phone shows it from its beginning.
  useEffect(() => heading.current?.focus(), []);
  return (
    <article className={styles['mail']} aria-labelledby="mail-subject">
      <header>
        <Title order={2} size="h3" id="mail-subject" ref={heading} tabIndex={-1}>
          {mail.subject}
        </Title>
        <p className={styles['marks']}>
          <VariantMark variant={mail.variant} named />
          <MailState state={mail.state} />
          <span className={styles['soft']}>{timeOf(mail)}</span>
        </p>
      </header>
      {mail.reason !== null && (
        <Notice tone={mail.state === 'draft' ? 'wait' : 'quiet'} title={words.reason}>
          <p>{mail.reason}</p>
        </Notice>
      )}
      {mail.state === 'draft' && may.work && <Decide mail={mail} />}
      {mail.state === 'cancelled' && mail.rejectedAt !== null && may.work && <Reopen mail={mail} />}
      <RenderedMail mail={mail} notes={notes} />
      <Conversation messageId={mail.id} />
      <Evidence mail={mail} notes={notes} />
      <GuardList guards={mail.guards} />
      <OtherVariants others={mail.others} />
      <EventList events={mail.events} />
    </article>
  );
};
