import { DAY } from '../../../platform/time.ts';
import { failed, notApplicable, passed, type Rule } from '../../rule.ts';
import type { SecurityFacts } from '../security-facts.ts';

/** Let's Encrypt's certificates live 90 days and are renewed with 30 left; whoever has less than two weeks renews by hand, or no longer. */
const FEW_DAYS = 14;
const NO_TLS = 'There was no TLS handshake to look at.';
const MODERN = new Set(['TLSv1.2', 'TLSv1.3']);

/** Whole days until a certificate ends, below 0 when it has; null without a date. */
export const daysLeft = ({ tls, readAt }: Pick<SecurityFacts, 'tls' | 'readAt'>): number | null => {
  const ends = Date.parse(tls?.validTo ?? '');
  return Number.isNaN(ends) ? null : Math.floor((ends - readAt) / DAY);
};

/** How the site is reached, beyond what Observatory asks. They give findings and stand outside the category's score, which is Observatory's alone. */
export const TRANSPORT_RULES: readonly Rule<SecurityFacts>[] = [
  {
    ...{ id: 'security.https', category: 'security', weight: 0, severity: 'critical', effort: 'hours' },
    title: 'The site is not encrypted',
    detail: 'Browsers call it not secure, forms can be read on their way, and search engines prefer encrypted sites.',
    source: 'https://developers.google.com/search/docs/crawling-indexing/https',
    fix: 'Have the host install a certificate (Let’s Encrypt is free) and serve the site over https.',
    check: ({ landing: { url } }) =>
      url.startsWith('https:')
        ? passed({ what: 'Served over https', where: url })
        : failed({ what: 'Served over plain http', where: url }),
  },
  {
    ...{ id: 'security.certificate', category: 'security', weight: 0, severity: 'critical', effort: 'hours' },
    title: 'The certificate does not hold',
    detail: 'Browsers show a full-page warning instead of the site.',
    source: 'https://www.rfc-editor.org/rfc/rfc5280#section-6',
    fix: 'Install a certificate of a trusted authority for exactly the names of the site, with its intermediate certificates.',
    check: ({ tls, landing: { url } }) => {
      if (tls === null) return notApplicable(NO_TLS);
      const { authorized, error = 'not trusted', issuer, validTo } = tls;
      const facts = `issued by ${issuer ?? 'nobody named'}, valid until ${validTo ?? 'an unknown date'}`;
      return authorized
        ? passed({ what: `The certificate is ${facts}`, where: url })
        : failed({ what: `The certificate is not accepted: ${error} (${facts})`, where: url, quote: error });
    },
  },
  {
    ...{ id: 'security.certificate_expiry', category: 'security', weight: 0, severity: 'high', effort: 'minutes' },
    title: 'The certificate is about to end',
    detail: 'On the day it ends, browsers warn every visitor off the site.',
    source: 'https://letsencrypt.org/docs/faq/',
    fix: 'Renew the certificate, and see why that did not happen by itself.',
    check: (facts) => {
      const left = daysLeft(facts);
      if (left === null) return notApplicable(NO_TLS);
      if (left < 0) return notApplicable('The certificate has ended already.');
      const evidence = {
        what: `${String(left)} days left, until ${facts.tls?.validTo ?? ''}`,
        where: facts.landing.url,
      };
      return left < FEW_DAYS ? failed(evidence) : passed(evidence);
    },
  },
  {
    ...{ id: 'security.tls_version', category: 'security', weight: 0, severity: 'high', effort: 'hours' },
    title: 'The encryption is out of date',
    detail: 'TLS 1.0 and 1.1 are broken and forbidden; browsers refuse them.',
    source: 'https://www.rfc-editor.org/rfc/rfc8996',
    fix: 'Have the host switch on TLS 1.3 and 1.2, and the older versions off.',
    check: ({ tls, landing: { url } }) => {
      if (tls === null) return notApplicable(NO_TLS);
      const evidence = { what: `The server and we agreed on ${tls.version}`, where: url, quote: tls.version };
      return MODERN.has(tls.version) ? passed(evidence) : failed(evidence);
    },
  },
];
