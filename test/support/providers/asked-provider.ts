import type * as z from 'zod';
import type { Credentials } from '../../../functions/accounts/provider-credentials.ts';
import type { CompanyProviderName } from '../../../functions/campaigns/contract.ts';
import { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import type { Company } from '../../../functions/discovery/company.ts';
import { createOpenProvider } from '../../../functions/discovery/open-providers.ts';
import type { CompanyPage, PaidProvider } from '../../../functions/discovery/provider.ts';
import { createMemoryCache } from '../../../functions/platform/answer-cache.ts';
import { WorkspaceId } from '../../../functions/platform/ids.ts';
import { providerUrls } from '../../../functions/platform/provider-urls.ts';
import { type Asked, startFakeProvider, type Told } from './fake-provider.ts';

export const SECRET = 'sk-very-secret-0123456789';
const workspaceId = WorkspaceId.parse('ws_00000000000000000000000001');

export type Shortened = Readonly<{ timeout?: number; patience?: number }>;

/** The real client of a provider against a fake of it, with a clock that only waiting moves. */
export const askProvider = async (
  name: CompanyProviderName,
  answer: (asked: Asked, count: number) => Told,
  { timeout = 5_000, patience = 60_000 }: Shortened = {},
) => {
  const fake = await startFakeProvider(answer);
  const time = { now: Date.parse('2026-11-21T09:00:00.000Z'), paused: [] as number[] };
  const clock = () => time.now;
  const lines: string[] = [];
  const line = (message: string, fields: unknown) => void lines.push(`${message} ${JSON.stringify(fields ?? {})}`);
  const keys = { apiKey: SECRET };
  const credentials: Credentials = { crustdata: keys, apollo: keys, 'people-data-labs': keys, 'google-places': keys };
  const cache = createMemoryCache(clock);
  const open = createOpenProvider({
    urls: providerUrls(JSON.stringify({ [name]: fake.url })),
    readCredentials: async () => credentials,
    cacheOf: () => cache,
    clock,
    random: () => 0,
    pause: async (milliseconds) => {
      time.paused.push(milliseconds);
      time.now += milliseconds;
    },
    timeout,
    patience,
    log: { info: line, warn: line, error: line },
  });
  const opened = await open(workspaceId, name);
  if (!opened.ok) throw new Error(opened.failure.message);
  const { provider } = opened;
  return { fake, time, lines, provider, stop: fake.stop };
};

export const icpOf = (told: Omit<z.input<typeof IcpCriteria>, 'name'> = {}): IcpCriteria =>
  IcpCriteria.parse({ name: 'Anyone', ...told });

/** Every page of a search, until it says that there is no more. */
export const allPages = async (
  provider: PaidProvider,
  icp: IcpCriteria,
  limit: number,
): Promise<Readonly<{ pages: readonly CompanyPage[]; companies: readonly Company[] }>> => {
  const pages: CompanyPage[] = [];
  let cursor: string | null = null;
  do {
    if (pages.length > 20) throw new Error('The search does not end');
    const page: CompanyPage = await provider.search(icp, { cursor, limit });
    pages.push(page);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return { pages, companies: pages.flatMap(({ companies }) => companies) };
};
