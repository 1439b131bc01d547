import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { Campaign, campaignRoutes, RunView } from '../../functions/campaigns/contract.ts';
import { RunId } from '../../functions/platform/ids.ts';
import { BrandView } from '../../functions/reports/contract.ts';
import { sampleCampaign, sampleIcp, sampleReportBrand } from '../../lib/local/sample/sample-campaign.ts';
import type { ApiClient } from './api-client.ts';
import { followRun } from './follow-run.ts';
import { importFile, tellImport } from './import-file.ts';
import { funnelLines } from './run-report.ts';
import { playSampleSales } from './sample-sales.ts';
import type { Terminal } from './terminal.ts';

const SAMPLE = resolve(import.meta.dirname, '../../lib/local/sample');
const Started = z.object({ runId: RunId, salesPlayed: z.boolean().default(false) });

/**
 * Runs the sample campaign to its end by the API, as any client would: once a data directory. When it was interrupted, follows it to its end;
 * when it is over, says what came of it and lets two recipients buy the report.
 */
export const runSample = async ({
  api,
  terminal,
  dataDir,
}: {
  api: ApiClient;
  terminal: Terminal;
  dataDir: string;
}): Promise<void> => {
  const file = join(dataDir, 'sample-run.json');
  const known = existsSync(file) ? Started.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data : undefined;
  const keep = (started: z.input<typeof Started>) => writeFileSync(file, JSON.stringify(started));
  const runId = known?.runId ?? (await startSample(api, terminal));
  if (known === undefined) keep({ runId });
  const ended = await followRun(api, terminal, runId);
  terminal.line('');
  for (const line of funnelLines(ended, api.url)) terminal.line(line);
  if (known?.salesPlayed === true || ended.status !== 'completed') return;
  await playSampleSales({ api, terminal }, runId);
  keep({ runId, salesPlayed: true });
};

const startSample = async (api: ApiClient, terminal: Terminal): Promise<RunId> => {
  await api.call('PUT', '/report-brand', BrandView, sampleReportBrand);
  const companies = await importFile(api, terminal, { kind: 'companies', path: join(SAMPLE, 'sample-companies.csv') });
  await tellImport(api, terminal, companies);
  const contacts = await importFile(api, terminal, { kind: 'contacts', path: join(SAMPLE, 'sample-contacts.csv') });
  await tellImport(api, terminal, contacts);
  const { id: icpId } = await api.call('POST', '/icps', campaignRoutes.createIcp.response, sampleIcp);
  const campaign = await api.call('POST', '/campaigns', Campaign, {
    ...sampleCampaign,
    icpId,
    companyImports: [companies.id],
    contactImports: [contacts.id],
  });
  return (await api.call('POST', `/campaigns/${campaign.id}/runs`, RunView)).id;
};
