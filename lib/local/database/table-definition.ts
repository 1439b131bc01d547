import type { CreateTableCommandInput, TableDescription, TimeToLiveSpecification } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';

const noEffect = z.unknown().optional();
const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const flag = z.union([z.boolean(), z.stringbool()]);

const index = z.strictObject({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: z.strictObject({
    ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
  ContributorInsightsSpecification: noEffect,
});

/**
 * The properties of an AWS::DynamoDB::Table or GlobalTable (in one region) that the local database knows. Backups,
 * encryption and tags change nothing here; any other property is refused by name.
 */
const tableDefinition = z.strictObject({
  TableName: z.string().optional(),
  KeySchema: keySchema,
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  BillingMode: z.literal('PAY_PER_REQUEST'),
  GlobalSecondaryIndexes: z.array(index).default([]),
  StreamSpecification: z
    .strictObject({ StreamViewType: z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']) })
    .optional(),
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string(), Enabled: flag }).optional(),
  DeletionProtectionEnabled: flag.optional(),
  PointInTimeRecoverySpecification: noEffect,
  SSESpecification: noEffect,
  Tags: noEffect,
  TableClass: noEffect,
  Replicas: z.array(z.unknown()).max(1).optional(),
});

export type TableDefinition = z.infer<typeof tableDefinition>;

/** Checks a table's definition. Throws with the property that cannot be emulated. */
export function parseTableDefinition(name: string, properties: unknown): TableDefinition {
  const parsed = tableDefinition.safeParse(properties);
  if (!parsed.success) throw new Error(`table ${name} cannot be emulated: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** The request that creates the table. */
export function createTableInput(name: string, definition: TableDefinition): CreateTableCommandInput {
  const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, StreamSpecification } = definition;
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema,
    AttributeDefinitions,
    ...(GlobalSecondaryIndexes.length === 0
      ? {}
      : {
          GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(({ IndexName, KeySchema: keys, Projection }) => ({
            IndexName,
            KeySchema: keys,
            Projection,
          })),
        }),
    ...(StreamSpecification
      ? { StreamSpecification: { StreamEnabled: true, StreamViewType: StreamSpecification.StreamViewType } }
      : {}),
  };
}

/** The time-to-live request of the table, or undefined when it has none. */
export function timeToLive(definition: TableDefinition): TimeToLiveSpecification | undefined {
  const { TimeToLiveSpecification: ttl } = definition;
  return ttl?.Enabled === true ? { AttributeName: ttl.AttributeName, Enabled: true } : undefined;
}

/** In what an existing table differs from its definition, each in a sentence; nothing when it does not. */
export function schemaDifferences(definition: TableDefinition, table: TableDescription): string[] {
  const wanted = comparable({
    keys: definition.KeySchema,
    attributes: definition.AttributeDefinitions,
    indexes: definition.GlobalSecondaryIndexes,
    stream: definition.StreamSpecification?.StreamViewType,
  });
  const found = comparable({
    keys: table.KeySchema ?? [],
    attributes: table.AttributeDefinitions ?? [],
    indexes: table.GlobalSecondaryIndexes ?? [],
    stream: table.StreamSpecification?.StreamViewType,
  });
  return [...new Set([...wanted.keys(), ...found.keys()])]
    .filter((part) => wanted.get(part) !== found.get(part))
    .map((part) => `${part} is ${found.get(part) ?? 'missing'}, not ${wanted.get(part) ?? 'missing'}`);
}

type Schema = {
  keys: readonly { AttributeName?: string | undefined; KeyType?: string | undefined }[];
  attributes: readonly { AttributeName?: string | undefined; AttributeType?: string | undefined }[];
  indexes: readonly {
    IndexName?: string | undefined;
    KeySchema?: Schema['keys'] | undefined;
    Projection?: { ProjectionType?: string | undefined; NonKeyAttributes?: string[] | undefined } | undefined;
  }[];
  stream: string | undefined;
};

/** A schema as named texts in one order, whatever order it was written in. */
function comparable({ keys, attributes, indexes, stream }: Schema): Map<string, string> {
  const keysText = (schema: Schema['keys']) =>
    schema.map(({ AttributeName, KeyType }) => `${AttributeName ?? ''} ${KeyType ?? ''}`).join(', ');
  return new Map([
    ['key', keysText(keys)],
    ...attributes.map(
      ({ AttributeName, AttributeType }) => [`attribute ${AttributeName ?? ''}`, AttributeType ?? ''] as const,
    ),
    ...indexes.map(({ IndexName, KeySchema, Projection }) => {
      const projected = [...(Projection?.NonKeyAttributes ?? [])].sort().join(' ');
      return [
        `index ${IndexName ?? ''}`,
        `${keysText(KeySchema ?? [])} (${Projection?.ProjectionType ?? ''} ${projected})`,
      ] as const;
    }),
    ['stream', stream ?? 'off'],
  ]);
}
