import * as z from 'zod';
import { createApiClient } from '../../bin/cli/api-client.ts';
import { startChildService } from './child-service.ts';

const Offer = z.object({ token: z.string(), reportId: z.string(), workspaceId: z.string() });
export type Offer = z.infer<typeof Offer>;
const Started = z.object({ url: z.string(), apiKey: z.string() });

/** The local system in a process of its own, with a way to offer reports, to look into its table, and to run its functions. */
export type PaymentSystem = Awaited<ReturnType<typeof startPaymentSystem>>;

const PROGRAM = (dataDir: string): string => `
const { bringUp } = await load('lib/local/bring-up.ts');
const { createInterface } = await import('node:readline');
const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
const { DynamoDBDocumentClient, ScanCommand } = await import('@aws-sdk/lib-dynamodb');
const { SecretsManagerClient, GetSecretValueCommand } = await import('@aws-sdk/client-secrets-manager');
const { createTable } = await load('functions/platform/table.ts');
const { createReportStore } = await load('functions/reports/report-store.ts');
const { createReportLinks } = await load('functions/reports/report-link.ts');
const { createLeadStore } = await load('functions/scoring/lead-store.ts');
const { messageIdOf, messageKey } = await load('functions/platform/keys.ts');
const { AssessmentId, CampaignId, RunId, WorkspaceId, newId } = await load('functions/platform/ids.ts');
const system = await bringUp({ dataDir: ${JSON.stringify(dataDir)}, port: 0, sample: false, quiet: true });
const { cloud } = system;
const of = (type, path) => cloud.template.resources.find((one) => one.type.startsWith(type) && path.test(one.path));
const aws = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
const { endpoints } = cloud.services;
const client = DynamoDBDocumentClient.from(
  new DynamoDBClient({ ...aws, endpoint: endpoints.AWS_ENDPOINT_URL_DYNAMODB }),
  { marshallOptions: { removeUndefinedValues: true } },
);
const name = cloud.template.valuesOf(of('AWS::DynamoDB', /Table/)).ref;
const table = createTable({ name, client });
const secrets = new SecretsManagerClient({ ...aws, endpoint: endpoints.AWS_ENDPOINT_URL_SECRETS_MANAGER });
const secret = async (path) => {
  const SecretId = cloud.template.valuesOf(of('AWS::SecretsManager', path)).ref;
  return (await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString;
};
const scan = async (type) => {
  const { Items = [] } = await client.send(
    new ScanCommand({ TableName: name, FilterExpression: '#t = :t', ExpressionAttributeNames: { '#t': 'type' }, ExpressionAttributeValues: { ':t': type } }),
  );
  return Items;
};
const offer = async (recipient) => {
  const [owner] = await scan('Workspace');
  const workspaceId = WorkspaceId.parse(owner.pk.slice(3));
  const [campaignId, runId] = [newId(CampaignId, 'cmp'), newId(RunId, 'run')];
  const messageId = messageIdOf(runId, recipient, 1);
  const domain = recipient.split('@')[1];
  const at = new Date(Date.now() - 60_000).toISOString();
  const common = { v: 1, createdAt: at, updatedAt: at, workspaceId, campaignId, runId, domain };
  await table.put({ ...messageKey(workspaceId, messageId), type: 'Message', ...common, companyName: 'Bakery', toAddress: recipient, variant: 'problem', step: 1, subject: 'Hello', state: 'delivered', sentAt: at });
  const company = { domain, name: 'Bakery', industries: [], headcount: null, country: null };
  const score = { value: 0.8, grade: 'A', confidence: 1, breakdown: [] };
  await createLeadStore(table).putAll([{ workspaceId, campaignId, runId, company, score, stage: 'qualified', at }]);
  const lineage = { campaignId, runId, messageId, variant: 'problem', step: 1 };
  const report = await createReportStore(table, Date.now).create({ workspaceId, assessmentId: newId(AssessmentId, 'asm'), domain, companyName: 'Bakery', lineage });
  const links = createReportLinks({ table, secret: () => secret(/LinkSecret/), clock: Date.now });
  const { token } = await links.make({ workspaceId, reportId: report.id, kind: 'teaser', messageId });
  return { token, reportId: report.id, workspaceId };
};
console.log(JSON.stringify({ url: system.url, apiKey: system.apiKey }));
for await (const line of createInterface({ input: process.stdin })) {
  const [verb, argument, event] = line.split('\\t');
  if (verb === 'offer') console.log(JSON.stringify(await offer(argument)));
  if (verb === 'scan') console.log(JSON.stringify(await scan(argument)));
  if (verb === 'account') console.log(await secret(/StripeSecret/));
  if (verb === 'invoke') console.log(JSON.stringify((await cloud.invoke(argument, JSON.parse(event))) ?? null));
  if (verb === 'stop') { await system.close(); console.log('stopped'); process.exit(0); }
}
`;

export const startPaymentSystem = async (dataDir: string) => {
  const child = await startChildService(PROGRAM(dataDir));
  const { url, apiKey } = Started.parse(JSON.parse(child.url));
  const ask = async (line: string): Promise<unknown> => JSON.parse(await child.ask(line)) as unknown;
  return {
    url,
    apiKey,
    api: createApiClient({ url, apiKey }),
    /** A report of a website with a teaser link that was mailed to somebody. */
    offer: async (recipient: string): Promise<Offer> => Offer.parse(await ask(`offer\t${recipient}`)),
    /** Every item of a type. */
    items: async (type: string) => z.array(z.record(z.string(), z.unknown())).parse(await ask(`scan\t${type}`)),
    account: async () =>
      z.object({ secretKey: z.string(), webhookSecrets: z.array(z.string()) }).parse(await ask('account')),
    invoke: (name: string, event: unknown) => ask(`invoke\t${name}\t${JSON.stringify(event)}`),
    kill: child.kill,
    stop: async (): Promise<void> => {
      await child.ask('stop');
    },
  };
};
