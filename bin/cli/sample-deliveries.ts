import { setTimeout as pause } from 'node:timers/promises';
import type { PurchaseView } from '../../functions/payments/contract.ts';
import { ReportLinkView, ReportWithVersions } from '../../functions/reports/contract.ts';
import type { ApiClient } from './api-client.ts';
import type { Terminal } from './terminal.ts';

/** A report takes some seconds, with a browser that measures the site about half a minute. */
const LONGEST_WAIT_MS = 30_000;
const POLL_EVERY_MS = 1_000;

type Sale = Pick<PurchaseView, 'id' | 'reportId' | 'domain' | 'companyName' | 'buyerEmail'>;
type Api = Pick<ApiClient, 'url' | 'call' | 'all'>;
type Ports = Readonly<{
  api: Api;
  terminal: Pick<Terminal, 'line' | 'progress' | 'progressDone'>;
  now?: () => number;
  wait?: (milliseconds: number) => Promise<void>;
}>;

/**
 * Tells of each sold report when it has reached its buyer: where its page, its PDF and its mail are. Waits for all of them together no longer than 30 s, and not for one
 * that failed: reports are made whether somebody waits or not, so of what is not there yet it says where it will be. Never throws for a report. Gives the purchases
 * whose reports have come.
 */
export const followDeliveries = async (
  { api, terminal, now = Date.now, wait = (milliseconds) => pause(milliseconds) }: Ports,
  sales: readonly Sale[],
): Promise<readonly Sale['id'][]> => {
  const end = now() + LONGEST_WAIT_MS;
  const delivered: Sale['id'][] = [];
  let open = sales;
  while (open.length > 0) {
    const looked = await Promise.all(open.map(async (sale) => ({ sale, outcome: await outcomeOf(api, sale) })));
    for (const { outcome } of looked) for (const text of outcome?.lines ?? []) terminal.line(text);
    delivered.push(...looked.flatMap(({ sale, outcome }) => (outcome?.delivered === true ? [sale.id] : [])));
    open = looked.flatMap(({ sale, outcome }) => (outcome === undefined ? [sale] : []));
    if (open.length === 0 || now() >= end) break;
    terminal.progress(`Reports being made: ${String(open.length)}`);
    await wait(POLL_EVERY_MS);
  }
  terminal.progressDone();
  for (const sale of open)
    terminal.line(`The report on ${nameOf(sale)} is still being made; its mail will be at ${inboxOf(api, sale)}`);
  return delivered;
};

const nameOf = ({ companyName, domain }: Sale): string => companyName ?? domain;
const inboxOf = ({ url }: Api, { buyerEmail }: Sale): string =>
  `${url}/local/inbox${buyerEmail === null ? '' : `?to=${encodeURIComponent(buyerEmail)}`}`;

type Outcome = Readonly<{ delivered: boolean; lines: readonly string[] }>;

/** What became of a report; undefined while there is nothing to tell, be it that the system is too busy to say. */
const outcomeOf = (api: Api, sale: Sale): Promise<Outcome | undefined> => readOutcome(api, sale).catch(() => undefined);

const readOutcome = async (api: Api, sale: Sale): Promise<Outcome | undefined> => {
  const { sales, versions } = await api.call('GET', `/reports/${sale.reportId}`, ReportWithVersions);
  const version = versions.find(({ purchaseId }) => purchaseId === sale.id);
  if (version?.state === 'failed')
    return {
      delivered: false,
      lines: [
        `The report on ${nameOf(sale)} could not be made (${version.failure?.detail ?? 'no reason was kept'}); to try again: POST /api/v1/reports/${sale.reportId}/retry`,
      ],
    };
  if (sales.find(({ purchaseId }) => purchaseId === sale.id)?.state !== 'delivered') return undefined;
  const link = await linkOf(api, sale);
  const pages = version?.pdf == null ? '' : `, ${String(version.pdf.pages)} pages`;
  const lines = [
    `Delivered: the report on ${nameOf(sale)}${pages}`,
    ...(link === undefined ? [] : [`  page  ${link}/report`, `  PDF   ${link}/pdf`]),
    `  mail  ${inboxOf(api, sale)}`,
  ];
  return { delivered: true, lines };
};

/** The address that the buyer was sent. */
const linkOf = async (api: Api, { id, reportId }: Sale): Promise<string | undefined> => {
  for await (const { kind, purchaseId, url } of api.all(`/reports/${reportId}/links`, ReportLinkView))
    if (kind === 'full' && purchaseId === id) return url;
  return undefined;
};
