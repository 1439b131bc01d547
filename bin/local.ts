import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { bringUp, dataDirectory } from '../lib/local/bring-up.ts';
import { AlreadyRunning } from '../lib/local/cloud.ts';
import { PortTaken } from '../lib/local/origin.ts';
import { createApiClient } from './cli/api-client.ts';
import { runSample } from './cli/sample-run.ts';
import { createTerminal } from './cli/terminal.ts';

const USAGE = `npm start [-- options]: the whole system on this machine

  --fresh      begin anew: forget everything that is kept in .throughline
  --no-sample  without the sample businesses and their campaign
  PORT         port of the one origin (4000)
  THROUGHLINE_DATA  folder of all state (.throughline)
`;

const readOptions = () => {
  try {
    return parseArgs({
      options: {
        fresh: { type: 'boolean', default: false },
        'no-sample': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    process.exit(2);
  }
};
const values = readOptions();

const terminal = createTerminal(process.stdout);
const sample = !values['no-sample'];

const main = async (): Promise<void> => {
  const began = Date.now();
  const port = process.env['PORT'];
  if (port !== undefined && !/^\d{1,5}$/.test(port)) throw new Error(`PORT is a number, not "${port}".`);
  const dataDir = dataDirectory();
  if (values.fresh) await forget(dataDir);
  const system = await bringUp({
    dataDir,
    sample,
    quiet: false,
    say: terminal.line,
    ...(port === undefined ? {} : { port: Number(port) }),
  });
  const { cloud } = system;
  if (cloud === undefined) throw new Error(`It runs already: ${system.url}`);
  stopOnSignal(system.close);
  terminal.line(`Ready in ${((Date.now() - began) / 1_000).toFixed(1)} s`);
  const { resumed, failed } = cloud.resumed;
  if (resumed.length > 0) terminal.line(`${String(resumed.length)} executions that were interrupted go on`);
  for (const arn of failed) terminal.line(`The execution ${arn} could not go on and was marked failed`);
  if (cloud.invocationsWaiting > 0)
    terminal.line(`${String(cloud.invocationsWaiting)} accepted invocations are carried out now`);
  if (sample) await runSample({ api: createApiClient(system), terminal, dataDir });
  terminal.line(`
  Web app   ${system.url}          one click signs you in
  Inbox     ${system.url}/local/inbox    the mail that was sent
  API       ${system.url}/api/docs
  Machine   ${system.url}/local

Ctrl-C stops it; npm start goes on where it was, npm start -- --fresh begins anew.`);
};

/** Empties the data directory, unless somebody works in it. */
const forget = async (dataDir: string): Promise<void> => {
  const { lockDataDirectory } = await import('../lib/local/instance-lock.ts');
  const locked = lockDataDirectory(dataDir);
  if (!locked.ok) throw new AlreadyRunning(dataDir, locked.holder);
  locked.lock.release();
  rmSync(dataDir, { recursive: true, force: true });
};

const stopOnSignal = (close: () => Promise<void>): void => {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(130);
      stopping = true;
      terminal.line('Stopping');
      close().then(
        () => process.exit(0),
        (error: unknown) => {
          terminal.line(error instanceof Error ? error.message : String(error));
          process.exit(1);
        },
      );
    });
  }
};

if (values.help) process.stdout.write(USAGE);
else {
  try {
    await main();
  } catch (error) {
    const expected = error instanceof AlreadyRunning || error instanceof PortTaken;
    process.stderr.write(
      `${error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error)}\n`,
    );
    process.exit(1);
  }
}
