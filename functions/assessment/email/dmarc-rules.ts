import { failed, notApplicable, passed, type Rule } from '../rule.ts';
import type { EmailFacts } from './email-facts.ts';
import { record, whenAnswered } from './when-answered.ts';

const NONE = 'There is no DMARC policy to look at.';

/** DMARC: what receivers are to do with mail that only pretends to be from the domain. */
export const DMARC_RULES: readonly Rule<EmailFacts>[] = [
  {
    ...{ id: 'email.dmarc', category: 'email', weight: 20, severity: 'high', effort: 'minutes' },
    title: 'There is no policy against forged senders (DMARC)',
    detail: 'Receivers deliver mail that others send in the domain’s name; Gmail and Yahoo ask senders for a policy.',
    source: 'https://www.rfc-editor.org/rfc/rfc7489#section-6.6.3',
    fix: 'Publish v=DMARC1; p=none; rua=mailto:… at _dmarc, read the reports, then raise the policy.',
    check: ({ domain, dmarc }) =>
      whenAnswered(dmarc, ({ own, holding }) => {
        const where = `TXT _dmarc.${domain}`;
        if (own.length > 1) return failed(record('Several DMARC records, which count as none', where, own.join(' | ')));
        if (holding === null)
          return failed(
            record(own[0] === undefined ? 'No DMARC record' : 'The record has no usable policy', where, own[0]),
          );
        const from = holding.inherited ? `Inherited from ${holding.at}` : 'One DMARC record';
        return passed(record(from, `TXT _dmarc.${holding.at}`, holding.record));
      }),
  },
  {
    ...{ id: 'email.dmarc_policy', category: 'email', weight: 10, severity: 'medium', effort: 'hours' },
    title: 'The DMARC policy lets forged mail through',
    detail: 'p=none only asks for reports; a percentage below 100 leaves the rest of the mail as it is.',
    source: 'https://www.rfc-editor.org/rfc/rfc7489#section-6.3',
    fix: 'Once the reports show that all own mail passes, set p=quarantine, then p=reject, for all mail.',
    check: ({ dmarc }) =>
      whenAnswered(dmarc, ({ own, holding }) => {
        if (holding === null || own.length > 1) return notApplicable(NONE);
        const { policy, percent, at, record: text } = holding;
        const evidence = record(`Policy ${policy} for ${String(percent)} % of the mail`, `TXT _dmarc.${at}`, text);
        return policy === 'none' || percent < 100 ? failed(evidence) : passed(evidence);
      }),
  },
  {
    ...{ id: 'email.dmarc_reports', category: 'email', weight: 5, severity: 'low', effort: 'minutes' },
    title: 'Nobody gets reports on forged mail',
    detail: 'Reports show who sends in the domain’s name, and whether own mail passes.',
    source: 'https://www.rfc-editor.org/rfc/rfc7489#section-7',
    fix: 'Add rua=mailto:… with an address that somebody, or a service, reads.',
    check: ({ dmarc }) =>
      whenAnswered(dmarc, ({ own, holding }) => {
        if (holding === null || own.length > 1) return notApplicable(NONE);
        const where = `TXT _dmarc.${holding.at}`;
        return holding.reports
          ? passed(record('Reports are asked for', where, holding.record))
          : failed(record('No address for reports (rua)', where, holding.record));
      }),
  },
];
