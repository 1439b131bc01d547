import { createCampaignStore } from '../campaigns/campaign-store.ts';
import { createCompanyStore } from '../discovery/company-store.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { metered } from '../platform/invocation.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createGivenHistory } from './qualification/given-history.ts';
import { createInterestedLeads } from './qualification/interested-leads.ts';
import { createOwnHistory } from './qualification/own-history.ts';
import { createQualificationStore } from './qualification/qualification-store.ts';
import { createTrainQualification } from './qualification/train-qualification.ts';
import { createScoredLeads } from './scored-leads.ts';
import { Environment } from './train-qualification.environment.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const files = createFiles({ bucket: environment.DATA_BUCKET });
const campaigns = createCampaignStore(table, clock);
const interested = createInterestedLeads(table);
const histories = {
  own_leads: createOwnHistory({ campaigns, leads: createScoredLeads(table), interested, files, clock }),
  given_outcomes: createGivenHistory({ companies: createCompanyStore(table), files }),
};
const qualifications = createQualificationStore(table, clock);

export const handler = metered(
  createTrainQualification({ qualifications, histories, files, log: createLog('scoring'), clock }),
);
