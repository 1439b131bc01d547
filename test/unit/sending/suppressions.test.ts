import { suppressionKey } from '../../../functions/platform/keys.ts';
import { normalAddress, normalDomain } from '../../../functions/sending/address.ts';
import { createSuppressionStore, suppressionKeysOf } from '../../../functions/sending/suppression-store.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import { workspaceId } from '../../support/sending-world.ts';

const setUp = () => {
  let now = Date.parse('2026-11-21T09:00:00.000Z');
  const table = createMemoryTable();
  const store = createSuppressionStore(table, () => (now += 1_000));
  const isStopped = (address: string, company = 'other.example') =>
    suppressionKeysOf(workspaceId, address, company).some((key) => table.items().some(({ pk }) => pk === key.pk));
  return { table, store, isStopped };
};

test('an address is one address however it is written', () => {
  expect(normalAddress(' Jane@ACME.Example. ')).toBe('jane@acme.example');
  expect(normalAddress('jane@MÜNCHEN.example')).toBe('jane@xn--mnchen-3ya.example');
  expect(normalDomain('*.Acme.Example')).toBe('acme.example');
  expect(normalDomain('@acme.example')).toBe('acme.example');
});

test('a suppressed address is stopped in every spelling, and nobody else is', async () => {
  const { store, isStopped } = setUp();
  await store.add(workspaceId, { kind: 'address', value: 'Jane@Acme.Example', reason: 'unsubscribe', source: null });
  expect(isStopped('jane@acme.example')).toBe(true);
  expect(isStopped('JANE@acme.EXAMPLE')).toBe(true);
  expect(isStopped('joe@acme.example')).toBe(false);
});

test('a suppressed domain stops everybody at it, below it, and at the company it belongs to', async () => {
  const { store, isStopped } = setUp();
  await store.add(workspaceId, { kind: 'domain', value: 'acme.example', reason: 'manual', source: null });
  expect(isStopped('jane@acme.example')).toBe(true);
  expect(isStopped('jane@mail.eu.acme.example')).toBe(true);
  expect(isStopped('jane@elsewhere.example', 'acme.example')).toBe(true);
  expect(isStopped('jane@notacme.example')).toBe(false);
});

test('an address’s item is found by its hash alone', () => {
  const [key] = suppressionKeysOf(workspaceId, 'jane@acme.example', 'acme.example');
  expect(key).toEqual(suppressionKey(workspaceId, 'address', 'jane@acme.example'));
  expect(JSON.stringify(key)).not.toContain('jane');
});

test('adding again changes nothing', async () => {
  const { store, table } = setUp();
  const first = await store.add(workspaceId, {
    kind: 'address',
    value: 'a@b.example',
    reason: 'complaint',
    source: 'msg',
  });
  const second = await store.add(workspaceId, {
    kind: 'address',
    value: 'A@b.example',
    reason: 'manual',
    source: null,
  });
  expect([first.added, second.added]).toEqual([true, false]);
  expect(second.suppression).toEqual(first.suppression);
  expect(table.items()).toHaveLength(1);
});

test('the list is newest first, page by page, and a foreign cursor is refused', async () => {
  const { store } = setUp();
  for (let n = 0; n < 5; n += 1)
    await store.add(workspaceId, { kind: 'address', value: `p${String(n)}@x.example`, reason: 'manual', source: null });
  const seen: (string | null)[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.list(workspaceId, { limit: 2, cursor });
    seen.push(...(page?.items ?? []).map(({ value }) => value));
    cursor = page?.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen).toEqual([4, 3, 2, 1, 0].map((n) => `p${String(n)}@x.example`));
  const foreign = Buffer.from(
    JSON.stringify({ pk: 'x', sk: 'y', gsi1pk: 'WS#ws_other#SUPPRESSIONS', gsi1sk: '1' }),
  ).toString('base64url');
  expect(await store.list(workspaceId, { limit: 2, cursor: foreign })).toBeUndefined();
});
