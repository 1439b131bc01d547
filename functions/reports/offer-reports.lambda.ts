import { createAssessSite } from '../assessment/assess-site.ts';
import { createAssessmentStore } from '../assessment/assessment-store.ts';
import { createNetworkCapture } from '../assessment/capture-site.ts';
import { createLightBranches } from '../assessment/light-branches.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { metered } from '../platform/invocation.ts';
import { createLog } from '../platform/log.ts';
import { createSecrets } from '../platform/secrets.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { Environment } from './offer-reports.environment.ts';
import { createOfferReports } from './offer-reports.ts';
import { createReportLinks } from './report-link.ts';
import { createReportStore } from './report-store.ts';

const environment = readEnvironment(Environment);
const files = createFiles({ bucket: environment.DATA_BUCKET });
const table = createTable({ name: environment.TABLE_NAME });
const secrets = createSecrets();
const log = createLog('reports');

// Records of mail domains would cost each site dozens of DNS questions, and mails do not cite them.
const { email: _email, ...branches } = createLightBranches({ clock });

export const handler = metered(
  createOfferReports({
    assessSite: createAssessSite({
      captureSite: createNetworkCapture({ allowHosts: environment.FETCH_ALLOW_HOSTS, clock }),
      branches: Object.values(branches),
      clock,
    }),
    assessments: createAssessmentStore({ table, files, clock }),
    reports: createReportStore(table, clock),
    links: createReportLinks({ table, secret: () => secrets(environment.LINK_SECRET_ARN), clock }),
    files,
    origin: environment.PUBLIC_ORIGIN,
    warn: (domain, error) => log.warn('A website was not assessed', { domain, error: String(error) }),
  }),
);
