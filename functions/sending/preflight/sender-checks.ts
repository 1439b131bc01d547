import { hostOf } from '../address.ts';
import { fail, pass, warn, worst } from './check.ts';
import { findDkimKey, USUAL_SELECTORS } from './check-dkim.ts';
import { findDmarc } from './check-dmarc.ts';
import { checkSpf, MOST_LOOKUPS } from './check-spf.ts';
import type { CheckId, PreflightCheck } from './preflight-contract.ts';
import type { ResolveDns } from './resolve-dns.ts';

/** Somebody whose name mails carry. */
export type SendingIdentity = Readonly<{
  address: string;
  channel: 'ses' | 'smtp' | 'instantly';
  /** Whether its server or SES knows it as ours; null when nobody could be asked. */
  verified: boolean | null;
  /** Whether SES signs for its domain; null when it does not send through SES or nobody could be asked. */
  signedBySes: boolean | null;
}>;

const SES_SPF = 'amazonses.com';
const DNS_SILENT = 'Try again in a moment; if it stays so, ask whoever runs the name servers of the domain.';

const verified = ({ address, channel, verified: known }: SendingIdentity): PreflightCheck => {
  const id = 'sender_verified';
  if (known === null)
    return fail(id, `Whether ${address} is verified could not be found out.`, 'Try again in a moment.');
  if (known) return pass(id, `${address} is verified.`);
  return channel === 'ses'
    ? fail(
        id,
        `SES does not know ${address} as yours.`,
        `Verify the domain ${hostOf(address)} (or the address) in SES.`,
      )
    : fail(
        id,
        `Nobody has signed in at the mailbox ${address} since its settings changed.`,
        'Verify it with POST /mailboxes/{mailboxId}/verify.',
      );
};

const spf = async (resolve: ResolveDns, domain: string, bySes: boolean): Promise<PreflightCheck> => {
  const id = 'spf';
  const { result, problem, lookups, record, included } = await checkSpf(resolve, domain);
  if (result === 'temperror') return fail(id, `${problem ?? 'DNS did not answer'}.`, DNS_SILENT);
  const ours = bySes ? ` include:${SES_SPF}` : '';
  if (result === 'none')
    return fail(id, `${domain} has no SPF record.`, `Publish the TXT record "v=spf1${ours} ~all" at ${domain}.`);
  if (result === 'permerror')
    return fail(
      id,
      `Receivers cannot use the SPF record of ${domain}: ${problem ?? ''}.`,
      'Correct the record; every receiver treats it as broken.',
    );
  if (bySes && !included.has(SES_SPF))
    return fail(id, `The SPF record of ${domain} does not let SES send.`, `Add include:${SES_SPF} to it.`);
  if (record !== null && /^v=spf1 +-all *$/i.test(record))
    return fail(id, `The SPF record of ${domain} says that it sends no mail.`, 'Name the servers that send for it.');
  const counted = `${String(lookups)} of ${String(MOST_LOOKUPS)} lookups`;
  if (result === 'pass')
    return warn(id, `The SPF record of ${domain} lets everybody send (+all).`, 'End it with ~all or -all.');
  if (lookups > MOST_LOOKUPS - 2)
    return warn(
      id,
      `The SPF record of ${domain} uses ${counted}: one more include may break it.`,
      'Take out includes that are no longer used.',
    );
  return pass(id, `The SPF record of ${domain} is valid (${counted}).`);
};

const dkim = async (resolve: ResolveDns, domain: string, signedBySes: boolean | null): Promise<PreflightCheck> => {
  const id = 'dkim';
  if (signedBySes === true) return pass(id, `SES signs for ${domain}.`);
  if (signedBySes === false)
    return fail(
      id,
      `SES does not sign for ${domain}.`,
      `Turn on Easy DKIM for ${domain} in SES and publish its three CNAME records.`,
    );
  const found = await findDkimKey(resolve, domain, USUAL_SELECTORS);
  if (found === undefined)
    return warn(
      id,
      `No DKIM key of ${domain} was found under the usual selectors.`,
      'See that the mail service signs for the domain: a mail to yourself must show dkim=pass.',
    );
  const { selector, key } = found;
  const name = `${selector}._domainkey.${domain}`;
  if (!key.ok) return fail(id, `The DKIM key ${name} ${key.problem}.`, 'Publish a key of 2,048 bits and sign with it.');
  return key.weak
    ? warn(id, `The DKIM key ${name} has only ${String(key.bits)} bits.`, 'Change to a key of 2,048 bits.')
    : pass(id, `The DKIM key ${name} is usable.`);
};

const dmarc = async (resolve: ResolveDns, domain: string): Promise<PreflightCheck> => {
  const id = 'dmarc';
  const found = await findDmarc(resolve, domain);
  if (found === undefined)
    return fail(
      id,
      `${domain} has no DMARC policy; large receivers refuse bulk mail without one.`,
      `Publish the TXT record "v=DMARC1; p=none; rua=mailto:dmarc@${domain}" at _dmarc.${domain}.`,
    );
  const where = found.inherited ? ` (from ${found.at})` : '';
  return found.policy === 'none'
    ? warn(
        id,
        `The DMARC policy of ${domain}${where} is p=none: it watches and protects nothing.`,
        'Change to p=quarantine once its reports are clean.',
      )
    : pass(id, `The DMARC policy of ${domain}${where} is p=${found.policy}.`);
};

/** Checks of everybody whose name the campaign's mails carry: verified, and SPF, DKIM and DMARC of their domains. */
export const checkSenders = async (
  resolve: ResolveDns,
  identities: readonly SendingIdentity[],
): Promise<readonly PreflightCheck[]> => {
  const domains = [...new Map(identities.map((identity) => [hostOf(identity.address), identity])).entries()];
  const ofDomains = async (
    id: CheckId,
    check: (domain: string, identity: SendingIdentity) => Promise<PreflightCheck>,
  ) => {
    const checks = await Promise.all(
      domains.map(([domain, identity]) =>
        check(domain, identity).catch(() => fail(id, `DNS did not answer for ${domain}.`, DNS_SILENT)),
      ),
    );
    return worst(id, checks, noSender(id));
  };
  return [
    worst('sender_verified', identities.map(verified), noSender('sender_verified')),
    await ofDomains('spf', (domain, { channel }) => spf(resolve, domain, channel === 'ses')),
    await ofDomains('dkim', (domain, { signedBySes }) => dkim(resolve, domain, signedBySes)),
    await ofDomains('dmarc', (domain) => dmarc(resolve, domain)),
  ];
};

const noSender = (id: CheckId): PreflightCheck =>
  fail(id, 'The campaign has nobody to send from.', 'Give it a mailbox that exists and is active.');
