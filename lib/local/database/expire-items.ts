import { ConditionalCheckFailedException, DeleteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ItemKey, Upkeep } from './upkeep.ts';

const AT_ONCE = 500;

/**
 * Deletes a table's items that expired before `now` (epoch milliseconds) through the API, so that indexes and stream
 * hear of it; gives how many. An item that was given more time in the meantime stays.
 */
export async function expireTable(options: {
  client: DynamoDBClient;
  upkeep: Upkeep;
  table: string;
  attribute: string;
  now: number;
}): Promise<number> {
  const { client, upkeep, table, attribute } = options;
  const seconds = Math.floor(options.now / 1000);
  let expired = 0;
  for (;;) {
    const keys = upkeep.expired(table, attribute, seconds, AT_ONCE);
    for (const key of keys) if (await deleteExpired(key)) expired += 1;
    if (keys.length < AT_ONCE) return expired;
  }

  async function deleteExpired(key: ItemKey): Promise<boolean> {
    try {
      await client.send(
        new DeleteItemCommand({
          TableName: table,
          Key: Object.fromEntries(Object.entries(key).map(([name, value]) => [name, inMemory(value)] as const)),
          ConditionExpression: '#expiry < :now',
          ExpressionAttributeNames: { '#expiry': attribute },
          ExpressionAttributeValues: { ':now': { N: String(seconds) } },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}

function inMemory(value: ItemKey[string]): { S: string } | { N: string } | { B: Uint8Array } {
  return 'B' in value ? { B: Buffer.from(value.B, 'base64') } : value;
}
