import type { ContactView } from '../../../../functions/contacts/contract.ts';
import { messages } from '../../messages.ts';
import { Card } from '../../parts/card.tsx';
import { PagedList } from '../../parts/paged-list.tsx';
import styles from '../../parts/stack.module.css';
import table from '../../parts/table.module.css';
import { usePages } from '../../parts/use-pages.ts';
import { companyContactsQuery } from './lead-queries.ts';

const words = messages.leads;

export const CompanyPeople = ({ domain }: { domain: string }) => (
  <Card title={words.people}>
    <PagedList
      pages={usePages(companyContactsQuery(domain))}
      what={words.peopleLoad}
      waitingRows={3}
      empty={<p className={table['soft']}>{words.noPeople}</p>}
    >
      {(people) => (
        <ul className={styles['plainList']}>
          {people.map((person) => (
            <Person key={person.id} person={person} />
          ))}
        </ul>
      )}
    </PagedList>
  </Card>
);

const Person = ({ person }: { person: ContactView }) => {
  const name = [person.firstName, person.lastName].filter((part) => part !== null).join(' ');
  return (
    <li>
      <b>{name === '' ? person.email : name}</b>
      {person.title !== null && `, ${person.title}`}
      <span className={table['block']}>
        {name === '' ? '' : `${person.email} · `}
        {words.verdict[person.verification.verdict]} · {words.personaMatch(person.personaMatch)} ·{' '}
        {person.source === 'import' ? words.fromImport : words.fromWebsite}
      </span>
    </li>
  );
};
