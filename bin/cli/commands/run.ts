import { basename, resolve } from 'node:path';
import * as z from 'zod';
import { Campaign, campaignRoutes, Offer, RunView, Sender } from '../../../functions/campaigns/contract.ts';
import { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import { type Context, defineCommand, needed, oneOf, positiveInteger } from '../command.ts';
import { followRun } from '../follow-run.ts';
import { importFile, readMapping, tellImport } from '../import-file.ts';
import { readJsonFile } from '../read-json-file.ts';
import { readCounts } from '../run-counts.ts';
import { reportRun } from '../run-report.ts';

/** The bundled offer, used when none is given: runs are in sandbox mode, so it reaches nobody. */
const SAMPLE_OFFER = resolve(import.meta.dirname, '../../../examples/offer-b2b-software.json');
const OfferFile = z.strictObject({ offer: Offer, sender: Sender });

type RunOptions = Readonly<{
  companies: string;
  contacts?: string | undefined;
  icp: string;
  offer?: string | undefined;
  limit?: number | undefined;
  approve: 'auto' | 'review';
  readWebsites: boolean;
  mapping: Readonly<Record<string, string>>;
}>;

/** Files in, a run followed to its end. Gives the exit code: 0 when it completed or waits for a reviewer. */
const run = async (context: Context, options: RunOptions): Promise<number> => {
  const { api, terminal } = context;
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
  return reportRun(context, await followRun(api, terminal, started.id), before);
};

export const runCommand = defineCommand({
  name: 'run',
  usage: `  throughline run --companies FILE --icp FILE [--contacts FILE] [--offer FILE]
                  [--limit N] [--approve auto|review] [--no-websites] [--json]
      Import the files, start a campaign and follow its run to the end.`,
  options: {
    companies: { type: 'string' },
    contacts: { type: 'string' },
    icp: { type: 'string' },
    offer: { type: 'string' },
    limit: { type: 'string' },
    approve: { type: 'string', default: 'review' },
    'no-websites': { type: 'boolean', default: false },
    map: { type: 'string', multiple: true },
  },
  prepare: (values) => {
    const options = {
      companies: needed('--companies', values.companies),
      contacts: values.contacts,
      icp: needed('--icp', values.icp),
      offer: values.offer,
      limit: positiveInteger('limit', values.limit),
      approve: oneOf('approve', values.approve, ['auto', 'review']),
      readWebsites: !values['no-websites'],
      mapping: readMapping(values.map ?? []),
    };
    return { needs: 'system', run: (context) => run(context, options) };
  },
});
