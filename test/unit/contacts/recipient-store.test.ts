import { createRecipientStore } from '../../../functions/contacts/recipient-store.ts';
import { CampaignId, RunId, WorkspaceId } from '../../../functions/platform/ids.ts';
import { messageIdOf, messageKey } from '../../../functions/platform/keys.ts';
import { createMemoryTable } from '../../support/memory-table.ts';

const w = WorkspaceId.parse('ws_0000000001');
const other = WorkspaceId.parse('ws_0000000002');
const who = (run: number, domain = 'a.com') => ({
  domain,
  contactId: 'con_1',
  campaignId: CampaignId.parse('cmp_0000000001'),
  runId: RunId.parse(`run_000000000${String(run)}`),
});
const world = () => {
  let now = Date.parse('2026-11-21T08:00:00.000Z');
  const table = createMemoryTable();
  return {
    store: createRecipientStore(table, () => now),
    pass: (days: number) => (now += days * 86_400_000),
    /** What the step does after it reserved: the message stands. */
    write: (address: string, { runId }: ReturnType<typeof who>) =>
      table.put({ ...messageKey(w, messageIdOf(runId, address, 1)), type: 'Message', state: 'approved' }),
  };
};
const other2 = CampaignId.parse('cmp_0000000002');

test('an address is taken by one run for thirty days, however it is written', async () => {
  const { store, pass, write } = world();
  expect(await store.reserve(w, 'ana@a.com', who(1))).toEqual({ ok: true });
  await write('ana@a.com', who(1));
  expect(await store.reserve(w, ' ANA@a.com', who(2))).toEqual({ ok: false, reason: 'contacted_recently' });
  pass(29);
  expect(await store.reserve(w, 'ana@a.com', who(2))).toEqual({ ok: false, reason: 'contacted_recently' });
  pass(2);
  expect(await store.reserve(w, 'ana@a.com', who(2))).toEqual({ ok: true });
});

test('the same step may take it again; another company of the run may not', async () => {
  const { store } = world();
  await store.reserve(w, 'ana@a.com', who(1));
  expect(await store.reserve(w, 'ana@a.com', who(1))).toEqual({ ok: true });
  expect(await store.reserve(w, 'ana@a.com', who(1, 'b.com'))).toEqual({ ok: false, reason: 'duplicate_address' });
});

test('workspaces do not know of each other', async () => {
  const { store } = world();
  await store.reserve(w, 'ana@a.com', who(1));
  expect(await store.reserve(other, 'ana@a.com', who(2))).toEqual({ ok: true });
  expect(await store.find(w, 'ana@a.com')).toMatchObject({ domain: 'a.com', runId: 'run_0000000001' });
  expect(await store.find(w, 'bo@a.com')).toBeUndefined();
});

test('one mailbox is one address: tags, dots at Gmail, spellings of a domain', async () => {
  const { store } = world();
  await store.reserve(w, 'ana.silva@gmail.com', who(1));
  for (const address of ['anasilva@gmail.com', 'Ana.Silva+work@googlemail.com', 'a.n.a.silva@gmail.com'])
    expect(await store.reserve(w, address, who(2))).toEqual({ ok: false, reason: 'contacted_recently' });
  await store.reserve(w, 'ana.silva@a.com', who(1));
  expect(await store.reserve(w, 'ana.silva+x@a.com', who(2))).toEqual({ ok: false, reason: 'contacted_recently' });
  // Elsewhere a dot makes another mailbox.
  expect(await store.reserve(w, 'anasilva@a.com', who(2))).toEqual({ ok: true });
});

test('a campaign that ignores the cool-down takes an address from another campaign, never twice itself', async () => {
  const { store, write } = world();
  await store.reserve(w, 'ana@a.com', who(1));
  await write('ana@a.com', who(1));
  const ours = { ...who(2), campaignId: other2 };
  expect(await store.reserve(w, 'ana@a.com', ours)).toEqual({ ok: false, reason: 'contacted_recently' });
  expect(await store.reserve(w, 'ana@a.com', { ...ours, ignoreCooldown: true })).toEqual({ ok: true });
  await write('ana@a.com', ours);
  const again = { ...who(3), campaignId: other2, ignoreCooldown: true };
  expect(await store.reserve(w, 'ana@a.com', again)).toEqual({ ok: false, reason: 'contacted_recently' });
  expect(await store.reserve(w, 'ana@a.com', { ...ours, domain: 'b.com', ignoreCooldown: true })).toEqual({
    ok: false,
    reason: 'duplicate_address',
  });
});

test('a reservation whose step died before it wrote its message holds an hour, not thirty days', async () => {
  const { store, pass, write } = world();
  await store.reserve(w, 'ana@a.com', who(1));
  expect(await store.reserve(w, 'ana@a.com', who(2))).toEqual({ ok: false, reason: 'contacted_recently' });
  pass(1 / 12);
  expect(await store.reserve(w, 'ana@a.com', who(2))).toEqual({ ok: true });
  await write('ana@a.com', who(2));
  pass(1);
  expect(await store.reserve(w, 'ana@a.com', who(3))).toEqual({ ok: false, reason: 'contacted_recently' });
  // The step that was thought dead wakes up: it has lost the address.
  expect(await store.reserve(w, 'ana@a.com', who(1))).toEqual({ ok: false, reason: 'contacted_recently' });
});

test('of two runs that find a dead reservation at once one gets the address', async () => {
  const { store, pass } = world();
  await store.reserve(w, 'ana@a.com', who(1));
  pass(1);
  const taken = await Promise.all([store.reserve(w, 'ana@a.com', who(2)), store.reserve(w, 'ana@a.com', who(3))]);
  expect(taken.filter(({ ok }) => ok)).toHaveLength(1);
});
