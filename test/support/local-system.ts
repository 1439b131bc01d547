import { createApiClient } from '../../bin/cli/api-client.ts';
import { type ChildService, startChildService } from './child-service.ts';

/** The local system in a process of its own: what it is reached by, what a test asks it from inside, and how it dies. */
export type SystemInChild = Readonly<{
  api: ReturnType<typeof createApiClient>;
  url: string;
  apiKey: string;
  /** Mails that its SES took, by recipient. */
  mails: () => Promise<Record<string, number>>;
  /** The mail to an address as it went out, with its headers. */
  rawMail: (address: string) => Promise<string>;
  /** Runs a function of the app now, e.g. a scheduled one, and gives its answer. */
  ask: (name: string, event: unknown) => Promise<unknown>;
  /** SIGKILL: nothing of it runs on. */
  kill: ChildService['kill'];
  /** A clean stop. */
  stop: () => Promise<void>;
}>;

const PROGRAM = (dataDir: string, sample: boolean, more: Readonly<Record<string, string>>): string => `
const { bringUp } = await load('lib/local/bring-up.ts');
const { createInterface } = await import('node:readline');
const system = await bringUp({
  dataDir: ${JSON.stringify(dataDir)}, port: 0, sample: ${String(sample)}, quiet: true,
  settings: { stuckSeconds: 2, unknownFinalSeconds: 2, ...${JSON.stringify(more)} },
});
console.log(JSON.stringify({ url: system.url, apiKey: system.apiKey }));
for await (const line of createInterface({ input: process.stdin })) {
  const [verb, argument, event] = line.split('\\t');
  if (verb === 'mails') console.log(JSON.stringify(Object.fromEntries(system.cloud.services.mail.countsByRecipient())));
  if (verb === 'raw') {
    const [mail] = system.cloud.services.mail.listMails({ limit: 1, to: argument });
    console.log(JSON.stringify(Buffer.from(await system.cloud.services.mail.rawMail(mail.id)).toString('utf8')));
  }
  if (verb === 'invoke') console.log(JSON.stringify((await system.cloud.invoke(argument, JSON.parse(event))) ?? null));
  if (verb === 'stop') { await system.close(); console.log('stopped'); process.exit(0); }
}
`;

export const startLocalSystem = async (
  dataDir: string,
  options: Readonly<{ sample?: boolean; settings?: Readonly<Record<string, string>> }> = {},
): Promise<SystemInChild> => {
  const { sample = false, settings = {} } = options;
  const child = await startChildService(PROGRAM(dataDir, sample, settings));
  const { url, apiKey } = JSON.parse(child.url) as { url: string; apiKey: string };
  return {
    api: createApiClient({ url, apiKey }),
    url,
    apiKey,
    mails: async () => JSON.parse(await child.ask('mails')) as Record<string, number>,
    rawMail: async (address) => String(JSON.parse(await child.ask(`raw\t${address}`))),
    ask: async (name, event) => JSON.parse(await child.ask(`invoke\t${name}\t${JSON.stringify(event)}`)) as unknown,
    kill: child.kill,
    stop: async () => {
      await child.ask('stop');
    },
  };
};
