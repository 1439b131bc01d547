import { useQuery } from '@tanstack/react-query';
import { messages } from '../../messages.ts';
import { campaignQuery } from '../campaigns/campaign-queries.ts';
import { companyQuery } from '../leads/lead-queries.ts';
import { evidenceText } from './evidence-text.ts';
import type { Mail } from './mail.ts';
import styles from './mail-panel.module.css';

const words = messages.mails;

/** A sentence of the mail with its number and what it rests on. */
export type Note = Readonly<{
  number: number;
  sentence: string;
  about: Mail['evidence'][number]['about'];
  ids: readonly string[];
}>;

/** Sentences that claim something, numbered in the order of the mail; courtesies and questions claim nothing. */
export const notesOf = (evidence: Mail['evidence']): readonly Note[] =>
  evidence
    .filter(({ about, evidenceIds }) => about !== 'neither' || evidenceIds.length > 0)
    .map(({ sentence, about, evidenceIds }, at) => ({ number: at + 1, sentence, about, ids: evidenceIds }));

/** The sentences and what they rest on: named, and where a record holds it, in its own words. */
export const Evidence = ({ mail, notes }: { mail: Mail; notes: readonly Note[] }) => {
  const company = useQuery(companyQuery(mail.domain)).data;
  const offer = useQuery(campaignQuery(mail.campaignId)).data?.offer;
  const textOf = (id: string): string | undefined => evidenceText(id, { mail, company, offer });
  return (
    <section className={styles['part']}>
      <h3>{words.evidence}</h3>
      {notes.length === 0 ? (
        <p>{words.noClaim}</p>
      ) : (
        <>
          <p>{words.evidenceText}</p>
          <ol className={`${styles['rows'] ?? ''} ${styles['evidence'] ?? ''}`}>
            {notes.map(({ number, sentence, about, ids }) => (
              <li key={number} id={`rests-on-${number}`}>
                <span className={styles['number']} aria-hidden="true">
                  {number}
                </span>
                <span className={styles['sentence']}>{sentence}</span>
                <span className={styles['ids']}>
                  {words.about[about]}
                  {ids.map((id) => (
                    <span key={id} className={styles['id']}>
                      {words.evidenceName(id)}
                    </span>
                  ))}
                </span>
                {ids.map((id) => {
                  const text = textOf(id);
                  return text === undefined || text === sentence ? null : (
                    <q key={id} className={styles['source']}>
                      {text}
                    </q>
                  );
                })}
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
};
