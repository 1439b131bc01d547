import { app, problem, signIn } from './messages/app.ts';
import { assessment, assessments } from './messages/assessments.ts';
import { batches } from './messages/batches.ts';
import { campaign, campaigns } from './messages/campaigns.ts';
import { launch } from './messages/launch.ts';
import { leads } from './messages/leads.ts';
import { mails } from './messages/mails.ts';
import { mailboxes, providers } from './messages/providers.ts';
import { replies } from './messages/replies.ts';
import { brand, report, reportLinks, reports } from './messages/reports.ts';
import { run, runs } from './messages/runs.ts';
import { revenue, sale, sales } from './messages/sales.ts';
import { apiKeys, suppressions } from './messages/settings.ts';
import { deliveries, delivery, webhook, webhooks } from './messages/webhooks.ts';

/** Every word the pages say, in one place and typed, an area a file: a sentence that needs a value is a function of it. */
export const messages = {
  app,
  problem,
  signIn,
  campaigns,
  campaign,
  runs,
  leads,
  run,
  mails,
  launch,
  replies,
  assessments,
  assessment,
  batches,
  reports,
  report,
  reportLinks,
  brand,
  sales,
  sale,
  revenue,
  apiKeys,
  suppressions,
  mailboxes,
  providers,
  webhooks,
  webhook,
  deliveries,
  delivery,
} as const;
