import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync } from 'node:fs';
import * as z from 'zod';
import {
  assertSigned,
  createHttpService,
  failJson,
  LOCAL_ACCOUNT,
  LOCAL_REGION,
  readBody,
  replyJson,
  ServiceError,
  targetAction,
} from '../protocol.ts';
import { inTransaction, number, openSqlite, type Row, text } from '../sqlite.ts';
import { generateSecret, generateSecretString } from './secret-string.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, arn TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS versions (
    id TEXT PRIMARY KEY, secret TEXT NOT NULL REFERENCES secrets (name), stage TEXT, value TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
`;

/** The properties of an AWS::SecretsManager::Secret that the local one knows; any other is refused by name. */
const definition = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  SecretString: z.string().optional(),
  GenerateSecretString: generateSecretString.optional(),
  Tags: z.unknown().optional(),
});

const get = z.strictObject({
  SecretId: z.string(),
  VersionId: z.string().optional(),
  VersionStage: z.string().optional(),
});
const describe = z.strictObject({ SecretId: z.string() });
const create = z.strictObject({
  Name: z.string().regex(/^[\w/+=.@-]{1,512}$/),
  SecretString: z.string(),
  Description: z.string().optional(),
  ClientRequestToken: z.string().min(1).optional(),
});
const put = z.strictObject({
  SecretId: z.string(),
  SecretString: z.string(),
  ClientRequestToken: z.string().min(1).optional(),
});

/**
 * The Secrets Manager of the local cloud. A secret's value is made when it is first defined and then stays, over restarts
 * and new definitions, until PutSecretValue changes it.
 */
export function createSecrets(options: { databasePath: string; clock?: () => number }) {
  const { databasePath, clock = Date.now } = options;
  const database = openSqlite(databasePath, SCHEMA);
  if (databasePath !== ':memory:') chmodSync(databasePath, 0o600);

  const find = (secretId: string): Row => {
    // A partial ARN, without the dash and six characters at its end, names the secret too.
    const row = database
      .prepare('SELECT * FROM secrets WHERE name = ?1 OR arn = ?1 OR substr(arn, 1, length(arn) - 7) = ?1')
      .get(secretId);
    if (row) return row;
    const message = "Secrets Manager can't find the specified secret.";
    throw new ServiceError('ResourceNotFoundException', message);
  };

  const addVersion = (secret: string, id: string, value: string) => {
    inTransaction(database, () => {
      database.prepare("UPDATE versions SET stage = NULL WHERE secret = ? AND stage = 'AWSPREVIOUS'").run(secret);
      database
        .prepare("UPDATE versions SET stage = 'AWSPREVIOUS' WHERE secret = ? AND stage = 'AWSCURRENT'")
        .run(secret);
      database.prepare("INSERT INTO versions VALUES (?, ?, 'AWSCURRENT', ?, ?)").run(id, secret, value, clock());
    });
  };

  const make = (name: string, id: string, value: string): string => {
    const suffix = randomBytes(16).toString('base64').replace(/\W/g, '').slice(0, 6);
    const arn = `arn:aws:secretsmanager:${LOCAL_REGION}:${LOCAL_ACCOUNT}:secret:${name}-${suffix}`;
    inTransaction(database, () => {
      database.prepare('INSERT INTO secrets VALUES (?, ?, ?)').run(name, arn, clock());
      database.prepare("INSERT INTO versions VALUES (?, ?, 'AWSCURRENT', ?, ?)").run(id, name, value, clock());
    });
    return arn;
  };

  const actions: Record<string, (input: unknown) => object> = {
    CreateSecret(input) {
      const { Name, SecretString, ClientRequestToken: id = randomUUID() } = parse(create, input);
      if (database.prepare('SELECT 1 FROM secrets WHERE name = ?').get(Name)) {
        throw new ServiceError(
          'ResourceExistsException',
          `The operation failed because the secret ${Name} already exists.`,
        );
      }
      return { ARN: make(Name, id, SecretString), Name, VersionId: id };
    },

    GetSecretValue(input) {
      const { SecretId, VersionId, VersionStage = 'AWSCURRENT' } = parse(get, input);
      const secret = find(SecretId);
      const version = database
        .prepare('SELECT * FROM versions WHERE secret = ?1 AND CASE WHEN ?2 IS NULL THEN stage = ?3 ELSE id = ?2 END')
        .get(text(secret, 'name'), VersionId ?? null, VersionStage);
      if (!version) {
        const message = "Secrets Manager can't find the specified secret value for this version or staging label.";
        throw new ServiceError('ResourceNotFoundException', message);
      }
      return {
        ARN: text(secret, 'arn'),
        Name: text(secret, 'name'),
        VersionId: text(version, 'id'),
        SecretString: text(version, 'value'),
        VersionStages: version['stage'] === null ? [] : [text(version, 'stage')],
        CreatedDate: number(version, 'created_at') / 1000,
      };
    },

    DescribeSecret(input) {
      const secret = find(parse(describe, input).SecretId);
      const versions = database
        .prepare('SELECT id, stage FROM versions WHERE secret = ? AND stage IS NOT NULL')
        .all(text(secret, 'name'));
      return {
        ARN: text(secret, 'arn'),
        Name: text(secret, 'name'),
        CreatedDate: number(secret, 'created_at') / 1000,
        VersionIdsToStages: Object.fromEntries(versions.map((row) => [text(row, 'id'), [text(row, 'stage')]])),
      };
    },

    PutSecretValue(input) {
      const { SecretId, SecretString, ClientRequestToken: id = randomUUID() } = parse(put, input);
      const secret = find(SecretId);
      const known = database.prepare('SELECT value FROM versions WHERE id = ?').get(id);
      if (!known) addVersion(text(secret, 'name'), id, SecretString);
      else if (text(known, 'value') !== SecretString) {
        throw new ServiceError('ResourceExistsException', 'A version with this token exists with another value.');
      }
      return { ARN: text(secret, 'arn'), Name: text(secret, 'name'), VersionId: id, VersionStages: ['AWSCURRENT'] };
    },
  };

  const http = createHttpService(async (request, response) => {
    try {
      assertSigned(request);
      const action = targetAction(request, 'secretsmanager') ?? '';
      const perform = actions[action];
      if (!perform) {
        throw new ServiceError('InvalidRequestException', `The local Secrets Manager does not support ${action}.`);
      }
      const input: unknown = JSON.parse((await readBody(request, 1024 * 1024)).toString('utf8'));
      replyJson(response, '1.1', perform(input));
    } catch (error) {
      failJson(response, '1.1', 'com.amazonaws.secretsmanager', error);
    }
  });

  return {
    /** Creates the secret with its value when it is missing; gives its ARN, which stays the same. */
    defineSecret(name: string, properties: unknown): string {
      const parsed = definition.safeParse(properties);
      if (!parsed.success) throw new Error(`secret ${name} cannot be emulated: ${z.prettifyError(parsed.error)}`);
      const known = database.prepare('SELECT arn FROM secrets WHERE name = ?').get(name);
      if (known) return text(known, 'arn');
      const { SecretString, GenerateSecretString } = parsed.data;
      return make(
        name,
        randomUUID(),
        SecretString ?? generateSecret(generateSecretString.parse(GenerateSecretString ?? {})),
      );
    },
    listen: http.listen,
    async close(): Promise<void> {
      await http.close();
      database.close();
    },
  };
}

function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new ServiceError('InvalidParameterException', z.prettifyError(parsed.error));
}
