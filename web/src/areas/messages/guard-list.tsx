import { messages } from '../../messages.ts';
import { Tag } from '../../parts/tag.tsx';
import type { Mail } from './mail.ts';
import styles from './mail-panel.module.css';

const words = messages.mails;

/** What was checked before the mail could go out; what held it back comes first. */
export const GuardList = ({ guards }: { guards: Mail['guards'] }) => (
  <section className={styles['part']}>
    <h3>{words.guards}</h3>
    <ul className={styles['rows']}>
      {guards
        .toSorted((a, b) => Number(a.passed) - Number(b.passed))
        .map(({ guard, passed, detail }) => (
          <li key={guard} className={styles['guard']}>
            <Tag tone={passed ? 'quiet' : 'wait'}>{passed ? words.guardPassed : words.guardFailed}</Tag>
            <span>{words.guardName(guard)}</span>
            {detail !== '' && <span className={styles['soft']}>{detail}</span>}
          </li>
        ))}
    </ul>
  </section>
);
