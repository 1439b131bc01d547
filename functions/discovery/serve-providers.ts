import type { IcpCriteria } from '../campaigns/icp.ts';
import type { IcpStore } from '../campaigns/icp-store.ts';
import { importRowsKey } from '../platform/files-layout.ts';
import type { Handlers } from '../platform/http/api.ts';
import { invalidFields, notFound, type ProblemReply, problem } from '../platform/http/problem.ts';
import type { ImportId, WorkspaceId } from '../platform/ids.ts';
import type { BookPaidCall } from '../platform/ledger/paid-call.ts';
import type { ProviderFailure } from '../platform/provider-failure.ts';
import type { ImportStore } from './import-store.ts';
import { BadCursor, type CompanyProvider } from './provider.ts';
import type { ProviderClients } from './provider-clients.ts';
import { PROVIDERS, type ProviderKind, type providerRoutes, type SearchWish } from './provider-contract.ts';
import { PROVIDER_FACTS } from './provider-facts.ts';
import { createFileProvider } from './providers/file.ts';

/** Credentials that the providers of companies need. */
const KEYS = ['crustdata', 'apollo', 'people-data-labs', 'google-places'] as const;

const STATUS: Readonly<Record<ProviderFailure['kind'], number>> = {
  bad_key: 409,
  no_credits: 402,
  not_permitted: 409,
  rate_limited: 429,
  unavailable: 503,
  schema_changed: 409,
  bad_request: 422,
};

const failed = ({ kind, message }: ProviderFailure): ProblemReply =>
  problem(STATUS[kind], `provider_${kind}`, message, kind === 'rate_limited' ? { retryAfter: 60 } : {});

/** Providers over HTTP: which there are, and a look at what one gives before a run is started. */
export const createServeProviders = ({
  imports,
  icps,
  files,
  open,
  readCredentials,
  answerOf,
  bookPaidCall,
}: ProviderClients & {
  bookPaidCall: BookPaidCall;
  imports: Pick<ImportStore, 'get'>;
  icps: Pick<IcpStore, 'get'>;
}): Handlers<typeof providerRoutes> => {
  const profileOf = async (workspaceId: WorkspaceId, wish: SearchWish): Promise<IcpCriteria | ProblemReply> => {
    if (wish.criteria !== undefined) return wish.criteria;
    const icp = wish.icpId === undefined ? undefined : await icps.get(workspaceId, wish.icpId);
    return icp === undefined ? notFound('icp', wish.icpId ?? '') : icp.criteria;
  };

  const fileOf = async (workspaceId: WorkspaceId, importId: ImportId): Promise<CompanyProvider | ProblemReply> => {
    const found = await imports.get(workspaceId, importId);
    if (found === undefined) return notFound('import', importId);
    if (found.kind !== 'companies' || found.status !== 'completed')
      return problem(409, 'import_not_ready', 'The import is not a list of companies that has been read.');
    return createFileProvider({ files, key: importRowsKey(workspaceId, importId), total: found.kept });
  };

  const providerOf = async (workspaceId: WorkspaceId, wish: SearchWish): Promise<CompanyProvider | ProblemReply> => {
    if (wish.importId !== undefined) return fileOf(workspaceId, wish.importId);
    const opened = await open(workspaceId, wish.provider === 'file' ? 'directory' : wish.provider);
    return opened.ok ? opened.provider : failed(opened.failure);
  };

  const isStored = (name: ProviderKind, stored: Readonly<Partial<Record<string, unknown>>>): boolean =>
    !PROVIDER_FACTS[name].needsKey || stored[name] !== undefined;

  return {
    listProviders: async ({ principal: { workspaceId } }) => {
      const stored = await readCredentials(workspaceId, KEYS);
      const items = PROVIDERS.map((name) => {
        const { asks, ...facts } = PROVIDER_FACTS[name];
        return { name, configured: isStored(name, stored), ...facts, asks: [...asks] };
      });
      return { body: { items } };
    },

    searchProvider: async ({ principal: { workspaceId }, body }) => {
      const criteria = await profileOf(workspaceId, body);
      if ('problem' in criteria) return criteria;
      const provider = await providerOf(workspaceId, body);
      if ('problem' in provider) return provider;
      try {
        const page = await provider.search(criteria, { cursor: body.cursor ?? null, limit: body.limit });
        await bookPaidCall(workspaceId, { kind: 'discovery', microUsd: page.cost, payee: body.provider });
        if (page.failure !== null && page.companies.length === 0) return failed(page.failure);
        return { body: await answerOf(page, criteria) };
      } catch (error) {
        if (!(error instanceof BadCursor)) throw error;
        return invalidFields([{ field: 'cursor', message: error.message }]);
      }
    },
  };
};
