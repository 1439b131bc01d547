import { createReadCredentials, type ReadCredentials } from '../accounts/provider-credentials.ts';
import { createAnswerCache } from '../platform/answer-cache.ts';
import { createFiles, type Files } from '../platform/files.ts';
import type { Log } from '../platform/log.ts';
import { providerUrls } from '../platform/provider-urls.ts';
import { type Clock, SECOND } from '../platform/time.ts';
import { answerOf } from './found-answer.ts';
import { createOpenProvider, type OpenProvider } from './open-providers.ts';

/** What serving providers needs of S3, Secrets Manager and the providers themselves. */
export type ProviderClients = Readonly<{
  files: Pick<Files, 'readStream'>;
  open: OpenProvider;
  readCredentials: ReadCredentials;
  answerOf: (...page: Parameters<typeof answerOf>) => Promise<ReturnType<typeof answerOf>>;
}>;
export type ProviderClientsOptions = Readonly<{ bucket: string; urls: string | undefined; log: Log; clock: Clock }>;

/** API Gateway gives up after 29 seconds. */
const TIMEOUT = 15 * SECOND;
const PATIENCE = 22 * SECOND;

export const createProviderClients = ({ bucket, urls, log, clock }: ProviderClientsOptions): ProviderClients => {
  const files = createFiles({ bucket });
  const readCredentials = createReadCredentials({ clock });
  return {
    files,
    readCredentials,
    open: createOpenProvider({
      urls: providerUrls(urls),
      readCredentials,
      cacheOf: (workspaceId) => createAnswerCache({ files, workspaceId, clock }),
      log,
      clock,
      timeout: TIMEOUT,
      patience: PATIENCE,
    }),
    answerOf: async (...page) => Promise.resolve(answerOf(...page)),
  };
};
