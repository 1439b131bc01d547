import fc from 'fast-check';
import { newId, RunId, WorkspaceId } from '../../../functions/platform/ids.ts';
import {
  addressHash,
  bucketOf,
  leadByScore,
  messageIdOf,
  messageKey,
  runOfMessage,
} from '../../../functions/platform/keys.ts';

const workspaceId = newId(WorkspaceId, 'ws');
const runId = newId(RunId, 'run');

test('a message is found by its id alone: the id names the run', () => {
  fc.assert(
    fc.property(fc.emailAddress(), fc.integer({ min: 1, max: 9 }), (address, step) => {
      const id = messageIdOf(runId, address, step);
      expect(runOfMessage(id)).toBe(runId);
      expect(messageKey(workspaceId, id).pk.startsWith(`WS#${workspaceId}#RUN#${runId}#`)).toBe(true);
    }),
  );
});

test('one address at one step has one message id, however it is spelled', () => {
  expect(messageIdOf(runId, ' Ada@X.example', 1)).toBe(messageIdOf(runId, 'ada@x.example ', 1));
  expect(messageIdOf(runId, 'ada@x.example', 1)).not.toBe(messageIdOf(runId, 'ada@x.example', 2));
  expect(addressHash('ADA@x.example')).toBe(addressHash('ada@X.example'));
});

test('leads sort by score as text', () => {
  const campaignId = `cmp_${'c'.repeat(26)}` as never;
  const sorted = [0, 0.05, 0.5, 0.999, 1].map(
    (score) => leadByScore(workspaceId, campaignId, score, 'a.example').gsi1sk,
  );
  expect([...sorted].sort()).toEqual(sorted);
});

test('buckets are stable and spread', () => {
  const buckets = Array.from({ length: 400 }, (_, at) => bucketOf(`m${at}`, 4));
  expect(buckets).toEqual(Array.from({ length: 400 }, (_, at) => bucketOf(`m${at}`, 4)));
  for (const bucket of [0, 1, 2, 3]) expect(buckets.filter((each) => each === bucket).length).toBeGreaterThan(60);
});
