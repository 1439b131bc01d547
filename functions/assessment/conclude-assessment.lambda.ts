import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { metered } from '../platform/invocation.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createAssessmentStore } from './assessment-store.ts';
import { Environment } from './conclude-assessment.environment.ts';
import { createConcludeAssessment } from './conclude-assessment.ts';
import { createStepFiles } from './step-files.ts';

const { TABLE_NAME: name, DATA_BUCKET: bucket } = readEnvironment(Environment);
const files = createFiles({ bucket });
const store = createAssessmentStore({ table: createTable({ name }), files, clock });

export const handler = metered(createConcludeAssessment({ store, steps: createStepFiles(files), clock }));
