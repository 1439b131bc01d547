import { decodeCursor, encodeCursor } from './http/cursor.ts';
import type { Item, Table } from './table.ts';

export type PageOf = Readonly<{ limit: number; cursor?: string | undefined }>;

/** The items a list is made of: a partition of the table or of an index, or those in it whose sort key begins with `startsWith`. */
export type Collection = Readonly<{
  index?: 'gsi1' | 'gsi2';
  partition: string;
  startsWith?: string;
  newestFirst?: boolean;
}>;

/** One page of a collection: one Query. Undefined when the cursor is not one of this list. */
export const listPage = async (
  table: Pick<Table, 'query'>,
  { index, partition, startsWith, newestFirst = false }: Collection,
  { limit, cursor }: PageOf,
): Promise<Readonly<{ items: readonly Item[]; nextCursor: string | null }> | undefined> => {
  const pk = index === undefined ? 'pk' : `${index}pk`;
  const sk = index === undefined ? 'sk' : `${index}sk`;
  const start = cursor === undefined ? undefined : decodeCursor(cursor, { name: pk, value: partition });
  if (cursor !== undefined && (start === undefined || !isKey(start, new Set(['pk', 'sk', pk, sk])))) return undefined;
  const page = await table.query({
    ...(index === undefined ? {} : { IndexName: index }),
    KeyConditionExpression: startsWith === undefined ? `${pk} = :pk` : `${pk} = :pk AND begins_with(${sk}, :start)`,
    ExpressionAttributeValues: { ':pk': partition, ...(startsWith === undefined ? {} : { ':start': startsWith }) },
    ...(newestFirst ? { ScanIndexForward: false } : {}),
    Limit: limit,
    ...(start === undefined ? {} : { ExclusiveStartKey: start }),
  });
  return { items: page.items, nextCursor: encodeCursor(page.next) };
};

/** The whole items that rows of an index name, in their order, without those that are gone: an index has only what lists show. One BatchGet. */
export const itemsBehind = async (table: Pick<Table, 'batchGet'>, rows: readonly Item[]): Promise<readonly Item[]> => {
  const keys = rows.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }));
  const nameOf = ({ pk, sk }: Item): string => JSON.stringify([pk, sk]);
  const found = new Map((await table.batchGet(keys)).map((item) => [nameOf(item), item]));
  return keys.flatMap((key): readonly Item[] => {
    const item = found.get(nameOf(key));
    return item === undefined ? [] : [item];
  });
};

/** Whether a start has the key's attributes, all of them and no others: DynamoDB takes anything else for a fault. */
const isKey = (start: Readonly<Record<string, unknown>>, names: ReadonlySet<string>): boolean =>
  Object.keys(start).length === names.size &&
  [...names].every((name) => typeof start[name] === 'string' && start[name] !== '');
