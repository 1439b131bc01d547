import * as z from 'zod';
import { bundleFunctions } from '../../lib/bundling/bundle-functions.ts';
import { readBundleSize } from '../../lib/bundling/bundle-size.ts';
import { constructIdOf, listEntries } from '../../lib/bundling/entries.ts';
import { removeFolders, type Synthesized, synthesize } from './synthesized.ts';

/** The service behind each client, as rights name it. */
const SERVICES: Readonly<Record<string, string>> = {
  '@aws-sdk/client-dynamodb': 'dynamodb',
  '@aws-sdk/client-lambda': 'lambda',
  '@aws-sdk/client-s3': 's3',
  '@aws-sdk/client-secrets-manager': 'secretsmanager',
  '@aws-sdk/client-ses': 'ses',
  '@aws-sdk/client-sfn': 'states',
  '@aws-sdk/client-sqs': 'sqs',
};
/** Rights that the platform needs for a function, not its code: its log, its queue or stream, its dead letters. */
const BY_PLATFORM = new Set(['logs', 'sqs']);

const Policy = z.object({
  PolicyDocument: z.object({
    Statement: z.array(z.object({ Action: z.union([z.string(), z.array(z.string())]) })),
  }),
});

let app: Synthesized;
beforeAll(async () => {
  await bundleFunctions();
  app = await synthesize({
    settings: { anthropicSecretArn: 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:anthropic-AbCdEf' },
  });
}, 120_000);
afterAll(removeFolders);

const servicesGranted = (id: string): Set<string> =>
  new Set(
    app
      .ofType('AWS::IAM::Policy')
      .filter(({ path }) => path.includes(`/${id}Role/`) || path.includes(`/${id}RoleAnswersTokens/`))
      .flatMap(({ Properties }) => Policy.parse(Properties).PolicyDocument.Statement.flatMap(({ Action }) => Action))
      .map((action) => action.split(':')[0] ?? ''),
  );

test.each(listEntries())('%s may use each service that it carries a client of, and no other', (entry) => {
  const { packages } = readBundleSize(entry);
  const carried = Object.entries(SERVICES)
    .filter(([client]) => packages.has(client))
    .map(([, service]) => service);
  const granted = servicesGranted(constructIdOf(entry));
  expect(carried.filter((service) => !granted.has(service))).toEqual([]);
  expect([...granted].filter((service) => !carried.includes(service) && !BY_PLATFORM.has(service))).toEqual([]);
});
