import { createReadCredentials } from '../accounts/provider-credentials.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { metered } from '../platform/invocation.ts';
import { createBook } from '../platform/ledger/book.ts';
import { createBookPaidCall } from '../platform/ledger/paid-call.ts';
import { createLog } from '../platform/log.ts';
import { providerUrls } from '../platform/provider-urls.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { Environment } from './check-site.environment.ts';
import { createCheckSite } from './check-site.ts';
import { createLightBranches } from './light-branches.ts';
import { createPaidBranches } from './paid-branches.ts';
import { createStepFiles } from './step-files.ts';

const environment = readEnvironment(Environment);
const files = createFiles({ bucket: environment.DATA_BUCKET });
const log = createLog('assessment');
const book = createBook(createTable({ name: environment.TABLE_NAME }), clock);
const paidBranches = createPaidBranches({
  readCredentials: createReadCredentials({ clock }),
  urls: providerUrls(environment.PROVIDER_URLS),
  files,
  clock,
  log,
});

export const handler = metered(
  createCheckSite({
    steps: createStepFiles(files),
    lightBranches: createLightBranches({ clock }),
    paidBranches,
    bookPaidCall: createBookPaidCall({ book, log, clock }),
    log,
  }),
);
