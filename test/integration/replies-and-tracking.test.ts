import { rmSync } from 'node:fs';
import PostalMime from 'postal-mime';
import * as z from 'zod';
import { LeadView } from '../../functions/scoring/contract.ts';
import { MessageDetail, type MessageView, SuppressionView } from '../../functions/sending/contract.ts';
import { ReplyView, replyRoutes } from '../../functions/tracking/reply-contract.ts';
import { createTestCampaign, messagesOf, startTestRun, untilRun } from '../support/campaign-client.ts';
import { testFolder, writeCampaignFiles } from '../support/campaign-files.ts';
import { type SystemInChild, startLocalSystem } from '../support/local-system.ts';
import { until } from '../support/until.ts';

const folder = testFolder();
let system: SystemInChild;
let messages: MessageView[];
let runId: string;

const PERSON = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/140.0' };
const LINK = 'https://harbourlight.example/findings';
const BODY = `Hello Noor,\n\nthe findings are at ${LINK} for you to read.\n\nShall I send you the first three findings for your site?\n\nAna`;

/** The mail of a message as its recipient got it, with the id under which the local inbox keeps it. */
const mailOf = async ({ toAddress }: MessageView) => {
  const mail = await PostalMime.parse(await system.rawMail(toAddress));
  const header = (name: string): string => mail.headers.find(({ key }) => key === name)?.value ?? '';
  const links = [...(mail.html ?? '').matchAll(/(?:href|src)="([^"]+)"/g)].map(([, url = '']) =>
    url.replaceAll('&amp;', '&'),
  );
  return { id: header('message-id').replace(/^<|@.*$/g, ''), header, links };
};

const answer = async (message: MessageView, text: string, automatic = false): Promise<void> => {
  const { id } = await mailOf(message);
  const form = new URLSearchParams({ answer: text, ...(automatic ? { automatic: 'yes' } : {}) });
  const url = `${system.url}/local/inbox/${encodeURIComponent(id)}/reply`;
  expect((await fetch(url, { method: 'POST', body: form, redirect: 'manual' })).status).toBe(303);
};

const replies = async (): Promise<ReplyView[]> => {
  const found: ReplyView[] = [];
  for await (const reply of system.api.all('/replies', ReplyView)) found.push(reply);
  return found;
};

const messageAt = (at: number): MessageView => {
  const message = messages[at];
  if (message === undefined) throw new Error('there are fewer messages');
  return message;
};

beforeAll(async () => {
  system = await startLocalSystem(`${folder}/data`);
  const campaign = await createTestCampaign(system.api, writeCampaignFiles(folder, 4), 'review');
  ({ id: runId } = await startTestRun(system.api, campaign.id));
  await untilRun(system.api, runId, ({ status }) => status === 'awaiting_approval');
  messages = await messagesOf(system.api, runId);
  const edited = await system.api.call('PUT', `/messages/${messageAt(0).id}/draft`, MessageDetail, {
    subject: 'Your findings are here',
    body: BODY,
  });
  expect(edited.guards.length).toBeGreaterThan(0);
  await system.api.call('POST', `/runs/${runId}/approve`, z.object({ approved: z.int() }));
  await untilRun(system.api, runId, ({ endedAt }) => endedAt !== null);
});

afterAll(async () => {
  await system.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('an open and a click come through our own links, lead to the stored address, and count with their verdicts', async () => {
  const { links } = await mailOf(messageAt(0));
  const pixel = links.find((url) => url.includes('/t/o/')) ?? '';
  const [click = '', ...more] = links.filter((url) => url.includes('/t/c/'));
  expect(more.length).toBe(1);
  expect((await fetch(pixel, { headers: PERSON })).status).toBe(204);
  const followed = await fetch(click, { headers: PERSON, redirect: 'manual' });
  expect(followed.status).toBe(302);
  expect(followed.headers.get('location')).toMatch(
    /^https:\/\/harbourlight\.example\/findings\?utm_source=throughline&/,
  );
  expect((await fetch(click.slice(0, -3), { redirect: 'manual' })).status).toBe(404);
  const detail = await system.api.call('GET', `/messages/${messageAt(0).id}`, MessageDetail);
  // Seconds after the delivery no click is taken for a person's.
  expect(detail.engagement).toEqual({ opens: { all: 1, human: 1 }, clicks: { all: 1, human: 0 } });
  expect(detail.events.map(({ type }) => type)).toEqual(['sent', 'delivered', 'open', 'click']);
  expect(detail.events.at(-1)?.botReasons).toEqual(['too_soon']);
});

test('a reply comes in by way of S3 and the queue, is found by its address and ends the sequence', async () => {
  const message = messageAt(1);
  expect((await mailOf(message)).header('reply-to')).toMatch(/^<?r\+[0-9a-z]{62}@replies\.throughline\.example>?$/);
  await answer(message, 'Yes please, call me on Tuesday.');
  const reply = await until(async () => (await replies()).find(({ messageId }) => messageId === message.id));
  expect(reply).toMatchObject({ class: 'interested', matchedBy: 'address', human: true });
  expect(reply.words).toBe('Yes please, call me on Tuesday.');
  const thread = await system.api.call('GET', `/messages/${message.id}/thread`, replyRoutes.getThread.response);
  expect(thread.entries.map(({ kind }) => kind)).toEqual(['sent', 'reply']);
  const view = await until(async () => {
    const found = await untilRun(system.api, runId, () => true, 1);
    return (found.engagement.replied['interested'] ?? 0) > 0 ? found : undefined;
  });
  expect(view.engagement).toMatchObject({ opened: { all: 1, people: 1 }, clicked: { all: 1, people: 0 } });
  const lead = await until(async () => {
    const path = `/campaigns/${message.campaignId}/leads/${message.domain}`;
    const found = await system.api.call('GET', path, LeadView);
    return found.stage === 'replied' ? found : undefined;
  });
  expect(lead.domain).toBe(message.domain);
});

test('an absence note is recorded as a machine’s', async () => {
  await answer(messageAt(2), 'I am out of the office until further notice.', true);
  const reply = await until(async () => (await replies()).find(({ messageId }) => messageId === messageAt(2).id));
  expect(reply).toMatchObject({ class: 'out_of_office', human: false });
});

test('one click unsubscribes at once and for good, by link and by answer', async () => {
  const { header } = await mailOf(messageAt(3));
  const link = /<(https?:[^>]+)>/.exec(header('list-unsubscribe'))?.[1] ?? '';
  expect((await fetch(link)).status).toBe(200);
  const suppressed = async () => {
    const found: string[] = [];
    for await (const { value } of system.api.all('/suppressions', SuppressionView))
      if (value !== null) found.push(value);
    return found;
  };
  expect(await suppressed()).toEqual([]);
  const done = await fetch(link, { method: 'POST', body: 'List-Unsubscribe=One-Click', redirect: 'manual' });
  expect([done.status, done.headers.get('set-cookie')]).toEqual([200, null]);
  expect(await suppressed()).toEqual([messageAt(3).toAddress]);
  await answer(messageAt(2), 'Please remove me from your list.');
  await until(async () => ((await suppressed()).includes(messageAt(2).toAddress) ? true : undefined));
});
