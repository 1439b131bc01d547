import type { CampaignStore } from '../../campaigns/campaign-store.ts';
import type { Campaign } from '../../campaigns/contract.ts';
import type { IcpStore } from '../../campaigns/icp-store.ts';
import type { ImportStore } from '../../discovery/import-store.ts';
import { readAskedPlace } from '../../discovery/places.ts';
import type { CampaignId, WorkspaceId } from '../../platform/ids.ts';
import { type Clock, instant } from '../../platform/time.ts';
import type { AcknowledgementStore } from '../acknowledgement-store.ts';
import { SES_MICRO_USD } from '../channel.ts';
import type { ComplianceStore } from '../compliance-store.ts';
import { type MailboxStore, pacerOf } from '../mailbox-store.ts';
import { utcDayOf } from '../pace/local-time.ts';
import { capOn } from '../pace/pacer.ts';
import type { ReputationStore } from '../reputation-store.ts';
import {
  checkBreaker,
  checkCaps,
  checkContent,
  checkCost,
  checkCountries,
  checkProfile,
  checkSesColdMail,
  checkUnsubscribe,
} from './campaign-checks.ts';
import { CHECK_IDS, type Preflight } from './preflight-contract.ts';
import type { ResolveDns } from './resolve-dns.ts';
import { checkSenders, type SendingIdentity } from './sender-checks.ts';
import type { AskSes } from './ses-identities.ts';

/** What research and writing cost a recipient at the most, USD: data looked up and three variants by a model. */
const MOST_PER_RECIPIENT = 0.02;

type Ports = Readonly<{
  campaigns: Pick<CampaignStore, 'get'>;
  icps: Pick<IcpStore, 'get'>;
  imports: Pick<ImportStore, 'get'>;
  mailboxes: Pick<MailboxStore, 'getAll'>;
  compliance: Pick<ComplianceStore, 'get'>;
  acknowledgements: Pick<AcknowledgementStore, 'list' | 'allowedCountries'>;
  reputation: Pick<ReputationStore, 'view' | 'healthOf'>;
  askSes: AskSes;
  resolve: () => ResolveDns;
  fetch: typeof fetch;
  origin: string;
  clock: Clock;
}>;
export type RunPreflight = (
  workspaceId: WorkspaceId,
  campaignId: CampaignId,
  mode: 'sandbox' | 'live',
) => Promise<Preflight | undefined>;

/**
 * Everything that stands against a launch, each with what mends it (spec/sending.md, "Preflight"). In a sandbox, which reaches nobody, what would
 * block a live run is a warning. Undefined when there is no such campaign.
 */
export const createRunPreflight =
  (ports: Ports): RunPreflight =>
  async (workspaceId, campaignId, mode) => {
    const campaign = await ports.campaigns.get(workspaceId, campaignId);
    if (campaign === undefined) return undefined;
    const [profile, given, allowed, breaker, countries, senders] = await Promise.all([
      ports.compliance.get(workspaceId),
      ports.acknowledgements.list(workspaceId, campaignId),
      ports.acknowledgements.allowedCountries(workspaceId, campaignId),
      ports.reputation.view(workspaceId),
      countriesOf(ports, workspaceId, campaign),
      sendersOf(ports, workspaceId, campaign),
    ]);
    const bySes = senders.identities.some(({ channel }) => channel === 'ses');
    const estimate = await estimateOf(ports, workspaceId, campaign, senders.perDay);
    const [ofSenders, unsubscribe] = await Promise.all([
      checkSenders(ports.resolve(), senders.identities),
      checkUnsubscribe(ports.origin, ports.fetch),
    ]);
    const found = [
      ...checkProfile(profile, campaign),
      ...ofSenders,
      unsubscribe,
      checkContent(campaign),
      checkCaps(campaign, senders.able, senders.perDay),
      checkCountries(countries, allowed),
      checkCost(estimate, given),
      checkSesColdMail(campaign, bySes, given),
      checkBreaker(breaker),
    ];
    const checks = found
      .map((check) => (mode === 'sandbox' && check.status === 'fail' ? { ...check, status: 'warn' as const } : check))
      .toSorted((a, b) => CHECK_IDS.indexOf(a.id) - CHECK_IDS.indexOf(b.id));
    return {
      campaignId,
      mode,
      ready: checks.every(({ status }) => status !== 'fail'),
      checks,
      estimate,
      checkedAt: instant(ports.clock()),
    };
  };

/** The countries that the campaign's ICP asks for; null when it names no places. */
const countriesOf = async (
  { icps }: Ports,
  workspaceId: WorkspaceId,
  { icpId }: Campaign,
): Promise<ReadonlySet<string> | null> => {
  const locations = (await icps.get(workspaceId, icpId))?.criteria.locations ?? [];
  const countries = locations.flatMap((text) => {
    const place = readAskedPlace(text);
    if (place.kind === 'area') return [...place.countries];
    if (place.kind === 'place') return place.place.country ?? [];
    return place.kind === 'metro' ? place.metro.country : [];
  });
  return countries.length === 0 ? null : new Set(countries);
};

type Senders = Readonly<{
  identities: readonly SendingIdentity[];
  able: number;
  /** Mails a day that its mailboxes take today; null for the deployment's own channel. */
  perDay: number | null;
}>;

const sendersOf = async (
  { mailboxes, reputation, askSes, clock }: Ports,
  workspaceId: WorkspaceId,
  { sending: { mailboxIds }, sender }: Campaign,
): Promise<Senders> => {
  const bySes = async (address: string): Promise<SendingIdentity> => {
    const { verified, signs } = await askSes(address);
    return { address, channel: 'ses', verified, signedBySes: signs };
  };
  if (mailboxIds.length === 0) return { identities: [await bySes(sender.email)], able: 0, perDay: null };
  const health = await reputation.healthOf(workspaceId);
  const found = await mailboxes.getAll(workspaceId, mailboxIds);
  const able = found.filter(({ id, status }) => status === 'active' && health(id).healthy);
  const identities = await Promise.all(
    able.map(
      ({ address, channel, verifiedAt }): Promise<SendingIdentity> =>
        channel === 'ses'
          ? bySes(address)
          : Promise.resolve({
              ...{ address, channel, signedBySes: null },
              // Instantly connects only accounts that it could sign in at.
              verified: channel === 'instantly' || verifiedAt !== null,
            }),
    ),
  );
  const today = utcDayOf(clock());
  return {
    identities,
    able: able.length,
    perDay: able.reduce((sum, mailbox) => sum + capOn(pacerOf(mailbox), today), 0),
  };
};

const estimateOf = async (
  { imports }: Ports,
  workspaceId: WorkspaceId,
  { companyImports, providers, companyLimit, contactsPerCompany, costCapUsd, sending }: Campaign,
  perDay: number | null,
): Promise<Preflight['estimate']> => {
  const rows = await Promise.all(companyImports.map(async (id) => (await imports.get(workspaceId, id))?.kept ?? 0));
  const drawn = [...rows, ...providers.map(({ limit }) => limit ?? Number.POSITIVE_INFINITY)];
  const companies = Math.min(
    companyLimit ?? Number.POSITIVE_INFINITY,
    drawn.reduce((sum, count) => sum + count, 0),
  );
  if (companies === 0) return { recipients: null, costUsd: null, days: null };
  // As many as the providers find: the run stops at its cap.
  if (!Number.isFinite(companies)) return { recipients: null, costUsd: costCapUsd, days: null };
  const recipients = companies * contactsPerCompany;
  const mails = recipients * (1 + sending.followUps.length);
  const costUsd = Math.min(costCapUsd, recipients * MOST_PER_RECIPIENT + (mails * SES_MICRO_USD) / 1_000_000);
  return {
    recipients,
    costUsd: Math.ceil(costUsd * 100) / 100,
    days: perDay === null || perDay === 0 ? null : Math.ceil(mails / perDay),
  };
};
