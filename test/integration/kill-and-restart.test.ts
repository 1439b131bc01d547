import { rmSync } from 'node:fs';
import { FINAL_MESSAGE_STATES } from '../../functions/campaigns/contract.ts';
import { createTestCampaign, messagesOf, startTestRun, untilRun } from '../support/campaign-client.ts';
import { testFolder, writeCampaignFiles } from '../support/campaign-files.ts';
import { startLocalSystem } from '../support/local-system.ts';

const RECIPIENTS = 80;
const folder = testFolder();

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/**
 * The promise of sending (spec/sending.md): every recipient of a run reaches exactly one final state and nobody is mailed twice, whatever dies
 * when. Killed at three points of one run: while companies are prepared, at the first mails, and in the middle of sending.
 */
test('killed while preparing, at the first mail and in the middle of sending: the run ends, nobody got two mails, nobody was forgotten', async () => {
  const dataDir = `${folder}/kill`;
  const files = writeCampaignFiles(folder, RECIPIENTS);
  let system = await startLocalSystem(dataDir);
  const campaign = await createTestCampaign(system.api, files);
  const { id: runId } = await startTestRun(system.api, campaign.id);

  const killPoints = [
    (view: { stages: { drafted: number } }) => view.stages.drafted >= 1,
    (view: { stages: { sent: number } }) => view.stages.sent >= 1,
    (view: { stages: { sent: number } }) => view.stages.sent >= RECIPIENTS / 2,
  ];
  for (const reached of killPoints) {
    await untilRun(system.api, runId, (view) => view.endedAt !== null || reached(view));
    await system.kill();
    system = await startLocalSystem(dataDir);
  }

  const sweep = async () => {
    await system.ask('SweepMessages', {});
  };
  const ended = await untilRun(system.api, runId, (view) => view.endedAt !== null, 180, sweep);
  const messages = await messagesOf(system.api, runId);
  const mails = await system.mails();
  await system.stop();

  expect(ended.status).toBe('completed');
  expect(messages).toHaveLength(RECIPIENTS);
  expect(new Set(messages.map(({ toAddress }) => toAddress)).size).toBe(RECIPIENTS);
  expect(messages.filter(({ state }) => !FINAL_MESSAGE_STATES.includes(state))).toEqual([]);
  expect(ended.recipients.total).toBe(RECIPIENTS);
  expect(Object.values(ended.recipients.byState).reduce((sum, n) => sum + n, 0)).toBe(RECIPIENTS);
  expect(Math.max(...Object.values(mails))).toBe(1);
  // Who got no mail is known by name: the channel was about to be called when the process died, and is not called again.
  const mailed = messages.filter(({ toAddress }) => mails[toAddress] === 1);
  const unknown = messages.filter(({ state }) => state === 'unknown_final');
  expect(mailed.length + unknown.filter(({ toAddress }) => mails[toAddress] === undefined).length).toBe(RECIPIENTS);
  expect(messages.filter(({ state }) => state === 'delivered').every(({ toAddress }) => mails[toAddress] === 1)).toBe(
    true,
  );
});
