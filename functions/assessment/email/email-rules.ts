import { failed, notApplicable, notMeasured, passed, type Rule } from '../rule.ts';
import { DMARC_RULES } from './dmarc-rules.ts';
import type { EmailFacts } from './email-facts.ts';
import { covers } from './mta-sts.ts';
import { SPF_RULES } from './spf-rules.ts';
import { record, whenAnswered } from './when-answered.ts';

type EmailRule = Rule<EmailFacts>;

const MX_RULE: EmailRule = {
  ...{ id: 'email.mx', category: 'email', weight: 10, severity: 'high', effort: 'minutes' },
  title: 'The domain has no mail host',
  detail: 'Mail to the company may not arrive; without a mail host many receivers doubt its mail, too.',
  source: 'https://www.rfc-editor.org/rfc/rfc5321#section-5.1',
  fix: 'Add the MX records that the mail provider names.',
  check: ({ domain, mx, address }) =>
    whenAnswered(mx, (hosts) => {
      const where = `MX ${domain}`;
      if (hosts.length === 1 && hosts[0] === '')
        return passed(record('The domain says that it takes no mail (null MX, RFC 7505)', where));
      const named = hosts.filter((host) => host !== '');
      if (named.length > 0) return passed(record('Mail hosts', where, named.join(', ')));
      if (!address.ok) return failed(record('No MX record', where));
      return failed(
        record(
          address.value
            ? 'No MX record; mail goes to the address of the website'
            : 'Neither an MX record nor an address',
          where,
        ),
      );
    }),
};

const DKIM_RULES: readonly EmailRule[] = [
  {
    ...{ id: 'email.dkim', category: 'email', weight: 10, severity: 'high', effort: 'hours' },
    title: 'Signing keys (DKIM) cannot be used',
    detail: 'Signatures show that mail is from the domain and unchanged; Gmail and Yahoo ask for them.',
    source: 'https://www.rfc-editor.org/rfc/rfc6376#section-3.6.1',
    fix: 'Switch DKIM on at the mail provider, and put the key it names into DNS.',
    check: ({ domain, dkim }) =>
      whenAnswered(dkim, (keys) => {
        const usable = keys.find(({ key }) => key.ok);
        if (usable !== undefined) return passed(record('A usable key', `TXT ${usable.selector}._domainkey.${domain}`));
        // Keys that were taken back say nothing of those in use.
        const [first, ...rest] = keys.flatMap(({ selector, key }) =>
          key.ok || key.problem.startsWith('has been revoked')
            ? []
            : [record(`The key ${key.problem}`, `TXT ${selector}._domainkey.${domain}`)],
        );
        return first === undefined
          ? notMeasured('No key under the usual selectors; others cannot be listed, so that this is unknown.')
          : failed(first, ...rest);
      }),
  },
  {
    ...{ id: 'email.dkim_strength', category: 'email', weight: 3, severity: 'low', effort: 'hours' },
    title: 'The signing key (DKIM) is short',
    detail: 'Keys of less than 2,048 bits can be broken in time.',
    source: 'https://www.rfc-editor.org/rfc/rfc8301#section-3.2',
    fix: 'Have the mail provider make a key of 2,048 bits.',
    check: ({ domain, dkim }) =>
      whenAnswered(dkim, (keys) => {
        const usable = keys.flatMap(({ selector, key }) => (key.ok ? [{ selector, key }] : []));
        if (usable.length === 0) return notApplicable('No usable key was found.');
        const told = usable.map(({ selector, key }) =>
          record(`${String(key.bits)} bits, ${key.algorithm}`, `TXT ${selector}._domainkey.${domain}`),
        );
        const [first, ...rest] = told.filter((_one, n) => usable[n]?.key.weak === true);
        return first === undefined ? passed(...told) : failed(first, ...rest);
      }),
  },
];

const TRANSPORT_RULES: readonly EmailRule[] = [
  {
    ...{ id: 'email.mta_sts', category: 'email', weight: 4, severity: 'low', effort: 'hours' },
    title: 'Senders need not encrypt mail to the domain (no MTA-STS)',
    detail: 'Without a policy, whoever is on the way can switch encryption off and read the mail.',
    source: 'https://www.rfc-editor.org/rfc/rfc8461',
    fix: 'Publish an MTA-STS record and policy, in mode testing first.',
    check: ({ domain, mtaSts, mx }) =>
      whenAnswered(mtaSts, (sts) => {
        const where = `TXT _mta-sts.${domain}`;
        if (mx.ok && mx.value.every((host) => host === '')) return notApplicable('The domain takes no mail.');
        if (sts.state === 'absent') return failed(record('No MTA-STS record', where));
        if (sts.state === 'unknown') return notMeasured(sts.reason);
        if (sts.state === 'broken') return failed(record(`MTA-STS does not work: ${sts.problem}`, where, sts.record));
        const { mode, hosts } = sts.policy;
        if (mode === 'none') return failed(record('The policy is switched off (mode: none)', where, sts.record));
        const left = (mx.ok ? mx.value : []).filter((host) => !hosts.some((pattern) => covers(pattern, host)));
        return left.length > 0
          ? failed(record('The policy leaves out mail hosts, which then get no mail', where, left.join(', ')))
          : passed(record(`Mode ${mode}`, where, sts.record));
      }),
  },
  {
    ...{ id: 'email.tls_rpt', category: 'email', weight: 2, severity: 'low', effort: 'minutes' },
    title: 'Nobody is told when encrypted delivery fails (no TLS-RPT)',
    detail: 'Other mail systems report failures once a day to the address of this record.',
    source: 'https://www.rfc-editor.org/rfc/rfc8460',
    fix: 'Add a TXT record at _smtp._tls: v=TLSRPTv1; rua=mailto:…',
    check: ({ domain, tlsReports, mx }) =>
      whenAnswered(tlsReports, (records) => {
        const where = `TXT _smtp._tls.${domain}`;
        if (mx.ok && mx.value.every((host) => host === '')) return notApplicable('The domain takes no mail.');
        const [first] = records;
        if (first === undefined) return failed(record('No TLS-RPT record', where));
        if (records.length > 1) return failed(record('Several TLS-RPT records, which count as none', where, first));
        return /;\s*rua\s*=\s*(?:mailto|https):/i.test(first)
          ? passed(record('Reports are asked for', where, first))
          : failed(record('The record names no address for reports', where, first));
      }),
  },
  {
    ...{ id: 'email.bimi', category: 'email', weight: 1, severity: 'low', effort: 'hours' },
    title: 'The logo record (BIMI) does not work',
    detail: 'Mail programs show a logo only beside mail of domains whose DMARC policy holds for all mail.',
    source: 'https://datatracker.ietf.org/doc/draft-brand-indicators-for-message-identification/',
    fix: 'Name an SVG over https in l=, and set the DMARC policy to quarantine or reject.',
    check: ({ domain, bimi, dmarc }) =>
      whenAnswered(bimi, ([first, ...more]) => {
        const where = `TXT default._bimi.${domain}`;
        if (first === undefined) return notApplicable('There is no BIMI record; few companies need one.');
        if (more.length > 0) return failed(record('Several BIMI records, which count as none', where, first));
        if (!/;\s*l\s*=\s*https:\/\/\S+/i.test(first))
          return failed(record('The record names no logo over https', where, first));
        if (!dmarc.ok) return notMeasured(dmarc.reason);
        const { holding } = dmarc.value;
        return holding === null || holding.policy === 'none' || holding.percent < 100
          ? failed(record('The DMARC policy does not hold for all mail', where, first))
          : passed(record('A logo is named', where, first));
      }),
  },
];

/**
 * The rules on a domain's mail. Weights are ours: what keeps mail from arriving or lets others send in the domain's name counts most (MX 10, SPF 55, DMARC 35, DKIM 13), what
 * protects the way (MTA-STS 4, TLS-RPT 2) and the logo (BIMI 1) little.
 */
export const EMAIL_RULES: readonly EmailRule[] = [
  MX_RULE,
  ...SPF_RULES,
  ...DMARC_RULES,
  ...DKIM_RULES,
  ...TRANSPORT_RULES,
];
