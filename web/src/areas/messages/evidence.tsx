import { messages } from '../../messages.ts';
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

export const Evidence = ({ notes }: { notes: readonly Note[] }) => (
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
            </li>
          ))}
        </ol>
      </>
    )}
  </section>
);
