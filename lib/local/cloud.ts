import { join } from 'node:path';
import { createApiGateway } from './api-gateway/api-gateway.ts';
import { readRestApi } from './api-gateway/rest-api.ts';
import { readAssembly } from './assembly.ts';
import { bringResources } from './bring-resources.ts';
import { deployToBucket } from './content-delivery/bucket-deployment.ts';
import { createDeliver, type Handle } from './content-delivery/deliver.ts';
import { readDistribution } from './content-delivery/distribution.ts';
import type { Counts } from './counts.ts';
import { type EventSources, startEventSources } from './event-sources.ts';
import { createIdentity, IDENTITY_PATH, type Identity } from './identity/identity.ts';
import type { Person } from './identity/person.ts';
import { readSignInClients } from './identity/sign-in-clients.ts';
import { lockDataDirectory } from './instance-lock.ts';
import { createLocalized } from './local-addresses.ts';
import { type Origin, openOrigin } from './origin.ts';
import { createPages } from './pages/pages.ts';
import { createNaming } from './resource-names.ts';
import { readRule, readSchedule, startSchedules } from './schedules.ts';
import { type Report, type Services, startServices } from './services.ts';
import { type LocalStripe, type StripeSecret, startLocalStripe } from './stripe/local-stripe.ts';
import { seedStripeSecret } from './stripe/seed-stripe-secret.ts';
import { resolveTemplate, type Template } from './template.ts';

export type CloudOptions = Readonly<{
  /** Where all state is kept; one running cloud at a time. */
  dataDir: string;
  /** Port of the one origin; 0 for any free one. */
  port: number;
  /** Writes the cloud assembly for this public origin and gives its folder; `stripe` is where the Stripe of this machine answers. */
  synthesize: (publicOrigin: string, outside: Readonly<{ stripe: string }>) => Promise<string>;
  /** The Stripe account to use in place of the one of this machine, e.g. a test account at Stripe. */
  stripeSecret?: StripeSecret | undefined;
  /** Who may sign in; asked anew each time. */
  people?: () => readonly Person[];
  report: Report;
}>;

export type Cloud = Readonly<{
  url: string;
  services: Services;
  template: Template;
  counts: () => Counts;
  /** Executions that a former process left running: gone on with, or marked failed. */
  resumed: Readonly<{ resumed: readonly string[]; failed: readonly string[] }>;
  /** Asynchronous invocations that were accepted and not carried out before. */
  invocationsWaiting: number;
  /** Invokes a function by the end of its path in the CDK app, e.g. `CreateWorkspace`, and gives its answer. */
  invoke: (name: string, event: unknown) => Promise<unknown>;
  close: () => Promise<void>;
}>;

/** Pages of the Stripe of this machine. */
const STRIPE_PAGES = /^\/local\/(?:checkout|payments)(?:\/|$)/;

/** The data directory is in use. */
export class AlreadyRunning extends Error {
  readonly url: string | undefined;
  constructor(dataDir: string, holder: { pid: number; url: string } | undefined) {
    const who = holder === undefined ? 'another process' : `process ${String(holder.pid)} (${holder.url})`;
    super(`${dataDir} is in use by ${who}. Stop that one first, or choose another folder with THROUGHLINE_DATA.`);
    this.name = 'AlreadyRunning';
    this.url = holder?.url;
  }
}

/**
 * Brings the synthesized app up on this machine: every resource of its template, its functions, machines, queues and API, behind one origin.
 * What a former process left unfinished goes on.
 * @throws AlreadyRunning, PortTaken, or Error naming what of the template the local cloud does not support
 */
export const startCloud = async (options: CloudOptions): Promise<Cloud> => {
  const { dataDir, report } = options;
  const locked = lockDataDirectory(dataDir);
  if (!locked.ok) throw new AlreadyRunning(dataDir, locked.holder);
  const undo: (() => void | Promise<void>)[] = [locked.lock.release];
  /** What was started last is stopped first. */
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const origin = await openOrigin(options.port, report.fault);
    undo.push(origin.close);
    const stripe = await startLocalStripe({ dataDir, origin: origin.url, onFault: report.fault });
    undo.push(stripe.close);
    const synthesis = options.synthesize(origin.url, { stripe: stripe.url }).then(readAssembly);
    // Awaited below, once the services that start meanwhile are known to be stopped again.
    synthesis.catch(() => undefined);
    const services = await startServices({ dataDir, report });
    undo.push(services.close);
    const assembly = await synthesis;
    const issuer = `${origin.url}${IDENTITY_PATH}`;
    const template = resolveTemplate(
      assembly,
      createNaming({ origin: origin.url, issuer, queueUrl: services.queues.queueUrl }),
    );
    await bringResources({ template, services, report });
    await seedStripeSecret({ template, services, secret: options.stripeSecret ?? stripe.secret });
    const identity = createIdentity({
      issuer,
      databasePath: join(dataDir, 'identity.sqlite'),
      clients: readSignInClients(template),
      people: options.people ?? (() => []),
    });
    undo.push(identity.close);
    origin.serve(await createFront({ origin, services, template, identity, stripe, dataDir, issuer }));
    locked.lock.note(origin.url);
    const resumed = services.stepFunctions.resume();
    const invocationsWaiting = services.functions.waiting();
    undo.push(startWork({ template, services, dataDir, report }));
    stripe.start();
    return {
      url: origin.url,
      services,
      template,
      counts: services.counts.read,
      resumed,
      invocationsWaiting,
      invoke: (name, event) => invokeByName(template, services, name, event),
      close: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** What the one origin answers with: the sign-in and the local pages, and for the rest the distribution (or, without one, the API). */
const createFront = async ({
  origin,
  services,
  template,
  identity,
  stripe,
  dataDir,
  issuer,
}: {
  origin: Origin;
  services: Services;
  template: Template;
  identity: Identity;
  stripe: LocalStripe;
  dataDir: string;
  issuer: string;
}): Promise<Handle> => {
  const { functions, s3 } = services;
  const ofType = (type: string) => template.resources.filter((resource) => resource.type === type);
  const localized = createLocalized(template, {
    issuer,
    origin: origin.url,
    storage: services.endpoints.AWS_ENDPOINT_URL_S3,
  });
  for (const resource of ofType('Custom::CDKBucketDeployment'))
    await deployToBucket(template, services, resource, localized);
  const apis = new Map(
    ofType('AWS::ApiGateway::RestApi').map((resource) => {
      const api = readRestApi(template, resource);
      const { invoke, invokeStreaming } = functions;
      return [api.id, createApiGateway({ api, invoke, invokeStreaming })] as const;
    }),
  );
  const pages = createPages({ services, template, origin: origin.url, dataDir });
  const [distribution, ...more] = ofType('AWS::CloudFront::Distribution');
  const [firstApi] = apis.values();
  if (more.length > 0) throw new Error('The local cloud has one origin; the template has several distributions');
  const deliver =
    distribution === undefined
      ? firstApi
      : createDeliver({ distribution: readDistribution(template, distribution), apis, s3, localized });
  return async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', origin.url);
    if (pathname.startsWith(`${IDENTITY_PATH}/`)) return identity.handle(request, response);
    if (STRIPE_PAGES.test(pathname)) return stripe.pages(request, response);
    if (pathname === '/local' || pathname.startsWith('/local/')) return pages(request, response);
    if (deliver !== undefined) return deliver(request, response);
    response.writeHead(404).end();
  };
};

/** Starts what takes work in by itself; gives how to stop it. */
const startWork = ({
  template,
  services,
  dataDir,
  report,
}: {
  template: Template;
  services: Services;
  dataDir: string;
  report: Report;
}): (() => Promise<void>) => {
  const { functions } = services;
  functions.start();
  const sources: EventSources = startEventSources(template, services, dataDir, report);
  const schedules = template.resources.flatMap((resource) => {
    if (resource.type === 'AWS::Events::Rule') return readRule(template, resource) ?? [];
    if (resource.type === 'AWS::Scheduler::Schedule') return readSchedule(template, resource) ?? [];
    return [];
  });
  const ticking = startSchedules(schedules, (target, event) => {
    functions.accept(target, event);
  });
  return async () => {
    ticking.stop();
    await sources.stop();
  };
};

const invokeByName = async (template: Template, services: Services, name: string, event: unknown): Promise<unknown> => {
  const found = template.resources.filter(
    ({ type, path, logicalId }) =>
      type === 'AWS::Lambda::Function' && (logicalId === name || path.split('/').includes(name)),
  );
  const [resource] = found;
  if (resource === undefined || found.length > 1)
    throw new Error(
      `${found.length === 0 ? 'No function' : 'More than one function'} of the template is named ${name}`,
    );
  const outcome = await services.functions.invoke(template.valuesOf(resource).ref, event);
  if (outcome.ok) return JSON.parse(outcome.payload) as unknown;
  throw new Error(`${name} failed: ${outcome.error.errorType}: ${outcome.error.errorMessage}`);
};
