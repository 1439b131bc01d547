import { MOST_LOOKUPS } from '../../sending/preflight/check-spf.ts';
import { failed, notApplicable, notMeasured, passed, type Rule } from '../rule.ts';
import type { EmailFacts } from './email-facts.ts';
import { record, whenAnswered } from './when-answered.ts';

const NO_RECORD = 'There is no single SPF record to look at.';

/** SPF: who may send for the domain. Counting look-ups and reading records is `sending`'s. */
export const SPF_RULES: readonly Rule<EmailFacts>[] = [
  {
    ...{ id: 'email.spf', category: 'email', weight: 25, severity: 'high', effort: 'minutes' },
    title: 'There is no valid list of who may send for the domain (SPF)',
    detail:
      'Without it anybody can send in the domain’s name, and its own mail lands in spam; Gmail and Yahoo ask for it.',
    source: 'https://www.rfc-editor.org/rfc/rfc7208#section-4.5',
    fix: 'Publish exactly one TXT record that begins with v=spf1 and names the services that send.',
    check: ({ domain, spfRecords, spf }) =>
      whenAnswered(spfRecords, ([first, ...more]) => {
        const where = `TXT ${domain}`;
        if (first === undefined) return failed(record('No SPF record', where));
        if (more.length > 0)
          return failed(
            record(
              `${String(more.length + 1)} SPF records, which count as an error`,
              where,
              [first, ...more].join(' | '),
            ),
          );
        return whenAnswered(spf, ({ problem, result }) =>
          result === 'permerror' && problem?.includes(`SPF record of ${domain} holds `) === true
            ? failed(record(problem, where, first))
            : passed(record('One SPF record', where, first)),
        );
      }),
  },
  {
    ...{ id: 'email.spf_lookups', category: 'email', weight: 15, severity: 'high', effort: 'hours' },
    title: 'The SPF record cannot be worked out',
    detail: `Receivers stop at ${String(MOST_LOOKUPS)} look-ups and at two that find nothing, and treat the record as an error.`,
    source: 'https://www.rfc-editor.org/rfc/rfc7208#section-4.6.4',
    fix: 'Take out services that no longer send, and includes that lead back or to nothing.',
    check: ({ domain, spf }) =>
      whenAnswered(spf, ({ result, problem, lookups, record: text, included }) => {
        const where = `TXT ${domain}`;
        if (text === null) return notApplicable(NO_RECORD);
        if (result === 'temperror') return notMeasured(problem ?? 'DNS did not answer.');
        if (result !== 'permerror')
          return passed(record(`${String(lookups)} of ${String(MOST_LOOKUPS)} look-ups`, where, text));
        if (problem?.includes(`SPF record of ${domain} holds `) === true)
          return notApplicable('The record itself cannot be read.');
        const loop = included.has(domain) ? ' (it includes itself)' : '';
        return failed(record(`${problem ?? 'An error'}${loop}; ${String(lookups)} look-ups`, where, text));
      }),
  },
  {
    ...{ id: 'email.spf_allows_all', category: 'email', weight: 10, severity: 'critical', effort: 'minutes' },
    title: 'Anybody may send in the domain’s name (SPF +all)',
    detail: 'A record that lets all servers pass vouches for every forged mail.',
    source: 'https://www.rfc-editor.org/rfc/rfc7208#section-8.3',
    fix: 'End the record with -all or ~all.',
    check: ({ domain, spf }) =>
      whenAnswered(spf, ({ result, record: text, problem }) => {
        if (text === null || result === 'permerror' || result === 'none') return notApplicable(NO_RECORD);
        if (result === 'temperror') return notMeasured(problem ?? 'DNS did not answer.');
        const where = `TXT ${domain}`;
        return result === 'pass'
          ? failed(record('Any server passes', where, text))
          : passed(record('Not any server passes', where, text));
      }),
  },
  {
    ...{ id: 'email.spf_neutral', category: 'email', weight: 5, severity: 'medium', effort: 'minutes' },
    title: 'The SPF record says nothing of other senders',
    detail: 'A record that ends with ?all, or without all, gives receivers no reason to turn away forged mail.',
    source: 'https://www.rfc-editor.org/rfc/rfc7208#section-8.2',
    fix: 'End the record with -all or ~all.',
    check: ({ domain, spf }) =>
      whenAnswered(spf, ({ result, record: text, problem }) => {
        if (text === null || result === 'permerror' || result === 'none' || result === 'pass')
          return notApplicable(NO_RECORD);
        if (result === 'temperror') return notMeasured(problem ?? 'DNS did not answer.');
        const where = `TXT ${domain}`;
        return result === 'neutral'
          ? failed(record('Ends neutrally', where, text))
          : passed(record(`Others get ${result}`, where, text));
      }),
  },
];
