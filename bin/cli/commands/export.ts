import { createWriteStream } from 'node:fs';
import type * as z from 'zod';
import { RunView } from '../../../functions/campaigns/contract.ts';
import { LeadView } from '../../../functions/scoring/contract.ts';
import { MessageView } from '../../../functions/sending/contract.ts';
import { type Context, defineCommand, needed, oneOf } from '../command.ts';
import { csvLine } from '../csv-line.ts';
import { writableFile } from '../writable-file.ts';

const EXPORTS = {
  messages: { item: MessageView, path: (view: RunView) => `/runs/${view.id}/messages` },
  leads: { item: LeadView, path: (view: RunView) => `/campaigns/${view.campaignId}/leads` },
} as const;

type ExportOptions = Readonly<{
  runId: string;
  format: 'csv' | 'json';
  what: keyof typeof EXPORTS;
  out?: string | undefined;
}>;

/** A run's messages or its campaign's leads as CSV (formulas neutralised) or a JSON array. */
const exportRun = async ({ api, print, terminal }: Context, options: ExportOptions): Promise<number> => {
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

export const exportCommand = defineCommand({
  name: 'export',
  usage: `  throughline export RUN --format csv|json [--what messages|leads] [--out FILE]
      A run's messages or its campaign's leads.`,
  options: {
    format: { type: 'string', default: 'csv' },
    what: { type: 'string', default: 'messages' },
    out: { type: 'string' },
  },
  prepare: (values, [subject]) => {
    const options = {
      runId: needed('The run to export', subject),
      format: oneOf('format', values.format, ['csv', 'json']),
      what: oneOf('what', values.what, ['messages', 'leads']),
      out: values.out === undefined ? undefined : writableFile('out', values.out),
    };
    return { needs: 'system', run: (context) => exportRun(context, options) };
  },
});
