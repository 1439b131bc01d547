import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { MessageView } from '../../../../functions/sending/contract.ts';
import { formatTime } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { VariantMark } from '../../parts/variant-mark.tsx';
import { MailState } from './mail-state.tsx';
import styles from './mails-page.module.css';

const words = messages.mails;

/** The time that matters for a mail: when it was sent, else when it goes out, else when it was drafted. */
export const timeOf = ({ sentAt, dueAt, createdAt }: Pick<MessageView, 'sentAt' | 'dueAt' | 'createdAt'>): string =>
  sentAt !== null
    ? words.sentAt(formatTime(sentAt))
    : dueAt !== null
      ? words.due(formatTime(dueAt))
      : words.createdAt(formatTime(createdAt));

/** A mail in the list: all of it is one link. */
export const MailRow = memo(({ mail }: { mail: MessageView }) => (
  <li>
    <Link
      to="/runs/$runId/messages/$messageId"
      params={{ runId: mail.runId, messageId: mail.id }}
      search={true}
      preload={false}
      resetScroll={false}
      className={styles['mail']}
    >
      <VariantMark variant={mail.variant} />
      <span className={styles['who']}>
        <b>{mail.toName ?? mail.toAddress}</b>, {mail.companyName}
      </span>
      <MailState state={mail.state} />
      <span className={styles['subject']}>{mail.subject}</span>
      <span className={styles['time']}>{timeOf(mail)}</span>
    </Link>
  </li>
));
