import { formatTimeWithZone } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import type { Mail } from './mail.ts';
import styles from './mail-panel.module.css';

const words = messages.mails;

/** What has been heard of the mail, in the order it happened, in the viewer's time. */
export const EventList = ({ events }: { events: Mail['events'] }) => (
  <section className={styles['part']}>
    <h3>{words.events}</h3>
    {events.length === 0 ? (
      <p>{words.noEvents}</p>
    ) : (
      <ol className={styles['rows']}>
        {events.map(({ type, at, detail, botReasons }) => (
          <li key={`${at} ${type} ${detail ?? ''}`} className={styles['event']}>
            <span className={styles['soft']}>{formatTimeWithZone(at)}</span>
            <b>{words.eventName(type)}</b>
            {detail !== null && <span>{detail}</span>}
            {botReasons !== null && botReasons.length > 0 && (
              <span className={styles['soft']}>
                {words.notAPerson(botReasons.map((reason) => words.botReason[reason]).join(', '))}
              </span>
            )}
          </li>
        ))}
      </ol>
    )}
  </section>
);
