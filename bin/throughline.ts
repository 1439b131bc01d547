import { bringUp } from '../lib/local/bring-up.ts';
import { ApiError, type Connection, createApiClient } from './cli/api-client.ts';
import { needed, type Output } from './cli/command.ts';
import { findCommand, USAGE } from './cli/commands.ts';
import { createTerminal } from './cli/terminal.ts';
import { UsageError } from './cli/usage-error.ts';

const isHelp = (word: string): boolean => word === '--help' || word === '-h';

const main = async (words: readonly string[]): Promise<number> => {
  const found = findCommand(words);
  const asksHelp = words.some(isHelp);
  if (words.length === 0 || asksHelp) {
    process.stdout.write(found === undefined ? USAGE : `${found.command.usage}\n`);
    return asksHelp ? 0 : 2;
  }
  if (found === undefined) throw new UsageError(`There is no command "${words[0] ?? ''}".\n\n${USAGE}`);
  const task = found.command.prepare(found.args);
  const output: Output = {
    terminal: createTerminal(process.stderr),
    print: (text) => void process.stdout.write(`${text}\n`),
    json: task.json,
  };
  if (task.needs === 'nothing') return await task.run(output);

  const url = process.env['THROUGHLINE_URL'];
  const local =
    url === undefined ? await bringUp({ sample: false, quiet: true, say: output.terminal.line }) : undefined;
  try {
    const connection: Connection = local ?? {
      url: (url ?? '').replace(/\/+$/, ''),
      apiKey: needed('THROUGHLINE_API_KEY', process.env['THROUGHLINE_API_KEY']),
    };
    return await task.run({ ...output, api: createApiClient(connection) });
  } finally {
    await local?.close();
  }
};

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError) && !(error instanceof ApiError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
