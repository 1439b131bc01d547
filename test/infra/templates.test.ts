import * as z from 'zod';
import { listEntries } from '../../lib/bundling/entries.ts';
import { ACCEPTED_WILDCARDS, acceptanceOf } from '../../lib/checks/accepted-wildcards.ts';
import { flatValue } from './flat-value.ts';
import { type Resource, removeFolders, type Synthesized, synthesize } from './synthesized.ts';

let app: Synthesized;
beforeAll(async () => {
  app = await synthesize();
});
afterAll(removeFolders);

const list = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([schema, z.array(schema)]).transform((one) => [one].flat());
const Statement = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Action: list(z.string()),
  Resource: list(z.unknown()).default([]),
  Principal: z.unknown().optional(),
  Condition: z.unknown().optional(),
});
const Document = z.object({ Statement: z.array(Statement) });

/** Rights that a principal of ours holds: policies and roles' inline policies. */
const rightsOf = ({ Type, Properties }: Resource) => {
  if (Type === 'AWS::IAM::Policy' || Type === 'AWS::IAM::ManagedPolicy')
    return Document.parse(Properties['PolicyDocument']).Statement;
  if (Type !== 'AWS::IAM::Role') return [];
  return z
    .array(z.object({ PolicyDocument: Document }))
    .default([])
    .parse(Properties['Policies'])
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
};

const wildcards = (resource: Resource): { where: string; finding: string }[] =>
  rightsOf(resource)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action, Resource: resources }) => [
      ...Action.map((action) => `Action::${action}`),
      ...resources.map((one) => `Resource::${flatValue(one)}`),
    ])
    .filter((finding) => finding.includes('*'))
    .map((finding) => ({ where: resource.path, finding }));

/** Functions of the product; the CDK's own ones run at deployment only. */
const ourFunctions = () => app.ofType('AWS::Lambda::Function').filter(({ path }) => !path.includes('/Custom::'));

test('no right holds a wildcard that is not on the list of accepted ones', () => {
  const found = app.resources.flatMap(wildcards);
  expect(found.filter(({ where, finding }) => acceptanceOf(where, finding) === undefined)).toEqual([]);
});

test('every accepted wildcard is still in use and says why', () => {
  const found = app.resources.flatMap(wildcards);
  for (const { where, finding, reason } of ACCEPTED_WILDCARDS) {
    expect(found.some((wildcard) => where.test(wildcard.where) && finding.test(wildcard.finding))).toBe(true);
    expect(reason.length).toBeGreaterThan(40);
  }
});

test('nobody may scan the table', () => {
  const actions = app.resources.flatMap(rightsOf).flatMap(({ Action }) => Action);
  expect(actions).not.toContain('dynamodb:Scan');
  expect(
    actions.filter((action) => action.startsWith('dynamodb:Create') || action.startsWith('dynamodb:Delete')).sort(),
  ).toEqual(actions.filter((action) => action === 'dynamodb:DeleteItem'));
});

test('every bucket is private, encrypted and reached over TLS only', () => {
  const buckets = app.ofType('AWS::S3::Bucket');
  expect(buckets.length).toBeGreaterThan(3);
  const policies = app.ofType('AWS::S3::BucketPolicy').map(({ Properties }) => ({
    bucket: flatValue(Properties['Bucket']),
    statements: Document.parse(Properties['PolicyDocument']).Statement,
  }));
  for (const { Properties, path, stack } of buckets) {
    expect({ path, access: Properties['PublicAccessBlockConfiguration'] }).toEqual({
      path,
      access: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
    });
    expect(Properties['BucketEncryption']).toBeDefined();
    expect(Properties['LifecycleConfiguration'] ?? stack === 'Throughline-Web').toBeTruthy();
  }
  expect(policies).toHaveLength(buckets.length);
  for (const { bucket, statements } of policies) {
    const overPlainHttp = statements.find(
      ({ Effect, Condition }) =>
        Effect === 'Deny' && JSON.stringify(Condition).includes('"aws:SecureTransport":"false"'),
    );
    expect({ bucket, refuses: overPlainHttp !== undefined }).toEqual({ bucket, refuses: true });
  }
});

test('no policy of a resource lets everybody in', () => {
  const open = app.resources
    .filter(({ Type, Properties }) => 'PolicyDocument' in Properties && Type !== 'AWS::IAM::Policy')
    .flatMap(({ Properties, path }) =>
      Document.parse(Properties['PolicyDocument'])
        .Statement.filter(({ Effect, Principal }) => Effect === 'Allow' && JSON.stringify(Principal).includes('*'))
        .map(() => path),
    );
  expect(open).toEqual([]);
});

test('every log group forgets after a set time, and every function of ours has one of its own', () => {
  const groups = app.ofType('AWS::Logs::LogGroup');
  for (const { Properties, path } of groups)
    expect({ path, forgets: z.number().max(731).safeParse(Properties['RetentionInDays']).success }).toEqual({
      path,
      forgets: true,
    });
  const used = ourFunctions().map(({ Properties }) =>
    flatValue(z.object({ LogGroup: z.unknown() }).parse(Properties['LoggingConfig']).LogGroup),
  );
  expect(new Set(used).size).toBe(ourFunctions().length);
});

test('every function of the product is deployed once, on Node 24 and arm64, with a role of its own and no X-Ray', () => {
  expect(ourFunctions()).toHaveLength(listEntries().length);
  const roles = new Set<string>();
  for (const { Properties } of ourFunctions()) {
    expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' });
    expect(Properties['TracingConfig']).toBeUndefined();
    roles.add(flatValue(Properties['Role']));
  }
  expect(roles.size).toBe(ourFunctions().length);
});

test('queues and topics are encrypted, and every queue but those for dead letters has one', () => {
  const queues = app.ofType('AWS::SQS::Queue');
  expect(queues.length).toBeGreaterThan(5);
  for (const { Properties, path } of queues) {
    expect({ path, encrypted: Properties['SqsManagedSseEnabled'] }).toEqual({ path, encrypted: true });
    expect({ path, guarded: Properties['RedrivePolicy'] !== undefined || /DeadLetters/.test(path) }).toEqual({
      path,
      guarded: true,
    });
  }
  for (const { Properties, path } of app.ofType('AWS::SNS::Topic'))
    expect({ path, encrypted: Properties['KmsMasterKeyId'] !== undefined }).toEqual({ path, encrypted: true });
});

test('what holds data outlives its stack', () => {
  for (const type of ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::Cognito::UserPool'])
    for (const { DeletionPolicy, path } of app.ofType(type))
      expect({ path, DeletionPolicy }).toEqual({ path, DeletionPolicy: 'Retain' });
});

test('stacks depend on the ones before them only', () => {
  const order = ['Data', 'Messaging', 'Workflow', 'Functions', 'Api', 'Web', 'Operations'];
  expect(app.assembly.stacks.map(({ stackName }) => stackName.replace('Throughline-', '')).sort()).toEqual(
    [...order].sort(),
  );
  for (const stack of app.assembly.stacks) {
    const at = order.indexOf(stack.stackName.replace('Throughline-', ''));
    const needs = stack.dependencies
      .map(({ id }) => order.indexOf(id.replace('Throughline-', '').replace('.assets', '')))
      .filter((index) => index !== at);
    expect(Math.max(-1, ...needs)).toBeLessThan(at);
  }
});

test('the same sources give the same templates', async () => {
  const again = await synthesize();
  const shape = ({ resources }: Synthesized) => resources.map(({ Type, path }) => `${Type} ${path}`);
  expect(shape(again)).toEqual(shape(app));
});
