import type { ReadCredentials } from '../accounts/provider-credentials.ts';
import type { PeopleProviderName } from '../campaigns/contact-lookup.ts';
import { APOLLO_REQUESTS_PER_MINUTE, apolloHeaders, apolloMeaning } from '../discovery/providers/apollo.ts';
import { CRUSTDATA_REQUESTS_PER_MINUTE, crustdataHeaders, crustdataMeaning } from '../discovery/providers/crustdata.ts';
import { createAnswerCache } from '../platform/answer-cache.ts';
import type { Files } from '../platform/files.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import { createProviderCall, type ProviderCall, type ProviderCallOptions } from '../platform/provider-call.ts';
import { missingKey, type ProviderFailure } from '../platform/provider-failure.ts';
import type { ProviderUrls } from '../platform/provider-urls.ts';
import { type Clock, SECOND } from '../platform/time.ts';
import type { PeopleProvider } from './people-provider.ts';
import { createApolloPeople } from './providers/apollo-people.ts';
import { createCrustdataPeople } from './providers/crustdata-people.ts';
import { createHunter, HUNTER_REQUESTS_PER_MINUTE, hunterHeaders, hunterMeaning } from './providers/hunter.ts';

/** One company's look-up must fit a batch of many: a provider that is slower is left for this time. */
const LONGEST = 8 * SECOND;
const KEPT = 200;

const KINDS = {
  crustdata: {
    requestsPerMinute: CRUSTDATA_REQUESTS_PER_MINUTE,
    headers: crustdataHeaders,
    meaningOf: crustdataMeaning,
    create: createCrustdataPeople,
  },
  hunter: {
    requestsPerMinute: HUNTER_REQUESTS_PER_MINUTE,
    headers: hunterHeaders,
    meaningOf: hunterMeaning,
    create: createHunter,
  },
  apollo: {
    requestsPerMinute: APOLLO_REQUESTS_PER_MINUTE,
    headers: apolloHeaders,
    meaningOf: apolloMeaning,
    create: createApolloPeople,
  },
} as const satisfies Readonly<
  Record<
    PeopleProviderName,
    Readonly<{
      requestsPerMinute: number;
      headers: (apiKey: string) => Readonly<Record<string, string>>;
      meaningOf: NonNullable<Parameters<typeof createProviderCall>[0]['meaningOf']>;
      create: (given: { call: ProviderCall }) => PeopleProvider;
    }>
  >
>;

export type WorkspacePeople = (
  workspaceId: WorkspaceId,
  names: readonly PeopleProviderName[],
) => Promise<Readonly<{ providers: readonly PeopleProvider[]; missing: readonly ProviderFailure[] }>>;

/**
 * The providers of people that a workspace may ask, by its own keys, in the order that is asked for; which of them lack a key is told. Kept in the process, so that their
 * pace holds over all companies; a changed key is used within a minute.
 */
export const createWorkspacePeople = ({
  readCredentials,
  urls,
  files,
  clock,
  log,
  calls = {},
}: {
  readCredentials: ReadCredentials;
  urls: ProviderUrls;
  files: Pick<Files, 'readText' | 'writeText'>;
  clock: Clock;
  log?: Log;
  /** How calls are made, where it is not as usual. */
  calls?: Partial<Pick<ProviderCallOptions, 'fetch' | 'pause' | 'random' | 'timeout' | 'patience'>>;
}): WorkspacePeople => {
  const known = new Map<string, PeopleProvider>();

  const provider = (workspaceId: WorkspaceId, name: PeopleProviderName): PeopleProvider => {
    const id = `${workspaceId} ${name}`;
    const found = known.get(id);
    if (found !== undefined) return found;
    if (known.size >= KEPT) known.clear();
    const { requestsPerMinute, headers, meaningOf, create } = KINDS[name];
    const call = createProviderCall({
      provider: name,
      baseUrl: urls[name],
      headers: async () => headers((await readCredentials(workspaceId))[name]?.apiKey ?? ''),
      requestsPerMinute,
      meaningOf,
      timeout: LONGEST,
      patience: LONGEST,
      cache: createAnswerCache({ files, workspaceId, clock }),
      clock,
      ...(log === undefined ? {} : { log }),
      ...calls,
    });
    const made = create({ call });
    known.set(id, made);
    return made;
  };

  return async (workspaceId, names) => {
    if (names.length === 0) return { providers: [], missing: [] };
    const credentials = await readCredentials(workspaceId, names);
    const [having, lacking] = [true, false].map((has) =>
      names.filter((name) => (credentials[name] !== undefined) === has),
    );
    return {
      providers: (having ?? []).map((name) => provider(workspaceId, name)),
      missing: (lacking ?? []).map((name) => missingKey(name)),
    };
  };
};
