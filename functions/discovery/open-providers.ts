import type { ReadCredentials } from '../accounts/provider-credentials.ts';
import type { CompanyProviderName } from '../campaigns/contract.ts';
import type { AnswerCache } from '../platform/answer-cache.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import { createProviderCall, type ProviderCall, type ProviderCallOptions } from '../platform/provider-call.ts';
import { missingKey, type ProviderFailure } from '../platform/provider-failure.ts';
import type { ProviderUrls } from '../platform/provider-urls.ts';
import type { Clock } from '../platform/time.ts';
import { createAskedFilter } from './asked-filter.ts';
import type { PaidProvider } from './provider.ts';
import { APOLLO_REQUESTS_PER_MINUTE, apolloHeaders, apolloMeaning, createApollo } from './providers/apollo.ts';
import {
  CRUSTDATA_REQUESTS_PER_MINUTE,
  createCrustdata,
  crustdataHeaders,
  crustdataMeaning,
} from './providers/crustdata.ts';
import { createDirectory } from './providers/directory.ts';
import {
  createGooglePlaces,
  GOOGLE_PLACES_REQUESTS_PER_MINUTE,
  googleHeaders,
  googleMeaning,
} from './providers/google-places.ts';
import {
  createOpenStreetMap,
  OPENSTREETMAP_HEADERS,
  OPENSTREETMAP_REQUESTS_PER_MINUTE,
} from './providers/openstreetmap.ts';
import {
  createPeopleDataLabs,
  PEOPLE_DATA_LABS_REQUESTS_PER_MINUTE,
  peopleDataLabsHeaders,
} from './providers/people-data-labs.ts';

type Made = Readonly<{
  requestsPerMinute: number;
  headers: (apiKey: string) => Readonly<Record<string, string>>;
  meaningOf?: NonNullable<ProviderCallOptions['meaningOf']>;
  create: (with_: { call: ProviderCall; clock: Clock }) => PaidProvider;
}>;

const PROVIDERS: Readonly<Record<CompanyProviderName, Made>> = {
  directory: { requestsPerMinute: 30, headers: () => ({}), create: createDirectory },
  openstreetmap: {
    requestsPerMinute: OPENSTREETMAP_REQUESTS_PER_MINUTE,
    headers: () => OPENSTREETMAP_HEADERS,
    create: createOpenStreetMap,
  },
  crustdata: {
    requestsPerMinute: CRUSTDATA_REQUESTS_PER_MINUTE,
    headers: crustdataHeaders,
    meaningOf: crustdataMeaning,
    create: createCrustdata,
  },
  apollo: {
    requestsPerMinute: APOLLO_REQUESTS_PER_MINUTE,
    headers: apolloHeaders,
    meaningOf: apolloMeaning,
    create: createApollo,
  },
  'people-data-labs': {
    requestsPerMinute: PEOPLE_DATA_LABS_REQUESTS_PER_MINUTE,
    headers: peopleDataLabsHeaders,
    create: createPeopleDataLabs,
  },
  'google-places': {
    requestsPerMinute: GOOGLE_PLACES_REQUESTS_PER_MINUTE,
    headers: googleHeaders,
    meaningOf: googleMeaning,
    create: createGooglePlaces,
  },
};

/** Leaves out what a provider gives that the profile does not ask for, and counts it. */
export const filtered = (provider: PaidProvider, clock: Clock): PaidProvider => ({
  ...provider,
  search: async (criteria, wish) => {
    const page = await provider.search(criteria, wish);
    const isOutside = createAskedFilter(criteria, clock());
    const companies = page.companies.filter((company) => isOutside(company) === null);
    return { ...page, companies, outside: page.outside + page.companies.length - companies.length };
  },
});

export type OpenProvider = (
  workspaceId: WorkspaceId,
  name: CompanyProviderName,
) => Promise<Readonly<{ ok: true; provider: PaidProvider } | { ok: false; failure: ProviderFailure }>>;

const keyOf = async (
  readCredentials: ReadCredentials,
  workspaceId: WorkspaceId,
  name: CompanyProviderName,
): Promise<string | undefined> =>
  name === 'directory' || name === 'openstreetmap' ? '' : (await readCredentials(workspaceId, [name]))[name]?.apiKey;

/**
 * Gives a workspace's providers by name: each with the credential that is stored for it, its own cache of answers, and one pace for all calls of this process. A provider
 * without its credential is a failure that says so.
 */
export const createOpenProvider = ({
  urls,
  readCredentials,
  cacheOf,
  clock,
  ...rest
}: Readonly<{
  urls: ProviderUrls;
  readCredentials: ReadCredentials;
  cacheOf: (workspaceId: WorkspaceId) => AnswerCache;
  clock: Clock;
  log?: Log;
}> &
  Pick<ProviderCallOptions, 'pause' | 'random' | 'timeout' | 'patience'>): OpenProvider => {
  const opened = new Map<string, PaidProvider>();
  return async (workspaceId, name) => {
    const { create, headers, ...call } = PROVIDERS[name];
    const apiKey = () => keyOf(readCredentials, workspaceId, name);
    if ((await apiKey()) === undefined) return { ok: false, failure: missingKey(name) };
    const id = `${workspaceId}/${name}`;
    const known = opened.get(id);
    if (known !== undefined) return { ok: true, provider: known };
    const made = create({
      clock,
      call: createProviderCall({
        ...rest,
        ...call,
        provider: name,
        baseUrl: urls[name],
        clock,
        cache: cacheOf(workspaceId),
        headers: async () => headers((await apiKey()) ?? ''),
      }),
    });
    // The directory filters by itself: it is cut into pages only then.
    const provider = name === 'directory' ? made : filtered(made, clock);
    opened.set(id, provider);
    return { ok: true, provider };
  };
};
