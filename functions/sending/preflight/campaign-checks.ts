import type { Campaign } from '../../campaigns/contract.ts';
import { SPAM_LIMIT, spamScore } from '../../copy/spam-phrases.ts';
import { BLOCKED_COUNTRIES, UNKNOWN_COUNTRY } from '../country-rules.ts';
import { fail, pass, warn, worst } from './check.ts';
import type { Acknowledgement, Breaker, ComplianceProfile, Preflight, PreflightCheck } from './preflight-contract.ts';

/** Placeholders that a follow-up's text may hold. */
const KNOWN = new Set(['{firstName}', '{company}', '{domain}']);

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

const identity = (
  id: 'legal_name' | 'postal_address',
  words: string,
  ofWorkspace: string | null,
  ofCampaign: string,
): PreflightCheck => {
  if (ofWorkspace === null)
    return fail(id, `The workspace has not given its ${words}.`, `Give it with PUT /compliance-profile.`);
  return same(ofWorkspace, ofCampaign)
    ? pass(id, `Mails carry the ${words}: ${ofCampaign}.`)
    : warn(
        id,
        `The campaign’s mails carry the ${words} "${ofCampaign}", the workspace’s is "${ofWorkspace}".`,
        'Make them the same unless the campaign is another company’s.',
      );
};

export const checkProfile = (profile: ComplianceProfile, { sender, sending }: Campaign): readonly PreflightCheck[] => [
  identity('legal_name', 'legal name', profile.legalName, sender.legalName),
  identity('postal_address', 'postal address', profile.postalAddress, sender.postalAddress),
  sending.lawfulBasis === undefined
    ? fail(
        'lawful_basis',
        'The campaign does not say why these people may be written to.',
        'Set sending.lawfulBasis of the campaign.',
      )
    : pass('lawful_basis', `The lawful basis is ${sending.lawfulBasis.replaceAll('_', ' ')}.`),
];

/** Texts that are the same for everybody; those written for each company pass their guards when they are written. */
export const checkContent = ({ sending: { followUps } }: Campaign): PreflightCheck => {
  const id = 'content_guards';
  const checks = followUps.flatMap(({ text }, index) => {
    if (text === undefined) return [];
    const name = `Follow-up ${String(index + 1)}`;
    const whole = `${text.subject}\n${text.body}`;
    const strange = (whole.match(/\{[^{}\n]*\}/g) ?? []).filter((placeholder) => !KNOWN.has(placeholder));
    if (strange.length > 0)
      return fail(
        id,
        `${name} holds ${strange.join(', ')}, which nothing fills in.`,
        `Use ${[...KNOWN].join(', ')} only.`,
      );
    const { score, found } = spamScore(whole);
    return score > SPAM_LIMIT
      ? fail(id, `${name} reads like bulk mail: ${found.join(', ')}.`, 'Say it in plain words.')
      : pass(id, `${name} passes its guards.`);
  });
  return worst(
    id,
    checks,
    pass(id, 'Every text is written for its company and passes its guards before it is stored.'),
  );
};

export const checkCaps = (
  { sending: { mailboxIds, window, domainDailyCap }, costCapUsd }: Campaign,
  able: number,
  perDay: number | null,
): PreflightCheck => {
  const id = 'caps_and_schedule';
  if (mailboxIds.length > 0 && able === 0)
    return fail(id, 'None of the campaign’s mailboxes can send.', 'Resume one, or choose others.');
  const what = `${window.from} to ${window.to} by the recipient’s clock${window.weekends ? ', weekends too' : ', Monday to Friday'}; at most ${String(domainDailyCap)} mails a day to a domain; stops at $${String(costCapUsd)}`;
  if (mailboxIds.length > able)
    return warn(
      id,
      `${what}. ${String(mailboxIds.length - able)} of ${String(mailboxIds.length)} mailboxes cannot send now.`,
      'Look at their health.',
    );
  return pass(id, `${what}${perDay === null ? '' : `; ${String(perDay)} mails a day`}.`);
};

/** `countries` are those the ICP asks for; null when it names no places. */
export const checkCountries = (countries: ReadonlySet<string> | null, allowed: ReadonlySet<string>): PreflightCheck => {
  const id = 'countries';
  const mend = (codes: readonly string[]) =>
    `Take ${codes.join(', ')} out of the ICP, or allow each with POST /campaigns/{campaignId}/acknowledgements and a reason.`;
  const blocked = BLOCKED_COUNTRIES.filter((code) => countries?.has(code) === true && !allowed.has(code));
  if (blocked.length > 0)
    return fail(id, `The ICP asks for ${blocked.join(', ')}, where the first mail needs consent.`, mend(blocked));
  if (countries === null) {
    const open = BLOCKED_COUNTRIES.every((code) => allowed.has(code)) && allowed.has(UNKNOWN_COUNTRY);
    return open
      ? pass(id, 'Every country is allowed.')
      : warn(
          id,
          `The ICP names no countries: people in ${BLOCKED_COUNTRIES.join(', ')} and those whose country is unknown are left out.`,
          mend([...BLOCKED_COUNTRIES, UNKNOWN_COUNTRY]),
        );
  }
  return pass(id, 'Every country that the ICP asks for is allowed.');
};

export const checkCost = (
  { costUsd, recipients }: Preflight['estimate'],
  acknowledgements: readonly Acknowledgement[],
): PreflightCheck => {
  const id = 'cost_estimate';
  const accepted = acknowledgements.reduce(
    (most, { what }) => (what.kind === 'cost_estimate' ? Math.max(most, what.costUsd) : most),
    -1,
  );
  if (costUsd === null)
    return fail(
      id,
      'Nobody can say what a run will cost: its imports hold nothing.',
      'Import companies, or name a provider to draw them from.',
    );
  const what = `A run costs at most $${costUsd.toFixed(2)} for ${recipients === null ? 'as many recipients as are found' : `up to ${String(recipients)} recipients`}`;
  return accepted >= costUsd
    ? pass(id, `${what}; $${accepted.toFixed(2)} are accepted.`)
    : fail(
        id,
        `${what}, which nobody has accepted.`,
        `Accept it: POST /campaigns/{campaignId}/acknowledgements with {"what":{"kind":"cost_estimate","costUsd":${String(costUsd)}}} and a reason.`,
      );
};

/** SES's terms forbid mail to purchased lists; whoever writes to strangers through it answers for how the list came about. */
export const checkSesColdMail = (
  { sending: { lawfulBasis } }: Campaign,
  bySes: boolean,
  acknowledgements: readonly Acknowledgement[],
): PreflightCheck => {
  const id = 'ses_cold_mail';
  if (!bySes) return pass(id, 'Mails do not go through SES.');
  if (lawfulBasis === 'consent' || lawfulBasis === 'existing_customer')
    return pass(id, 'Mails go through SES to people who know the sender.');
  const given = acknowledgements.findLast(({ what }) => what.kind === 'ses_cold_mail');
  return given === undefined
    ? fail(
        id,
        'Mails to people who do not know the sender would go through SES, whose terms forbid purchased lists.',
        'Send through SMTP or Instantly mailboxes, or answer for the list: POST /campaigns/{campaignId}/acknowledgements with {"what":{"kind":"ses_cold_mail"}} and the reason.',
      )
    : pass(id, `${given.by} answers for cold mail through SES since ${given.at.slice(0, 10)}: ${given.reason}`);
};

export const checkBreaker = ({ state, reason, howToResume }: Breaker): PreflightCheck =>
  state === 'closed'
    ? pass('circuit_breaker', 'Bounces and complaints are below their limits.')
    : fail('circuit_breaker', `Live sending is stopped: ${reason ?? ''}.`, howToResume ?? '');

/** Whether the host of unsubscribe links answers: a mail whose opt-out leads nowhere may not go. */
export const checkUnsubscribe = async (origin: string, fetchIt: typeof fetch): Promise<PreflightCheck> => {
  const id = 'unsubscribe';
  const mend = `See that ${origin} is reachable from outside and leads to this deployment.`;
  try {
    const { status } = await fetchIt(`${origin}/u/preflight-0000`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(5_000),
    });
    // A made-up link is refused politely by who knows what links are.
    return status === 404 || status === 200
      ? pass(id, `${origin} answers.`)
      : fail(id, `${origin} answers an unsubscribe link with status ${String(status)}.`, mend);
  } catch {
    return fail(id, `${origin} does not answer.`, mend);
  }
};
