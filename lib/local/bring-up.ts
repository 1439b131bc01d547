import { resolve } from 'node:path';
import { PROJECT_ROOT } from '../bundling/entries.ts';
import type { Settings } from '../settings.ts';
import { AlreadyRunning, type Cloud, startCloud } from './cloud.ts';
import { PortTaken } from './origin.ts';
import { readWorkspace, SAMPLE_OWNER, seedWorkspace } from './sample/seed.ts';
import { type SampleSitesServer, startSampleSites } from './sample/sites-server.ts';
import type { Report } from './services.ts';
import type { StripeSecret } from './stripe/local-stripe.ts';
import { synthesize } from './synthesize.ts';
import { buildWeb } from './web-build.ts';

export type BringUpOptions = Readonly<{
  /** Where state is kept; THROUGHLINE_DATA or `.throughline` in the project when not given. */
  dataDir?: string;
  /** Port of the origin; 4000 when not given, and any free one when that is taken by another program. */
  port?: number;
  /** Whether the websites of the sample businesses are served beside it. */
  sample: boolean;
  /** Tells only of faults. */
  quiet: boolean;
  /** Where words for a person go; stderr when not given. */
  say?: (line: string) => void;
  /** Other settings of the app than a local system has; tests shorten its waits. */
  settings?: Readonly<Partial<Settings>>;
}>;

export type LocalSystem = Readonly<{
  url: string;
  apiKey: string;
  /** Undefined when this is a system that another process runs. */
  cloud: Cloud | undefined;
  close: () => Promise<void>;
}>;

export const DEFAULT_PORT = 4000;

/** Mails a second that the local channel takes: it is an inbox of our own and has no reputation to lose. */
const LOCAL_SEND_RATE = 200;
/** Replies are written in the local inbox and taken in by the rule for this host, as SES would. */
const LOCAL_REPLY_HOST = 'replies.throughline.example';
/** A sender of this machine that stands still for so long has died with its process. */
const LOCAL_STUCK_SECONDS = 30;
/** The local channel tells at once what became of a mail: of one it is silent about for so long it knows nothing. */
const LOCAL_UNKNOWN_FINAL_SECONDS = 120;

export const dataDirectory = (given?: string): string =>
  resolve(given ?? process.env['THROUGHLINE_DATA'] ?? `${PROJECT_ROOT}.throughline`);

/**
 * Brings the local system up (or finds it running on the same data directory) and gives its address and an API key of its workspace.
 * @throws PortTaken when a port was asked for that is not free; Error with the app's or the template's own fault
 */
export const bringUp = async (options: BringUpOptions): Promise<LocalSystem> => {
  const dataDir = dataDirectory(options.dataDir);
  const say = options.say ?? ((line: string) => void process.stderr.write(`${line}\n`));
  const report: Report = {
    say: options.quiet ? () => undefined : say,
    fault: (message, fault) => say(fault === undefined ? message : `${message}: ${describe(fault)}`),
  };
  try {
    return await bringUpOwn(options, dataDir, report);
  } catch (error) {
    const running = error instanceof AlreadyRunning ? readWorkspace(dataDir) : undefined;
    if (!(error instanceof AlreadyRunning) || error.url === undefined || running === undefined) throw error;
    if (!(await answers(error.url))) throw error;
    report.say(`Using the system that runs at ${error.url}`);
    return { url: error.url, apiKey: running.apiKey, cloud: undefined, close: () => Promise.resolve() };
  }
};

const bringUpOwn = async (options: BringUpOptions, dataDir: string, report: Report): Promise<LocalSystem> => {
  const sites = options.sample ? await startSampleSites({ port: 0 }) : undefined;
  try {
    const cloud = await startOnFreePort(options.port, (port) =>
      startLocal(port, dataDir, sites, report, options.settings),
    );
    const { apiKey } = await seedWorkspace(dataDir, cloud.invoke);
    return {
      url: cloud.url,
      apiKey,
      cloud,
      close: async () => {
        await cloud.close();
        await sites?.close();
      },
    };
  } catch (error) {
    await sites?.close();
    throw error;
  }
};

const startLocal = (
  port: number,
  dataDir: string,
  sites: SampleSitesServer | undefined,
  report: Report,
  settings: BringUpOptions['settings'],
): Promise<Cloud> =>
  startCloud({
    dataDir,
    port,
    report,
    people: () => (readWorkspace(dataDir) === undefined ? [] : [SAMPLE_OWNER]),
    stripeSecret: givenStripe(),
    synthesize: async (publicOrigin, { stripe }) => {
      report.say('Building the functions and the web app');
      const webBuild = await buildWeb();
      return synthesize({
        dataDir,
        webBuild,
        settings: {
          publicOrigin,
          sandboxDelivery: 'inbox',
          sendRatePerSecond: LOCAL_SEND_RATE,
          replyHost: LOCAL_REPLY_HOST,
          stuckSeconds: LOCAL_STUCK_SECONDS,
          unknownFinalSeconds: LOCAL_UNKNOWN_FINAL_SECONDS,
          // The first entry that fits a host decides; what the operator names goes before the sample.
          fetchAllowHosts: [process.env['FETCH_ALLOW_HOSTS'], sites?.allowHosts]
            .filter((entries) => entries !== undefined && entries !== '')
            .join(','),
          ...settings,
          providerUrls: withStripe(settings?.providerUrls ?? process.env['PROVIDER_URLS'], stripe),
        },
      });
    },
  });

/** A test account at Stripe, where somebody gives its key and the secret of its webhook; else the Stripe of this machine is used. */
const givenStripe = (): StripeSecret | undefined => {
  const secretKey = process.env['STRIPE_SECRET_KEY'] ?? '';
  const webhookSecret = process.env['STRIPE_WEBHOOK_SECRET'] ?? '';
  if (secretKey === '') return undefined;
  return { secretKey, webhookSecrets: webhookSecret === '' ? [] : [webhookSecret], collectConsent: false };
};

/** The addresses of providers with the Stripe of this machine among them, unless another one is named or an account at Stripe is used. */
const withStripe = (given: string | undefined, stripe: string): string | undefined => {
  if (givenStripe() !== undefined) return given;
  const named: unknown = given === undefined || given.trim() === '' ? {} : JSON.parse(given);
  return JSON.stringify({ stripe, ...(typeof named === 'object' ? named : {}) });
};

/** Tries the usual port first; another program on it matters only when the port was asked for. */
const startOnFreePort = async (wanted: number | undefined, start: (port: number) => Promise<Cloud>): Promise<Cloud> => {
  try {
    return await start(wanted ?? DEFAULT_PORT);
  } catch (error) {
    if (wanted === undefined && error instanceof PortTaken) return start(0);
    throw error;
  }
};

const answers = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/local/counts`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
};

const describe = (fault: unknown): string => {
  if (fault instanceof Error) return fault.message;
  return typeof fault === 'string' ? fault : JSON.stringify(fault);
};
