import { parseArgs } from 'node:util';
import { bringUp } from '../lib/local/bring-up.ts';
import { ApiError, type Connection, createApiClient } from './cli/api-client.ts';
import { approve, type Context, exportRun, importOne, readMapping, run, status } from './cli/commands.ts';
import { createTerminal } from './cli/terminal.ts';
import { USAGE, UsageError } from './cli/usage.ts';

const OPTIONS = {
  companies: { type: 'string' },
  contacts: { type: 'string' },
  icp: { type: 'string' },
  offer: { type: 'string' },
  limit: { type: 'string' },
  approve: { type: 'string', default: 'review' },
  'no-websites': { type: 'boolean', default: false },
  map: { type: 'string', multiple: true },
  format: { type: 'string', default: 'csv' },
  what: { type: 'string', default: 'messages' },
  out: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const oneOf = <const Choice extends string>(name: string, value: string, choices: readonly Choice[]): Choice => {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new UsageError(`--${name} takes ${choices.join(' or ')}, not "${value}".`);
  return found;
};

const needed = (name: string, value: string | undefined): string => {
  if (value === undefined) throw new UsageError(`${name} is missing.\n\n${USAGE}`);
  return value;
};

const positiveInteger = (name: string, value: string | undefined): number | undefined => {
  if (value === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new UsageError(`--${name} takes a whole number above 0, not "${value}".`);
  return Number(value);
};

const main = async (): Promise<number> => {
  const { values, positionals } = parse();
  const [command, subject] = positionals;
  if (values.help || command === undefined) {
    process.stdout.write(USAGE);
    return values.help ? 0 : 2;
  }
  const task = taskOf(command, subject, values);
  const terminal = createTerminal(process.stderr);
  const url = process.env['THROUGHLINE_URL'];
  const local = url === undefined ? await bringUp({ sample: false, quiet: true, say: terminal.line }) : undefined;
  const connection: Connection = local ?? {
    url: (url ?? '').replace(/\/+$/, ''),
    apiKey: needed('THROUGHLINE_API_KEY', process.env['THROUGHLINE_API_KEY']),
  };
  try {
    const print = (text: string) => void process.stdout.write(`${text}\n`);
    return await task({ api: createApiClient(connection), terminal, print, json: values.json });
  } finally {
    await local?.close();
  }
};

type Values = ReturnType<typeof parse>['values'];

/** What to do, with every argument checked before anything is brought up. */
const taskOf = (
  command: string,
  subject: string | undefined,
  values: Values,
): ((context: Context) => Promise<number>) => {
  const mapping = readMapping(values.map ?? []);
  switch (command) {
    case 'run': {
      const options = {
        companies: needed('--companies', values.companies),
        contacts: values.contacts,
        icp: needed('--icp', values.icp),
        offer: values.offer,
        limit: positiveInteger('limit', values.limit),
        approve: oneOf('approve', values.approve, ['auto', 'review']),
        readWebsites: !values['no-websites'],
        mapping,
      };
      return (context) => run(context, options);
    }
    case 'import': {
      const kind = values.companies === undefined ? 'contacts' : 'companies';
      const path = needed('--companies or --contacts', values[kind]);
      return (context) => importOne(context, { kind, path, mapping });
    }
    case 'status':
      return (context) => status(context, subject);
    case 'approve': {
      const runId = needed('The run to approve', subject);
      return (context) => approve(context, runId);
    }
    case 'export': {
      const options = {
        runId: needed('The run to export', subject),
        format: oneOf('format', values.format, ['csv', 'json']),
        what: oneOf('what', values.what, ['messages', 'leads']),
        out: values.out,
      };
      return (context) => exportRun(context, options);
    }
    default:
      throw new UsageError(`There is no command "${command}".\n\n${USAGE}`);
  }
};

const parse = () => {
  try {
    return parseArgs({ options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
};

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UsageError) && !(error instanceof ApiError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
