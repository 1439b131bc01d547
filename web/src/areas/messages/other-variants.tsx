import { messages } from '../../messages.ts';
import { VariantMark } from '../../parts/variant-mark.tsx';
import type { Mail } from './mail.ts';
import styles from './mail-panel.module.css';

const words = messages.mails;

/** The variants that were written and not chosen, each to open. */
export const OtherVariants = ({ others }: { others: Mail['others'] }) =>
  others.length === 0 ? null : (
    <section className={styles['part']}>
      <h3>{words.others}</h3>
      <p>{words.othersText}</p>
      <ul className={styles['rows']}>
        {others.map(({ variant, subject, body }) => (
          <li key={variant}>
            <details className={styles['other']}>
              <summary>
                <VariantMark variant={variant} />
                <span>{subject}</span>
              </summary>
              <p>{body}</p>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
