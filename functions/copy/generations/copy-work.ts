import type * as z from 'zod';
import { createIcpStore } from '../../campaigns/icp-store.ts';
import { createFiles, type Files } from '../../platform/files.ts';
import { createBook } from '../../platform/ledger/book.ts';
import { createBookPaidCall } from '../../platform/ledger/paid-call.ts';
import { createLog } from '../../platform/log.ts';
import { createTable } from '../../platform/table.ts';
import type { Clock } from '../../platform/time.ts';
import { bookedModels } from '../booked-models.ts';
import { createDeploymentModels } from '../deployment-models.ts';
import type { Environment } from '../generate-copy.environment.ts';
import { createReadSite, type ReadSite } from '../site-pack.ts';
import { createGenerateCopy } from './generate-copy.ts';
import { createGenerationStore } from './generation-store.ts';
import { createTryAgain } from './retry-queue.ts';
import { createRunGeneration } from './run-generation.ts';

/** The work of a generation with all that it needs, as the function that serves it and the one that tries it again share it. */
export const createCopyWork = (environment: z.output<typeof Environment>, clock: Clock) => {
  const table = createTable({ name: environment.TABLE_NAME });
  const files = createFiles({ bucket: environment.DATA_BUCKET });
  const store = createGenerationStore(table, clock);
  const log = createLog('copy');
  const bookPaidCall = createBookPaidCall({ book: createBook(table, clock), log, clock });
  const workspaceModel = bookedModels(createDeploymentModels(environment, table, clock).workspaceModel, bookPaidCall);
  const generate = createGenerateCopy({
    readSite: lazyReadSite({ allowHosts: environment.FETCH_ALLOW_HOSTS, files, clock }),
    modelFor: workspaceModel,
    icps: createIcpStore(table, clock),
    clock,
  });
  const tryAgain = createTryAgain({ url: environment.COPY_RETRIES_QUEUE_URL });
  const run = createRunGeneration({ generate, store, tryAgain, clock, log });
  return { table, store, run };
};

/** Loads what reads websites when the first one is read: requests that are refused or go on where they were do without it. */
const lazyReadSite = ({
  allowHosts,
  files,
  clock,
}: Readonly<{ allowHosts: string; files: Files; clock: Clock }>): ReadSite => {
  let loaded: Promise<ReadSite> | undefined;
  const load = async (): Promise<ReadSite> => {
    const [{ createReadWebsite }, { createSafeFetch }] = await Promise.all([
      import('../../contacts/read-website.ts'),
      import('../../platform/safe-fetch/safe-fetch.ts'),
    ]);
    const fetchPage = createSafeFetch({ allowHosts, clock });
    return createReadSite({ readWebsite: createReadWebsite({ fetchPage, files, clock }) });
  };
  return async (request) => {
    loaded ??= load();
    const readSite = await loaded;
    return await readSite(request);
  };
};
