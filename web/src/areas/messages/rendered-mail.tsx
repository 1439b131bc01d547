import { useQuery } from '@tanstack/react-query';
import { messages } from '../../messages.ts';
import { campaignQuery } from '../campaigns/campaign-queries.ts';
import type { Note } from './evidence.tsx';
import type { Mail } from './mail.ts';
import styles from './mail-panel.module.css';
import { markSentences, paragraphsOf } from './mark-sentences.ts';

const words = messages.mails;

/** The mail as its reader gets it, each sentence that rests on something with its number. */
export const RenderedMail = ({ mail, notes }: { mail: Mail; notes: readonly Note[] }) => {
  const sender = useQuery(campaignQuery(mail.campaignId)).data?.sender;
  const based = notes.flatMap((note) =>
    note.ids.length === 0 ? [] : [{ sentence: note.sentence, note: note.number }],
  );
  const aboutRecipient = new Set(notes.flatMap(({ about, number }) => (about === 'recipient' ? [number] : [])));
  return (
    <div className={styles['paper']}>
      <dl>
        {sender !== undefined && (
          <>
            <dt>{words.from}</dt>
            <dd>
              {sender.name} &lt;{sender.email}&gt;
            </dd>
          </>
        )}
        <dt>{words.to}</dt>
        <dd>{mail.toName === null ? mail.toAddress : `${mail.toName} <${mail.toAddress}>`}</dd>
        <dt>{words.subject}</dt>
        <dd>{mail.subject}</dd>
      </dl>
      <div className={styles['text']}>
        {paragraphsOf(mail.body).map((paragraph) => (
          <p key={paragraph}>
            {markSentences(paragraph, based).map((piece) =>
              piece.note === undefined ? (
                piece.text
              ) : (
                <span key={piece.note}>
                  <span className={aboutRecipient.has(piece.note) ? styles['based'] : undefined}>{piece.text}</span>
                  <a
                    className={styles['note']}
                    href={`#rests-on-${piece.note}`}
                    aria-label={words.noteName(piece.note)}
                  >
                    {piece.note}
                  </a>
                </span>
              ),
            )}
          </p>
        ))}
        <p className={styles['footer']}>
          {mail.body === '' ? words.erased : `${words.footer} ${words.writer(mail.writer)}.`}
        </p>
      </div>
    </div>
  );
};
