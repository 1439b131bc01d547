import type { ReadCredentials } from '../accounts/provider-credentials.ts';
import {
  GOOGLE_PLACES_REQUESTS_PER_MINUTE,
  googleHeaders,
  googleMeaning,
} from '../discovery/providers/google-places.ts';
import { createAnswerCache } from '../platform/answer-cache.ts';
import type { Files } from '../platform/files.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import type { BookPaidCall } from '../platform/ledger/paid-call.ts';
import type { Log } from '../platform/log.ts';
import { createProviderCall } from '../platform/provider-call.ts';
import type { ProviderUrls } from '../platform/provider-urls.ts';
import { type Clock, SECOND } from '../platform/time.ts';
import type { Branch, BranchResult } from './contract.ts';
import { createPageSpeed, type PageSpeed, pageSpeedCall } from './performance/page-speed.ts';
import { hostDomain } from './presence/business-facts.ts';
import { createCheckPresence } from './presence/check-presence.ts';
import { createFindProfile } from './presence/places-profile.ts';
import { createSemrush, semrushCall } from './seo-data/semrush.ts';
import { createReadSeoData } from './seo-data/seo-data.ts';
import type { SiteBranch } from './site-branch.ts';
import type { SiteCapture } from './site-capture.ts';

/** Steps that ask providers by the workspace's own keys. */
export const PAID_STEPS = ['presence', 'seoData'] as const;
export type PaidStep = (typeof PAID_STEPS)[number];
export type PaidBranches = Readonly<Record<PaidStep, SiteBranch>>;

/** One attempt, and all attempts of a call with the waits between them. */
const CALL = { timeout: 10 * SECOND, patience: 20 * SECOND };
const TIMEOUT = 45 * SECOND;

type Ports = Readonly<{
  readCredentials: ReadCredentials;
  urls: ProviderUrls;
  files: Pick<Files, 'readText' | 'writeText'>;
  clock: Clock;
  log: Log;
}>;

const callsOf = (workspaceId: WorkspaceId, { urls, files, clock, log }: Omit<Ports, 'readCredentials'>) => {
  const common = { clock, log, cache: createAnswerCache({ files, workspaceId, clock }) };
  return {
    places: (apiKey: string) =>
      createProviderCall({
        ...common,
        ...CALL,
        provider: 'google-places',
        baseUrl: urls['google-places'],
        headers: () => Promise.resolve(googleHeaders(apiKey)),
        requestsPerMinute: GOOGLE_PLACES_REQUESTS_PER_MINUTE,
        meaningOf: googleMeaning,
      }),
    semrush: (apiKey: string) =>
      createProviderCall({ ...common, ...CALL, ...semrushCall(apiKey), baseUrl: urls.semrush }),
    pageSpeed: (apiKey: string) => createProviderCall({ ...common, ...pageSpeedCall(apiKey), baseUrl: urls.pagespeed }),
  };
};

type Paid = Readonly<{ result: BranchResult; costMicroUsd: number }>;

/** A branch whose answer is paid for; what it cost is booked once for the assessment. */
const paidBranch = (
  branch: Branch,
  ask: (capture: SiteCapture) => Promise<Paid>,
  book: (costMicroUsd: number) => Promise<void>,
): SiteBranch => ({
  gives: [branch],
  timeoutMs: TIMEOUT,
  run: async (capture) => {
    const { result, costMicroUsd } = await ask(capture);
    await book(costMicroUsd);
    return [result];
  },
});

/** The business profile and the SEO data, by the keys of a workspace; without a key each says so. */
export const createPaidBranches =
  (ports: Ports) =>
  async (workspaceId: WorkspaceId, assessmentId: string, bookPaidCall: BookPaidCall): Promise<PaidBranches> => {
    const credentials = await ports.readCredentials(workspaceId);
    const calls = callsOf(workspaceId, ports);
    const places = credentials['google-places']?.apiKey;
    const semrush = credentials.semrush?.apiKey;
    const book = (payee: string) => (microUsd: number) =>
      bookPaidCall(workspaceId, { kind: 'assessment', microUsd, payee, call: `${assessmentId}#${payee}` });
    const findProfile = places === undefined ? undefined : createFindProfile({ call: calls.places(places) });
    const provider = semrush === undefined ? undefined : createSemrush({ call: calls.semrush(semrush) });
    const readSeoData = createReadSeoData({ provider });
    return {
      presence: paidBranch('presence', createCheckPresence({ findProfile }), book('google-places')),
      seoData: paidBranch('seoData', (capture) => readSeoData(hostDomain(capture.finalUrl)), book('semrush')),
    };
  };

/** The same branches where there are no keys at all: each says what it would need. */
export const unpaidBranches = (): PaidBranches => ({
  presence: paidBranch('presence', createCheckPresence({ findProfile: undefined }), () => Promise.resolve()),
  seoData: paidBranch(
    'seoData',
    ({ finalUrl }) => createReadSeoData({ provider: undefined })(finalUrl),
    () => Promise.resolve(),
  ),
});

/** PageSpeed Insights by the workspace's key; undefined when it has none. It costs nothing. */
export const createFindPageSpeed =
  ({ readCredentials, ...ports }: Ports) =>
  async (workspaceId: WorkspaceId): Promise<PageSpeed | undefined> => {
    const apiKey = (await readCredentials(workspaceId)).pagespeed?.apiKey;
    return apiKey === undefined ? undefined : createPageSpeed({ call: callsOf(workspaceId, ports).pageSpeed(apiKey) });
  };
