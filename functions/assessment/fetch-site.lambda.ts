import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { metered } from '../platform/invocation.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createAssessmentStore } from './assessment-store.ts';
import { createNetworkCapture } from './capture-site.ts';
import { Environment } from './fetch-site.environment.ts';
import { createFetchSite } from './fetch-site.ts';
import { createStepFiles } from './step-files.ts';

const { TABLE_NAME: name, DATA_BUCKET: bucket, FETCH_ALLOW_HOSTS: allowHosts } = readEnvironment(Environment);
const files = createFiles({ bucket });
const store = createAssessmentStore({ table: createTable({ name }), files, clock });
const captureSite = createNetworkCapture({ allowHosts, clock });

export const handler = metered(createFetchSite({ store, steps: createStepFiles(files), captureSite, clock }));
