import { createWriteStream } from 'node:fs';
import { basename, resolve } from 'node:path';
import * as z from 'zod';
import { Campaign, campaignRoutes, Offer, RunView, Sender } from '../../functions/campaigns/contract.ts';
import { IcpCriteria } from '../../functions/campaigns/icp.ts';
import { LeadView } from '../../functions/scoring/contract.ts';
import { MessageView } from '../../functions/sending/contract.ts';
import type { ApiClient } from './api-client.ts';
import { csvLine } from './csv-line.ts';
import { followRun } from './follow-run.ts';
import { importFile, tellImport } from './import-file.ts';
import { readJsonFile } from './read-json-file.ts';
import { countsBetween, funnelLines, readCounts, runJson } from './run-report.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage.ts';

export type Context = Readonly<{ api: ApiClient; terminal: Terminal; print: (text: string) => void; json: boolean }>;

/** The bundled offer, used when none is given: runs are in sandbox mode, so it reaches nobody. */
const SAMPLE_OFFER = resolve(import.meta.dirname, '../../examples/offer-b2b-software.json');
const OfferFile = z.strictObject({ offer: Offer, sender: Sender });

export type RunOptions = Readonly<{
  companies: string;
  contacts?: string | undefined;
  icp: string;
  offer?: string | undefined;
  limit?: number | undefined;
  approve: 'auto' | 'review';
  readWebsites: boolean;
  mapping: Readonly<Record<string, string>>;
}>;

/** `throughline run`: files in, a run followed to its end. Gives the exit code: 0 when it completed or waits for a reviewer. */
export const run = async ({ api, terminal, print, json }: Context, options: RunOptions): Promise<number> => {
  const icp = await readJsonFile(options.icp, IcpCriteria);
  const { offer, sender } = await readJsonFile(options.offer ?? SAMPLE_OFFER, OfferFile);
  if (options.offer === undefined)
    terminal.line(`Offer: the bundled sample (${offer.product}); give yours with --offer FILE.`);
  const before = await readCounts(api.url);

  const companies = await importFile(api, terminal, {
    kind: 'companies',
    path: options.companies,
    mapping: options.mapping,
  });
  await tellImport(api, terminal, companies);
  const contacts =
    options.contacts === undefined
      ? undefined
      : await importFile(api, terminal, { kind: 'contacts', path: options.contacts });
  if (contacts !== undefined) await tellImport(api, terminal, contacts);

  const { id: icpId } = await api.call('POST', '/icps', campaignRoutes.createIcp.response, icp);
  const campaign = await api.call('POST', '/campaigns', Campaign, {
    name: `${icp.name} · ${basename(options.companies)}`.slice(0, 120),
    icpId,
    offer,
    sender,
    companyImports: [companies.id],
    contactImports: contacts === undefined ? [] : [contacts.id],
    approval: options.approve,
    readWebsites: options.readWebsites,
    ...(options.limit === undefined ? {} : { companyLimit: options.limit }),
  });
  const started = await api.call('POST', `/campaigns/${campaign.id}/runs`, RunView);
  const ended = await followRun(api, terminal, started.id);
  return report({ api, terminal, print, json }, ended, before);
};

const report = async (
  { api, terminal, print, json }: Context,
  run: RunView,
  before: Awaited<ReturnType<typeof readCounts>>,
): Promise<number> => {
  const counts = countsBetween(before, await readCounts(api.url));
  if (json) print(JSON.stringify(runJson(run, counts)));
  else for (const line of funnelLines(run, api.url)) print(line);
  if (run.status === 'awaiting_approval')
    terminal.line(`Messages wait for a reviewer: ${api.url}/runs/${run.id}, or \`throughline approve ${run.id}\`.`);
  return run.status === 'completed' || run.status === 'awaiting_approval' ? 0 : 1;
};

/** `throughline import`. */
export const importOne = async (
  { api, terminal, print, json }: Context,
  options: Readonly<{ kind: 'companies' | 'contacts'; path: string; mapping: Readonly<Record<string, string>> }>,
): Promise<number> => {
  const imported = await importFile(api, terminal, options);
  if (json) print(JSON.stringify(imported));
  else await tellImport(api, terminal, imported);
  return 0;
};

/** `throughline status`: the newest runs, or one run's funnel. */
export const status = async ({ api, print, json }: Context, runId: string | undefined): Promise<number> => {
  if (runId !== undefined) {
    const view = await api.call('GET', `/runs/${encodeURIComponent(runId)}`, RunView);
    if (json) print(JSON.stringify(view));
    else for (const line of funnelLines(view, api.url)) print(line);
    return 0;
  }
  const { items } = await api.call('GET', '/runs?limit=20', campaignRoutes.listRuns.response);
  if (json) print(JSON.stringify(items));
  else if (items.length === 0) print('No runs yet. Start one with `throughline run`.');
  else
    for (const view of items)
      print(
        `${view.id}  ${view.status.padEnd(18)} ${view.startedAt}  discovered ${view.stages.discovered}, sent ${view.stages.sent}`,
      );
  return 0;
};

/** `throughline approve`: everything that waits, then on to the end. */
export const approve = async (context: Context, runId: string): Promise<number> => {
  const { api, terminal } = context;
  const before = await readCounts(api.url);
  const { approved } = await api.call(
    'POST',
    `/runs/${encodeURIComponent(runId)}/approve`,
    z.object({ approved: z.int() }),
  );
  terminal.line(`${approved} messages approved.`);
  return report(context, await followRun(api, terminal, runId), before);
};

const EXPORTS = {
  messages: { item: MessageView, path: (view: RunView) => `/runs/${view.id}/messages` },
  leads: { item: LeadView, path: (view: RunView) => `/campaigns/${view.campaignId}/leads` },
} as const;

/** `throughline export`: a run's messages or its campaign's leads as CSV (formulas neutralised) or a JSON array. */
export const exportRun = async (
  { api, print, terminal }: Context,
  options: Readonly<{ runId: string; format: 'csv' | 'json'; what: keyof typeof EXPORTS; out?: string | undefined }>,
): Promise<number> => {
  const view = await api.call('GET', `/runs/${encodeURIComponent(options.runId)}`, RunView);
  const { item, path } = EXPORTS[options.what];
  const file = options.out === undefined ? undefined : createWriteStream(options.out);
  const write = (line: string) => (file === undefined ? print(line) : void file.write(`${line}\n`));
  const columns = Object.keys(item.shape);
  let n = 0;
  if (options.format === 'csv') write(csvLine(columns));
  else write('[');
  for await (const row of api.all<z.ZodType<Record<string, unknown>>>(path(view), item)) {
    if (options.format === 'csv') write(csvLine(columns.map((column) => row[column])));
    else write(`${n === 0 ? ' ' : ','}${JSON.stringify(row)}`);
    n += 1;
  }
  if (options.format === 'json') write(']');
  if (file !== undefined) {
    await new Promise<void>((done, failed) => file.end((error?: Error | null) => (error ? failed(error) : done())));
    terminal.line(`${n} ${options.what} written to ${options.out ?? ''}.`);
  }
  return 0;
};

/** Parses `FIELD=COLUMN` pairs. @throws UsageError */
export const readMapping = (pairs: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1 || at === pair.length - 1) throw new UsageError(`--map takes FIELD=COLUMN, not "${pair}".`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
