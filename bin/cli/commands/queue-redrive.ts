import { SQSClient } from '@aws-sdk/client-sqs';
import { defineCommand, needed, type Output, positiveInteger } from '../command.ts';
import { redrive } from '../redrive.ts';
import { UsageError } from '../usage-error.ts';

const MOST = 10_000;
const SHOWN = 20;

type Options = Readonly<{ from: string; to: string | undefined; most: number }>;

/** A client for a queue's address: in its region, and on this machine, where no key opens anything, with any. */
const clientFor = (url: string): SQSClient => {
  const region = /^https:\/\/sqs\.([a-z0-9-]+)\.amazonaws\.com/.exec(url)?.[1];
  if (region !== undefined) return new SQSClient({ region });
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);
  return new SQSClient(
    isLocal ? { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } } : {},
  );
};

/** What a queue's owner can do about a failure; the SDK's own words say which it is. */
const inWords = (error: unknown, { from, to }: Options): string => {
  const words = error instanceof Error ? error.message || error.name : String(error);
  const queues = to === undefined ? from : `${from} or ${to}`;
  return `${queues} cannot be used: ${words.replace(/\.$/, '')}. Look at the address, at AWS_REGION and at whose credentials these are. What was not put back stays and shows again within five minutes.`;
};

const run = async ({ terminal, print, json }: Output, options: Options): Promise<number> => {
  const client = clientFor(options.from);
  try {
    const { letters, moved } = await redrive(client, options);
    if (json) print(JSON.stringify({ letters, moved }));
    else {
      for (const { id, reason, begins } of letters.slice(0, SHOWN))
        print(`${id}  ${reason ?? 'no reason is known; see the log of its function'}\n  ${begins}`);
      if (letters.length > SHOWN) print(`and ${String(letters.length - SHOWN)} more`);
    }
    terminal.line(
      options.to === undefined
        ? `${String(letters.length)} dead letters; name --to to put them back.`
        : `${String(moved)} of ${String(letters.length)} dead letters were put back.`,
    );
    return 0;
  } catch (error) {
    throw new UsageError(inWords(error, options));
  } finally {
    client.destroy();
  }
};

const queueUrl = (name: string, value: string): string => {
  if (!URL.canParse(value)) throw new UsageError(`--${name} takes the address of a queue, not "${value}".`);
  return value;
};

export const queueRedriveCommand = defineCommand({
  name: 'queue redrive',
  usage: `  throughline queue redrive --from URL [--to URL] [--max N] [--json]
      Show the records of a queue of dead letters, each with its reason; with --to put them back onto that queue.
      The addresses are outputs of the stack Throughline-Messaging.`,
  options: { from: { type: 'string' }, to: { type: 'string' }, max: { type: 'string' } },
  prepare: (values) => {
    const options = {
      from: queueUrl('from', needed('--from, the queue of dead letters,', values.from)),
      to: values.to === undefined ? undefined : queueUrl('to', values.to),
      most: positiveInteger('max', values.max) ?? MOST,
    };
    if (options.from === options.to) throw new UsageError('--from and --to name the same queue.');
    return { needs: 'nothing', run: (output) => run(output, options) };
  },
});
