import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { createSecrets } from '../../lib/local/secrets/secrets.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'throughline-secrets-'));
const databasePath = join(dataDir, 'secrets.sqlite');
const secrets = createSecrets({ databasePath });
let client = new SecretsManagerClient({ region: 'us-east-1' });

beforeAll(async () => {
  client = new SecretsManagerClient({
    region: 'us-east-1',
    endpoint: await secrets.listen(0),
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});

afterAll(async () => {
  client.destroy();
  await secrets.close();
  rmSync(dataDir, { recursive: true });
});

const read = async (SecretId: string) =>
  (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString ?? '';

test('a generated secret follows its rules and keeps value and ARN over new definitions and restarts', async () => {
  const properties = {
    GenerateSecretString: { PasswordLength: 40, ExcludePunctuation: true, ExcludeCharacters: 'abc' },
  };
  const arn = secrets.defineSecret('links', properties);
  const value = await read(arn);
  expect(value).toMatch(/^[A-Zd-z0-9]{40}$/);
  expect(arn).toMatch(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:links-\w{6}$/);
  const again = createSecrets({ databasePath });
  expect(again.defineSecret('links', { SecretString: 'other' })).toBe(arn);
  await again.close();
  expect(await read('links')).toBe(value);
  expect(await read(arn.slice(0, -7))).toBe(value);
});

test('a secret may be made within a JSON template', async () => {
  secrets.defineSecret('user', {
    GenerateSecretString: { SecretStringTemplate: '{"name":"app"}', GenerateStringKey: 'password', PasswordLength: 8 },
  });
  expect(JSON.parse(await read('user'))).toMatchObject({ name: 'app', password: expect.stringMatching(/^.{8}$/) });
});

test('a put value becomes current and the one before it stays readable', async () => {
  const SecretId = secrets.defineSecret('key', { SecretString: 'one' });
  const { VersionId } = await client.send(new PutSecretValueCommand({ SecretId, SecretString: 'two' }));
  expect(await read('key')).toBe('two');
  const before = await client.send(new GetSecretValueCommand({ SecretId, VersionStage: 'AWSPREVIOUS' }));
  expect(before.SecretString).toBe('one');
  const { VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId }));
  expect(VersionIdsToStages?.[VersionId ?? '']).toEqual(['AWSCURRENT']);
});

test('a secret may be made while it runs, once by a name', async () => {
  const Name = 'throughline/workspaces/ws_1';
  const made = await client.send(new CreateSecretCommand({ Name, SecretString: '{}', Description: 'of a workspace' }));
  expect(made.ARN).toMatch(/:secret:throughline\/workspaces\/ws_1-\w{6}$/);
  await client.send(new PutSecretValueCommand({ SecretId: Name, SecretString: '{"a":1}' }));
  expect(await read(Name)).toBe('{"a":1}');
  expect(await read(made.ARN ?? '')).toBe('{"a":1}');
  await expect(client.send(new CreateSecretCommand({ Name, SecretString: '{}' }))).rejects.toMatchObject({
    name: 'ResourceExistsException',
  });
});

test('what is missing or not supported is named', async () => {
  await expect(read('none')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(client.send(new ListSecretsCommand({}))).rejects.toThrow('ListSecrets');
  expect(() => secrets.defineSecret('kms', { KmsKeyId: 'k' })).toThrow('KmsKeyId');
});
