import { ulid } from 'ulid';
import { readEnvironment } from '../platform/environment.ts';
import { createApi } from '../platform/http/api.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createLazyTrainingClients } from './qualification/lazy-training-clients.ts';
import { qualificationRoutes } from './qualification/qualification-contract.ts';
import { createQualificationStore } from './qualification/qualification-store.ts';
import { createServeQualification } from './qualification/serve-qualification.ts';
import { Environment } from './serve-qualification.environment.ts';

const environment = readEnvironment(Environment);
const { DATA_BUCKET: bucket, TRAIN_QUALIFICATION_FUNCTION: trainQualification } = environment;
const qualifications = createQualificationStore(createTable({ name: environment.TABLE_NAME }), clock);
const clients = createLazyTrainingClients({ bucket, trainQualification });

export const handler = createApi({
  routes: qualificationRoutes,
  handlers: createServeQualification({ qualifications, ...clients, newTrainingId: ulid }),
  log: createLog('scoring'),
});
