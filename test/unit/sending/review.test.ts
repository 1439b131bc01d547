import { RunPlan } from '../../../functions/campaigns/contract.ts';
import { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import { unpackContent } from '../../../functions/copy/message-content.ts';
import { runPlanKey, sitePassagesKey } from '../../../functions/platform/files-layout.ts';
import type { Principal } from '../../../functions/platform/http/principal.ts';
import { RunId } from '../../../functions/platform/ids.ts';
import { leadKey, messageContentKey, messageKey, recipientKey } from '../../../functions/platform/keys.ts';
import { createMessagesApi } from '../../../functions/sending/messages-api.ts';
import { reviewRoutes } from '../../../functions/sending/review-contract.ts';
import { sitePassages } from '../../support/briefs.ts';
import { testOffer, testSender } from '../../support/campaign-files.ts';
import { createMemoryFiles } from '../../support/memory-files.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import { campaignId, runId, seedMessages, seedRun, workspaceId } from '../../support/sending-world.ts';

const NOW = '2026-11-21T09:00:00.000Z';
const clock = () => Date.parse(NOW);
const principal: Principal = { workspaceId, kind: 'member', id: 'usr_1', role: 'owner', mode: 'sandbox' };
const ask = { principal, headers: {}, traceId: 't', params: undefined, query: undefined, body: undefined } as const;

const plan = RunPlan.parse({
  ...{ workspaceId, campaignId, runId, icp: IcpCriteria.parse({ name: 'x' }), icpVersion: 1 },
  ...{ offer: { ...testOffer, proof: [] }, sender: testSender, companyImports: [], contactImports: [] },
  ...{ contactsPerCompany: 1, readWebsites: true, approval: 'review', mode: 'sandbox', costCapUsd: 10, plannedAt: NOW },
});

const setUp = async (count = 1) => {
  const table = createMemoryTable();
  const files = createMemoryFiles();
  await files.writeText(runPlanKey(workspaceId, runId), JSON.stringify(plan));
  await seedRun(table, clock, { status: 'awaiting_approval' });
  const seeded = await seedMessages(table, clock, { count, state: 'draft' });
  const api = createMessagesApi({ table, files, clock });
  const id = seeded[0]?.id ?? ('' as never);
  const edit = (subject: string, body: string) =>
    api.editMessage({
      ...ask,
      params: { messageId: id },
      body: reviewRoutes.editMessage.body.parse({ subject, body }),
    });
  const approve = (filter: object) =>
    api.approveByFilter({ ...ask, body: reviewRoutes.approveByFilter.body.parse(filter) });
  const set = (at: number, name: string, value: unknown) =>
    table.update({
      Key: messageKey(workspaceId, seeded[at]?.id ?? ('' as never)),
      UpdateExpression: 'SET #name = :value',
      ExpressionAttributeNames: { '#name': name },
      ExpressionAttributeValues: { ':value': value },
    });
  const putLead = (domain: string, grade: string) =>
    table.put({ ...leadKey(workspaceId, campaignId, domain), type: 'CampaignLead', grade });
  const waiting = async (query: object = {}) => {
    const reply = await api.listReview({
      ...ask,
      query: { limit: 50, cursor: undefined, runId: undefined, ...query },
    });
    if (!('body' in reply)) throw new Error(JSON.stringify(reply.problem));
    return reply.body.items.map(({ toAddress }) => toAddress).sort();
  };
  return { table, files, seeded, api, id, edit, approve, set, putLead, waiting };
};

const GOOD = `Hello Jo,

Buyers of business software often leave a website before they have understood what the product does.

Two former software buyers read your website and write down what costs you enquiries, the worst first. A written review of your website with the costliest faults first.

Shall I send you the first three findings for your site?

Ana Reboredo`;

test('an edited draft is judged anew; its guards, evidence and text are kept together', async () => {
  const { edit, table, id } = await setUp();
  const edited = await edit('Your website and buyers', GOOD);
  expect(edited).toMatchObject({
    body: { subject: 'Your website and buyers', state: 'draft', body: GOOD, writer: 'offline, edited', reason: null },
  });
  const guards = 'body' in edited ? edited.body.guards : [];
  expect(guards.filter(({ passed }) => !passed)).toEqual([]);
  const stored = unpackContent((await table.get(messageContentKey(workspaceId, id))) ?? {});
  expect(stored.evidence.find(({ sentence }) => sentence.startsWith('Two former'))).toMatchObject({
    about: 'sender',
    evidenceIds: ['offer:benefits.0'],
  });
});

test('an edit that claims what nothing bears, or breaks another rule, stays a draft with the reason', async () => {
  const { edit, waiting } = await setUp();
  const claim = GOOD.replace('Ana Reboredo', 'We saved Initech 4,000,000 dollars in 2019.\n\nAna Reboredo');
  const edited = await edit('Your website and buyers', claim);
  expect(edited).toMatchObject({ body: { state: 'draft', reason: expect.stringMatching(/^evidence: /) as string } });
  expect(await edit('Re: our call', GOOD)).toMatchObject({
    body: { reason: expect.stringContaining('honest_subject') as string },
  });
  expect(await waiting()).toHaveLength(1);
});

test('what stood before keeps its evidence; only new sentences are judged', async () => {
  const { edit, table, id, files } = await setUp();
  const [first] = sitePassages;
  if (first === undefined) throw new Error('no passage');
  await files.writeText(
    sitePassagesKey(workspaceId, 'company0.example'),
    JSON.stringify({
      ...{ domain: 'company0.example', readAt: NOW, outcome: 'read', reason: null, pages: [], passages: sitePassages },
    }),
  );
  const item = (await table.get(messageContentKey(workspaceId, id))) ?? {};
  const { packContent } = await import('../../../functions/copy/message-content.ts');
  const sentence = 'Your site says it replaces the whiteboard.';
  const evidence = [{ sentence, about: 'recipient' as const, evidenceIds: ['p00000002'] }];
  await table.put({
    ...item,
    ...messageContentKey(workspaceId, id),
    ...packContent({ ...unpackContent(item), body: sentence, evidence }),
  });
  const edited = await edit(
    'Your dock office',
    `${sentence}\n\nShall I send you the first three findings for your site?`,
  );
  expect(edited).toMatchObject({
    body: {
      evidence: [{ sentence, evidenceIds: ['p00000002'] }, { about: 'sender' }],
      passages: [
        { id: 'p00000002', url: 'https://quaylight.com/', text: expect.stringContaining('whiteboard') as string },
      ],
    },
  });
});

test('only a draft can be edited, and control characters are refused by the field’s name', async () => {
  const { edit, api, id } = await setUp();
  expect(() => reviewRoutes.editMessage.body.parse({ subject: 'a\r\nBcc: x@y.example', body: 'x' })).toThrow();
  expect(() => reviewRoutes.editMessage.body.parse({ subject: 'a', body: 'x\u0000' })).toThrow();
  await api.approveMessage({ ...ask, params: { messageId: id } });
  expect(await edit('Your website', GOOD)).toMatchObject({
    problem: { status: 409, detail: expect.stringContaining('approved') as string },
  });
});

test('an edit and an approval at once end with one text that was judged', async () => {
  const { edit, api, id, table } = await setUp();
  const [edited, approved] = await Promise.all([
    edit('Your website and buyers', GOOD),
    api.approveMessage({ ...ask, params: { messageId: id } }),
  ]);
  expect('body' in approved).toBe(true);
  const stored = unpackContent((await table.get(messageContentKey(workspaceId, id))) ?? {});
  expect(stored.subject).toBe('body' in edited ? 'Your website and buyers' : 'Your month end');
});

test('the review list and an approval are narrowed by campaign, variant and grade', async () => {
  const { waiting, approve, set, putLead } = await setUp(6);
  for (let n = 0; n < 6; n += 1) await putLead(`company${String(n)}.example`, n < 2 ? 'A' : 'B');
  await set(5, 'variant', 'benefit');
  expect(await waiting({ grade: 'A' })).toEqual(['person0@company0.example', 'person1@company1.example']);
  expect(await waiting({ variant: 'benefit' })).toEqual(['person5@company5.example']);
  expect(await waiting({ campaignId: 'cmp_01jd0000000000000000000009' })).toEqual([]);
  expect(await approve({ grade: 'A' })).toEqual({ body: { approved: 2, held: 0 } });
  expect(await approve({ variant: 'question', campaignId })).toEqual({ body: { approved: 3, held: 0 } });
  expect(await waiting()).toEqual(['person5@company5.example']);
});

test('what a guard holds is approved by filter only when asked for, and nothing without a filter', async () => {
  const { approve, set, waiting } = await setUp(3);
  await set(0, 'reason', 'body_length: 12 words');
  expect(() => reviewRoutes.approveByFilter.body.parse({ held: true })).toThrow(/name a runId/);
  expect(await approve({ runId })).toEqual({ body: { approved: 2, held: 1 } });
  expect(await waiting()).toHaveLength(1);
  expect(await approve({ runId, held: true })).toEqual({ body: { approved: 1, held: 0 } });
  expect(await approve({ runId: RunId.parse('run_01jd0000000000000000000009') })).toMatchObject({
    problem: { status: 404 },
  });
});

test('a rejection is taken back while its run goes on: the message waits again and its person is reserved again', async () => {
  const { api, id, table, waiting, seeded } = await setUp();
  const params = { messageId: id };
  await api.rejectMessage({ ...ask, params, body: { reason: 'not now' } });
  expect(await waiting()).toEqual([]);
  expect(await api.reopenMessage({ ...ask, params })).toMatchObject({ body: { state: 'draft', reason: null } });
  expect(await waiting()).toEqual([seeded[0]?.address]);
  expect(await table.get(recipientKey(workspaceId, seeded[0]?.address ?? ''))).toMatchObject({ runId });
  expect(await api.reopenMessage({ ...ask, params })).toMatchObject({ problem: { errorCode: 'message_not_rejected' } });
});

test('a rejection stays when another run has the person, when the run has ended, and when it was none', async () => {
  const { api, id, table, seeded } = await setUp(2);
  const params = { messageId: id };
  await api.rejectMessage({ ...ask, params, body: { reason: 'no' } });
  const other = { type: 'Recipient', domain: 'x', contactId: 'c', campaignId, runId: 'run_other', reservedAt: NOW };
  await table.put({ ...recipientKey(workspaceId, seeded[0]?.address ?? ''), ...other });
  expect(await api.reopenMessage({ ...ask, params })).toMatchObject({ problem: { errorCode: 'recipient_taken' } });
  await seedRun(table, clock, { status: 'completed' }).catch(() => undefined);
  const second = { messageId: seeded[1]?.id ?? ('' as never) };
  expect(await api.reopenMessage({ ...ask, params: second })).toMatchObject({
    problem: { errorCode: 'message_not_rejected' },
  });
  await api.rejectMessage({ ...ask, params: second, body: { reason: 'no' } });
  await table.update({
    Key: { pk: `WS#${workspaceId}#RUN#${runId}`, sk: 'RUN' },
    UpdateExpression: 'SET #s = :s',
    ExpressionAttributeNames: { '#s': 'status' },
    ExpressionAttributeValues: { ':s': 'completed' },
  });
  expect(await api.reopenMessage({ ...ask, params: second })).toMatchObject({ problem: { errorCode: 'run_closed' } });
});
