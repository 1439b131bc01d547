import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import type { MessageState } from '../../../functions/campaigns/contract.ts';
import type { LeadView } from '../../../functions/scoring/contract.ts';
import { CampaignListPage } from '../areas/campaigns/campaign-list-page.tsx';
import type { ReplyClass } from '../messages/replies.ts';
import type { SaleState } from '../messages/sales.ts';
import type { DeliveryState } from '../messages/webhooks.ts';
import { messages } from '../messages.ts';
import { NothingHere, PageCrashed } from './failures.tsx';
import { Frame } from './frame.tsx';

type MailFilter = { state?: MessageState };
type ReplyFilter = { says?: ReplyClass };
type SaleFilter = { state?: SaleState };
type DeliveryFilter = { state?: DeliveryState };
type ReportFilter = { show?: 'failed' };
type LaunchMode = { mode?: 'sandbox' | 'live' };
type LeadFilter = { stage?: LeadView['stage'] };

const isKeyOf = <Table extends object>(table: Table, key: unknown): key is keyof Table =>
  typeof key === 'string' && Object.hasOwn(table, key);

/** A state named in the address that does not exist is left out instead of asked for. */
const mailFilter = ({ state }: Record<string, unknown>): MailFilter =>
  isKeyOf(messages.mails.messageState, state) ? { state } : {};
const leadFilter = ({ stage }: Record<string, unknown>): LeadFilter =>
  isKeyOf(messages.leads.leadStage, stage) ? { stage } : {};

const replyFilter = ({ says }: Record<string, unknown>): ReplyFilter =>
  isKeyOf(messages.replies.replyClass, says) ? { says } : {};
const saleFilter = ({ state }: Record<string, unknown>): SaleFilter =>
  isKeyOf(messages.sales.saleState, state) ? { state } : {};
const deliveryFilter = ({ state }: Record<string, unknown>): DeliveryFilter =>
  isKeyOf(messages.webhooks.deliveryState, state) ? { state } : {};
const reportFilter = ({ show }: Record<string, unknown>): ReportFilter =>
  isKeyOf(messages.reports.shown, show) ? { show } : {};
const launchMode = ({ mode }: Record<string, unknown>): LaunchMode =>
  isKeyOf(messages.launch.modeOf, mode) ? { mode } : {};

const root = createRootRoute({ component: Frame, notFoundComponent: NothingHere, errorComponent: PageCrashed });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    redirect({ to: '/campaigns', replace: true, throw: true });
  },
});

const campaigns = createRoute({ getParentRoute: () => root, path: '/campaigns', component: CampaignListPage });

const campaignRoute = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/$campaignId',
  validateSearch: leadFilter,
  component: lazyRouteComponent(() => import('../areas/campaigns/campaign-page.tsx'), 'CampaignPage'),
});

const launchRoute = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/$campaignId/launch',
  validateSearch: launchMode,
  component: lazyRouteComponent(() => import('../areas/launch/launch-page.tsx'), 'LaunchPage'),
});

const leadRoute = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/$campaignId/lead',
  // In the query, not the path: a path that ends in ".com" is taken for a file by what serves the site.
  validateSearch: ({ domain }: Record<string, unknown>) => ({ domain: typeof domain === 'string' ? domain : '' }),
  component: lazyRouteComponent(() => import('../areas/leads/lead-page.tsx'), 'LeadPage'),
});

const runRoute = createRoute({
  getParentRoute: () => root,
  path: '/runs/$runId',
  component: lazyRouteComponent(() => import('../areas/runs/run-page.tsx'), 'RunPage'),
});

const mailsRoute = createRoute({
  getParentRoute: () => root,
  path: '/runs/$runId/messages',
  validateSearch: mailFilter,
  component: lazyRouteComponent(() => import('../areas/messages/mails-page.tsx'), 'MailsPage'),
});

const mailRoute = createRoute({
  getParentRoute: () => mailsRoute,
  path: '$messageId',
  component: lazyRouteComponent(() => import('../areas/messages/mail-panel.tsx'), 'MailPanel'),
});

const replies = createRoute({
  getParentRoute: () => root,
  path: '/replies',
  validateSearch: replyFilter,
  component: lazyRouteComponent(() => import('../areas/replies/replies-page.tsx'), 'RepliesPage'),
});

const assessments = createRoute({
  getParentRoute: () => root,
  path: '/assessments',
  component: lazyRouteComponent(() => import('../areas/assessments/assessments-page.tsx'), 'AssessmentsPage'),
});

const assessmentRoute = createRoute({
  getParentRoute: () => root,
  path: '/assessments/$assessmentId',
  component: lazyRouteComponent(() => import('../areas/assessments/assessment-page.tsx'), 'AssessmentPage'),
});

const reports = createRoute({
  getParentRoute: () => root,
  path: '/reports',
  validateSearch: reportFilter,
  component: lazyRouteComponent(() => import('../areas/reports/reports-page.tsx'), 'ReportsPage'),
});

const reportRoute = createRoute({
  getParentRoute: () => root,
  path: '/reports/$reportId',
  component: lazyRouteComponent(() => import('../areas/reports/report-page.tsx'), 'ReportPage'),
});

const reportBrand = createRoute({
  getParentRoute: () => root,
  path: '/settings/report-brand',
  component: lazyRouteComponent(() => import('../areas/reports/brand-page.tsx'), 'BrandPage'),
});

const sales = createRoute({
  getParentRoute: () => root,
  path: '/sales',
  validateSearch: saleFilter,
  component: lazyRouteComponent(() => import('../areas/sales/sales-page.tsx'), 'SalesPage'),
});

const saleRoute = createRoute({
  getParentRoute: () => root,
  path: '/sales/$purchaseId',
  component: lazyRouteComponent(() => import('../areas/sales/sale-page.tsx'), 'SalePage'),
});

const apiKeys = createRoute({
  getParentRoute: () => root,
  path: '/settings/api-keys',
  component: lazyRouteComponent(() => import('../areas/accounts/api-keys-page.tsx'), 'ApiKeysPage'),
});

const suppressions = createRoute({
  getParentRoute: () => root,
  path: '/settings/suppressions',
  component: lazyRouteComponent(() => import('../areas/suppressions/suppressions-page.tsx'), 'SuppressionsPage'),
});

const providers = createRoute({
  getParentRoute: () => root,
  path: '/settings/providers',
  component: lazyRouteComponent(() => import('../areas/providers/providers-page.tsx'), 'ProvidersPage'),
});

const mailboxes = createRoute({
  getParentRoute: () => root,
  path: '/settings/mailboxes',
  component: lazyRouteComponent(() => import('../areas/mailboxes/mailboxes-page.tsx'), 'MailboxesPage'),
});

const webhooks = createRoute({
  getParentRoute: () => root,
  path: '/settings/webhooks',
  component: lazyRouteComponent(() => import('../areas/webhooks/webhooks-page.tsx'), 'WebhooksPage'),
});

const webhookRoute = createRoute({
  getParentRoute: () => root,
  path: '/settings/webhooks/$endpointId',
  validateSearch: deliveryFilter,
  component: lazyRouteComponent(() => import('../areas/webhooks/webhook-page.tsx'), 'WebhookPage'),
});

const deliveryRoute = createRoute({
  getParentRoute: () => root,
  path: '/settings/webhooks/$endpointId/deliveries/$deliveryId',
  component: lazyRouteComponent(() => import('../areas/webhooks/delivery-page.tsx'), 'DeliveryPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    campaigns,
    campaignRoute,
    launchRoute,
    leadRoute,
    runRoute,
    mailsRoute.addChildren([mailRoute]),
    replies,
    assessments,
    assessmentRoute,
    reports,
    reportRoute,
    reportBrand,
    sales,
    saleRoute,
    apiKeys,
    suppressions,
    providers,
    mailboxes,
    webhooks,
    webhookRoute,
    deliveryRoute,
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
