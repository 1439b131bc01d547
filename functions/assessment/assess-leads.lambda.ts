import { createReadCredentials } from '../accounts/provider-credentials.ts';
import { createCompanyStore } from '../discovery/company-store.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { metered } from '../platform/invocation.ts';
import { createBook } from '../platform/ledger/book.ts';
import { createBookPaidCall } from '../platform/ledger/paid-call.ts';
import { createLog } from '../platform/log.ts';
import { providerUrls } from '../platform/provider-urls.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createLeadStore } from '../scoring/lead-store.ts';
import { Environment } from './assess-leads.environment.ts';
import { createAssessLeads } from './assess-leads.ts';
import { createAssessPaid } from './assess-paid.ts';
import { createAssessmentStore } from './assessment-store.ts';
import { createBatchStore } from './batch-store.ts';
import { createNetworkCapture } from './capture-site.ts';
import { createLightBranches } from './light-branches.ts';
import { createPaidBranches } from './paid-branches.ts';
import { createSendRecord } from './providers/batch-queue.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const files = createFiles({ bucket: environment.DATA_BUCKET });
const log = createLog('assessment');
const urls = providerUrls(environment.PROVIDER_URLS);
const readCredentials = createReadCredentials({ clock });

export const handler = metered(
  createAssessLeads({
    batches: createBatchStore(table, clock),
    leads: createLeadStore(table),
    findCompany: createCompanyStore(table).get,
    assessments: createAssessmentStore({ table, files, clock }),
    assess: createAssessPaid({
      captureSite: createNetworkCapture({ allowHosts: environment.FETCH_ALLOW_HOSTS, clock }),
      lightBranches: createLightBranches({ clock }),
      paidBranches: createPaidBranches({ readCredentials, urls, files, clock, log }),
      bookPaidCall: createBookPaidCall({ book: createBook(table, clock), log, clock }),
      clock,
    }),
    send: createSendRecord(environment.ASSESSMENT_QUEUE_URL),
  }),
);
