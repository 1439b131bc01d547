import type { EmitEvent } from '../../../functions/accounts/webhook-event.ts';
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

const jane = { kind: 'address', value: 'jane@acme.example' } as const;

test.each([
  ['manual', 'unsubscribe', 'unsubscribe', true],
  ['import', 'complaint', 'complaint', true],
  ['manual', 'hard_bounce', 'hard_bounce', true],
  ['unsubscribe', 'import', 'unsubscribe', false],
  ['unsubscribe', 'complaint', 'unsubscribe', false],
  ['hard_bounce', 'manual', 'hard_bounce', false],
] as const)('of %s and then %s, %s stands', async (first, second, stands, added) => {
  const { store } = setUp();
  await store.add(workspaceId, { ...jane, reason: first, source: null });
  const again = await store.add(workspaceId, { ...jane, reason: second, source: null });
  expect([again.suppression.reason, again.added]).toEqual([stands, added]);
  expect((await store.list(workspaceId, { limit: 10 }))?.items).toEqual([again.suppression]);
});

test('a campaign may not write to whom a receipt may still be sent; a dead address gets neither', async () => {
  const { store } = setUp();
  await store.add(workspaceId, { ...jane, reason: 'unsubscribe', source: null });
  expect(await store.stops(workspaceId, 'JANE@acme.example', 'marketing')).toMatchObject({ reason: 'unsubscribe' });
  expect(await store.stops(workspaceId, jane.value, 'all')).toBeUndefined();
  await store.add(workspaceId, { ...jane, reason: 'hard_bounce', source: null });
  expect(await store.stops(workspaceId, jane.value, 'all')).toMatchObject({ reason: 'unsubscribe', scope: 'all' });
  expect(await store.stops(workspaceId, 'joe@acme.example', 'marketing')).toBeUndefined();
});

test('a wider scope is not narrowed by a later reason', async () => {
  const { store } = setUp();
  await store.add(workspaceId, { ...jane, reason: 'hard_bounce', source: null });
  await store.add(workspaceId, { ...jane, reason: 'unsubscribe', source: null });
  expect((await store.list(workspaceId, { limit: 1 }))?.items[0]).toMatchObject({
    reason: 'unsubscribe',
    scope: 'all',
  });
});

test('what the workspace decided can be taken back, with who and why kept; what a person said cannot', async () => {
  const { store, table, isStopped } = setUp();
  const by = { by: 'usr_1', reason: 'asked to be written to again' };
  await store.add(workspaceId, { ...jane, reason: 'manual', source: null });
  expect(await store.remove(workspaceId, { kind: 'address', value: 'Jane@ACME.example' }, by)).toEqual({ ok: true });
  expect(isStopped(jane.value)).toBe(false);
  const [kept] = table.items().filter(({ type }) => type === 'SuppressionRemoval');
  expect(kept).toMatchObject({ ...by, kind: 'address' });
  expect(JSON.stringify(kept)).not.toContain('jane');
  expect(await store.remove(workspaceId, jane, by)).toEqual({ ok: false, why: 'unknown' });
  for (const reason of ['unsubscribe', 'complaint', 'hard_bounce'] as const) {
    const name = { kind: 'address', value: `${reason}@acme.example` } as const;
    await store.add(workspaceId, { ...name, reason, source: null });
    expect(await store.remove(workspaceId, name, by)).toEqual({ ok: false, why: 'not_ours', reason });
    expect(isStopped(name.value)).toBe(true);
  }
});

test('an unsubscribe of an imported address cannot be taken back with the import', async () => {
  const { store, isStopped } = setUp();
  await store.add(workspaceId, { ...jane, reason: 'import', source: null });
  await store.add(workspaceId, { ...jane, reason: 'unsubscribe', source: 'msg' });
  expect(await store.remove(workspaceId, jane, { by: 'x', reason: 'y' })).toMatchObject({ ok: false });
  expect(isStopped(jane.value)).toBe(true);
});

test('a person who is erased stays suppressed by the hash, and what comes later does not bring the address back', async () => {
  const { store, table, isStopped } = setUp();
  await store.add(workspaceId, { ...jane, reason: 'manual', source: 'msg' });
  await store.forget(workspaceId, jane.value);
  expect(JSON.stringify(table.items())).not.toContain('jane');
  expect(isStopped(jane.value)).toBe(true);
  await store.add(workspaceId, { ...jane, reason: 'complaint', source: null });
  expect(JSON.stringify(table.items())).not.toContain('jane');
  expect((await store.list(workspaceId, { limit: 5 }))?.items).toMatchObject([{ value: null, reason: 'complaint' }]);
  await store.forget(workspaceId, 'nobody@acme.example');
  expect(table.items()).toHaveLength(1);
});

test('whoever subscribed is told of a suppression once, of a weightier reason too, and again when it was taken back and added anew', async () => {
  const table = createMemoryTable();
  const told = new Set<string>();
  let now = Date.parse('2026-11-21T09:00:00.000Z');
  const emit: EmitEvent = async (_workspace, { id, type, data }) => {
    expect([type, data['kind']]).toEqual(['suppression.added', 'address']);
    told.add(id);
  };
  const store = createSuppressionStore(table, () => now, emit);
  const add = (reason: 'manual' | 'complaint') => store.add(workspaceId, { ...jane, reason, source: null });
  await add('manual');
  await add('manual');
  expect(told.size).toBe(1);
  now += 1_000;
  await store.remove(workspaceId, jane, { by: 'usr_1', reason: 'a mistake' });
  await add('manual');
  expect(told.size).toBe(2);
  await add('complaint');
  expect(told.size).toBe(3);
});

test('reasons that come at once from many sides end with the weightiest and the widest', async () => {
  const { store } = setUp();
  const reasons = ['manual', 'hard_bounce', 'import', 'unsubscribe', 'manual'] as const;
  await Promise.all(reasons.map((reason) => store.add(workspaceId, { ...jane, reason, source: null })));
  expect((await store.list(workspaceId, { limit: 5 }))?.items).toMatchObject([{ reason: 'unsubscribe', scope: 'all' }]);
});

test.each([
  [{ gsi1sk: '1' }],
  [{ pk: 'x', sk: 'y', gsi1sk: '1', more: 'z' }],
  [{ pk: 'x', sk: 'y', gsi1sk: 1 }],
  [{ pk: 'x', sk: '', gsi1sk: '1' }],
])('a cursor of this list that is no key of it is refused: %j', async (start) => {
  const { store } = setUp();
  const cursor = Buffer.from(JSON.stringify({ gsi1pk: `WS#${workspaceId}#SUPPRESSIONS`, ...start })).toString(
    'base64url',
  );
  expect(await store.list(workspaceId, { limit: 2, cursor })).toBeUndefined();
});
