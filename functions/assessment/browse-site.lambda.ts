import { createReadCredentials } from '../accounts/provider-credentials.ts';
import { createDeploymentModels } from '../copy/deployment-models.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { metered } from '../platform/invocation.ts';
import { createLog } from '../platform/log.ts';
import { providerUrls } from '../platform/provider-urls.ts';
import { parseAllowedHosts } from '../platform/safe-fetch/allowed-hosts.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { Environment } from './browse-site.environment.ts';
import { createBrowseSite } from './browse-site.ts';
import { createFindPageSpeed } from './paid-branches.ts';
import { createStepFiles } from './step-files.ts';
import { createWorkspaceBrowser } from './workspace-browser.ts';

const environment = readEnvironment(Environment);
const files = createFiles({ bucket: environment.DATA_BUCKET });
const log = createLog('assessment');
const table = createTable({ name: environment.TABLE_NAME });
const readCredentials = createReadCredentials({ clock });
const urls = providerUrls(environment.PROVIDER_URLS);
const browserBranch = createWorkspaceBrowser({
  findPageSpeed: createFindPageSpeed({ readCredentials, urls, files, clock, log }),
  ...createDeploymentModels(environment, table, clock),
  files,
  allowed: parseAllowedHosts(environment.FETCH_ALLOW_HOSTS),
  chromiumPath: environment.CHROMIUM_PATH,
  clock,
});

export const handler = metered(createBrowseSite({ steps: createStepFiles(files), browserBranch, log }));
