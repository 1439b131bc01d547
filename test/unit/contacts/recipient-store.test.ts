import { createRecipientStore } from '../../../functions/contacts/recipient-store.ts';
import { CampaignId, RunId, WorkspaceId } from '../../../functions/platform/ids.ts';
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
  return {
    store: createRecipientStore(createMemoryTable(), () => now),
    pass: (days: number) => (now += days * 86_400_000),
  };
};

test('an address is taken by one run for thirty days, however it is written', async () => {
  const { store, pass } = world();
  expect(await store.reserve(w, 'ana@a.com', who(1))).toEqual({ ok: true });
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
