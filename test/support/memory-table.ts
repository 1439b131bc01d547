import type { Key } from '../../functions/platform/keys.ts';
import type { Action, Item, Query, Table, Update } from '../../functions/platform/table.ts';
import { LISTED_ATTRIBUTES } from '../../lib/constructs/listed-attributes.ts';
import { conditionOf, type Names, updated } from './expressions.ts';

export type MemoryTable = Table & Readonly<{ items: () => readonly Item[] }>;

const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;
/** What an index has of an item: its own keys, the table's, and what lists show. */
const listed = (item: Item, [hash, range]: readonly [string, string]): Item =>
  Object.fromEntries(
    Object.entries(item).filter(
      ([name]) => ['pk', 'sk', hash, range].includes(name) || LISTED_ATTRIBUTES.includes(name),
    ),
  );
const INDEXES = { gsi1: ['gsi1pk', 'gsi1sk'], gsi2: ['gsi2pk', 'gsi2sk'] } as const;

/** The single table in this process, with the meaning that DynamoDB gives to conditions, updates, indexes and transactions. */
export const createMemoryTable = (): MemoryTable => {
  const stored = new Map<string, Item>();
  const copy = (item: Item): Item => structuredClone(item);
  const keyOf = (item: Item): Key => ({ pk: String(item['pk']), sk: String(item['sk']) });
  const at = (key: unknown): Item | undefined => stored.get(nameOf(key as Key));
  const store = (item: Item): void => {
    const clean: Item = Object.fromEntries(
      Object.entries(structuredClone(item)).filter(([, value]) => value !== undefined),
    );
    stored.set(nameOf(keyOf(clean)), clean);
  };
  type Conditioned = { ConditionExpression?: string | undefined };
  const passes = (input: Conditioned, item: Item | undefined): boolean => {
    const { ExpressionAttributeNames, ExpressionAttributeValues } = input as Update;
    return conditionOf(input.ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues)(item ?? {});
  };
  const refused = (item: Item | undefined) => ({
    ok: false as const,
    ...(item === undefined ? {} : { item: copy(item) }),
  });
  const change = (input: Update): Item => {
    const after = updated(
      input.UpdateExpression ?? '',
      at(input.Key) ?? { ...input.Key },
      input.ExpressionAttributeNames,
      input.ExpressionAttributeValues,
    );
    store(after);
    return after;
  };

  const query = async (input: Query) => {
    const index = input.IndexName === undefined ? undefined : INDEXES[input.IndexName as keyof typeof INDEXES];
    const [hash, range] = index ?? (['pk', 'sk'] as const);
    const names = input.ExpressionAttributeNames as Names;
    const values = input.ExpressionAttributeValues;
    const order = (item: Item): string => `${String(item[range])}\n${nameOf(keyOf(item))}`;
    const direction = input.ScanIndexForward === false ? -1 : 1;
    const inRange = conditionOf(input.KeyConditionExpression, names, values);
    const wanted = conditionOf(input.FilterExpression, names, values);
    const found = [...stored.values()]
      .filter((item) => item[hash] !== undefined && inRange(item))
      .sort((a, b) => (order(a) < order(b) ? -direction : direction));
    const start = input.ExclusiveStartKey;
    const reached = start === undefined ? undefined : order({ ...at(start), ...start });
    // Going on is after the item of the start key, not with it, in either direction.
    const isAfter = (item: Item): boolean =>
      reached === undefined || (direction === 1 ? order(item) > reached : order(item) < reached);
    const from = found.findIndex(isAfter);
    const rest = from < 0 ? [] : found.slice(from);
    const page = rest.slice(0, input.Limit ?? rest.length);
    const last = page.at(-1);
    return {
      items: page.map((item) => copy(index === undefined ? item : listed(item, index))).filter(wanted),
      ...(last === undefined || page.length === rest.length
        ? {}
        : { next: { ...keyOf(last), [hash]: last[hash], [range]: last[range] } }),
    };
  };

  const transact: Table['transact'] = async (actions: readonly Action[]) => {
    const parts = actions.map((action) => {
      const input = (action.Update ?? action.Put ?? action.Delete ?? action.ConditionCheck) as Conditioned & {
        Key?: Key;
        Item?: Item;
      };
      return { action, input, key: input.Key ?? keyOf(input.Item ?? {}) };
    });
    if (new Set(parts.map(({ key }) => nameOf(key))).size < parts.length)
      throw new Error('A transaction may not name an item twice');
    if (parts.length > 100) throw new Error('A transaction has 100 actions at most');
    const reasons = parts.map(({ input, key }) => {
      const item = at(key);
      return passes(input, item)
        ? { code: 'None' }
        : { code: 'ConditionalCheckFailed', ...(item === undefined ? {} : { item: copy(item) }) };
    });
    if (reasons.some(({ code }) => code !== 'None')) return { ok: false, reasons, conflict: false };
    for (const { action, input, key } of parts) {
      if (action.Update !== undefined) change(input as Update);
      else if (action.Put !== undefined) store(input.Item ?? {});
      else if (action.Delete !== undefined) stored.delete(nameOf(key));
    }
    return { ok: true };
  };

  return {
    name: 'memory',
    items: () => [...stored.values()].map(copy),
    get: async (key) => {
      const item = at(key);
      return item === undefined ? undefined : copy(item);
    },
    put: async (item, condition) => {
      const current = at(item);
      if (!passes(condition ?? {}, current)) return refused(current);
      store(item);
      return { ok: true };
    },
    update: async (input) => {
      const current = at(input.Key);
      if (!passes(input, current)) return refused(current);
      const after = change(input);
      return { ok: true, ...(input.ReturnValues === 'ALL_NEW' ? { item: copy(after) } : {}) };
    },
    remove: async (key) => {
      stored.delete(nameOf(key));
    },
    query,
    queryAll: async (input) => {
      const items: Item[] = [];
      let start: Record<string, unknown> | undefined;
      do {
        const page = await query({ ...input, ...(start === undefined ? {} : { ExclusiveStartKey: start }) });
        items.push(...page.items);
        start = page.next;
      } while (start !== undefined);
      return items;
    },
    batchGet: async (keys) => {
      return keys.flatMap((key) => {
        const item = at(key);
        return item === undefined ? [] : [copy(item)];
      });
    },
    batchPut: async (items) => {
      for (const item of items) store(item);
    },
    transact,
  };
};
