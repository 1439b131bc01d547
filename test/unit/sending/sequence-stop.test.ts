import { createSequenceStops, sequenceCheck } from '../../../functions/sending/sequence-stop.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import { campaignId, workspaceId } from '../../support/sending-world.ts';

const NOW = '2026-11-21T09:00:00.000Z';
const LATER = '2026-12-01T09:00:00.000Z';
const person = { workspaceId, campaignId, address: 'Jane@Acme.example' };

const setUp = () => {
  const table = createMemoryTable();
  const stops = createSequenceStops(table, () => Date.parse(NOW));
  const mayGoOn = async (now: string) => (await table.transact([sequenceCheck(person, now)])).ok;
  return { stops, mayGoOn };
};

test('a sequence goes on until something ends it, and then never again', async () => {
  const { stops, mayGoOn } = setUp();
  expect(await mayGoOn(NOW)).toBe(true);
  await stops.stop({ ...person, address: 'jane@acme.example' }, 'replied', null);
  expect([await mayGoOn(NOW), await mayGoOn('2099-01-01T00:00:00.000Z')]).toEqual([false, false]);
  await stops.stop(person, 'bounced', null);
  await stops.wait(person, LATER, null);
  expect(await stops.find(person)).toEqual({ kind: 'stopped', reason: 'replied' });
});

test('an absence puts a sequence off until it is over; the later of two counts; an end ends it', async () => {
  const { stops, mayGoOn } = setUp();
  await stops.wait(person, LATER, null);
  await stops.wait(person, '2026-11-25T09:00:00.000Z', null);
  expect([await mayGoOn(NOW), await mayGoOn('2026-11-30T09:00:00.000Z'), await mayGoOn(LATER)]).toEqual([
    false,
    false,
    true,
  ]);
  await stops.stop(person, 'purchased', null);
  expect(await mayGoOn(LATER)).toBe(false);
});

test('another campaign and another person are not touched', async () => {
  const table = createMemoryTable();
  const stops = createSequenceStops(table, () => Date.parse(NOW));
  await stops.stop(person, 'replied', null);
  for (const other of [
    { ...person, address: 'joe@acme.example' },
    { ...person, campaignId: 'cmp_01jd0000000000000000000009' as typeof campaignId },
  ])
    expect((await table.transact([sequenceCheck(other, NOW)])).ok).toBe(true);
});
