import { type Offer, RunPlan, Sender } from '../../functions/campaigns/contract.ts';
import { IcpCriteria } from '../../functions/campaigns/icp.ts';
import { contactIdOf } from '../../functions/contacts/choose-contacts.ts';
import type { CompanyProspects } from '../../functions/contacts/contract.ts';
import { judgeTitle } from '../../functions/contacts/persona.ts';
import { createRecipientStore } from '../../functions/contacts/recipient-store.ts';
import type { Writer } from '../../functions/copy/brief.ts';
import { createDraftStore, firstMessageId } from '../../functions/copy/draft-store.ts';
import { unpackContent } from '../../functions/copy/message-content.ts';
import { createOfflineWriter } from '../../functions/copy/offline-writer.ts';
import { createWriteCopy } from '../../functions/copy/write-copy.ts';
import { CampaignId, RunId, WorkspaceId } from '../../functions/platform/ids.ts';
import { leadKey, messageContentKey, messageKey } from '../../functions/platform/keys.ts';
import { createLeadStore } from '../../functions/scoring/lead-store.ts';
import { decodeMessage } from '../../functions/sending/message.ts';
import { sampleOffer } from '../../lib/local/sample/sample-campaign.ts';
import { company, sitePassages } from '../support/briefs.ts';
import { startTestDatabase, type TestDatabase } from '../support/dynoxide.ts';

const workspaceId = WorkspaceId.parse('ws_0000000001');
const campaignId = CampaignId.parse('cmp_0000000001');
const runOf = (n: number) => RunId.parse(`run_01j00000000000000000000${String(n).padStart(3, '0')}`);

let database: TestDatabase;
let runs = 0;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(async () => {
  await database.stop();
});

const contact = (email: string, more: object = {}): CompanyProspects['contacts'][number] => ({
  id: contactIdOf(email),
  firstName: 'Marloes',
  lastName: 'Verhagen',
  title: 'Chief Executive Officer',
  ...judgeTitle('Chief Executive Officer'),
  personaMatch: 1,
  email,
  verification: { verdict: 'unknown', reasons: [] },
  source: 'import',
  sourceRef: 'line 2',
  country: null,
  ...more,
});
const prospectsOf = (domain: string, emails: readonly string[], more: object = {}): CompanyProspects => ({
  company: company({ domain, name: 'Quaylight Systems', oneLiner: 'Dock scheduling software for warehouses' }),
  score: { value: 0.8, grade: 'A', confidence: 1 },
  contacts: emails.map((email) => contact(email)),
  contactDrops: { role_account: 1 },
  siteKey: null,
  ...more,
});

type Given = Readonly<{ approval?: 'auto' | 'review'; write?: Writer; offer?: Offer }>;
const world = ({ approval = 'auto', write = createOfflineWriter(), offer = sampleOffer }: Given = {}) => {
  runs += 1;
  const runId = runOf(runs);
  const { table } = database;
  const plan = RunPlan.parse({
    workspaceId,
    campaignId,
    runId,
    icp: IcpCriteria.parse({ name: 'x' }),
    icpVersion: 1,
    offer,
    sender: Sender.parse({ name: 'Ana Reboredo', email: 'ana@us.com', legalName: 'Us Ltd', postalAddress: '1 Road' }),
    companyImports: [],
    contactImports: [],
    contactsPerCompany: 3,
    readWebsites: true,
    approval,
    mode: 'live',
    costCapUsd: 10,
    plannedAt: '2026-11-21T00:00:00.000Z',
  });
  const clock = () => Date.parse('2026-11-21T08:00:00.000Z');
  const site = {
    domain: 'x',
    readAt: '2026-11-21T00:00:00.000Z',
    outcome: 'read',
    reason: null,
    pages: [],
    passages: sitePassages,
  };
  const told: string[] = [];
  const step = createWriteCopy({
    readPlan: async () => plan,
    files: { readText: async () => JSON.stringify(site) },
    recipients: createRecipientStore(table, clock),
    drafts: createDraftStore(table),
    leads: createLeadStore(table),
    tellRun: { otherWriter: async (_run, reasons) => void told.push(...reasons) },
    writersFor: () => ({ write, fallback: createOfflineWriter() }),
    prepareCopy: async () => false,
    clock,
  });
  const lead = (domain: string) =>
    table.put({ ...leadKey(workspaceId, campaignId, domain), type: 'CampaignLead', runId, stage: 'qualified' });
  const handle = async (prospects: readonly CompanyProspects[]) => {
    for (const { company: one } of prospects) await lead(one.domain);
    return step({ workspaceId, campaignId, runId, planKey: 'plan', prospects });
  };
  const message = async (email: string) => {
    const item = await table.get(messageKey(workspaceId, firstMessageId(runId, email)), { consistent: true });
    return item === undefined ? undefined : { ...decodeMessage(item), item };
  };
  const content = async (email: string) =>
    unpackContent(
      (await table.get(messageContentKey(workspaceId, firstMessageId(runId, email)), { consistent: true })) ?? {},
    );
  const leadOf = (domain: string) => table.get(leadKey(workspaceId, campaignId, domain), { consistent: true });
  return { handle, step, message, content, leadOf, runId, table, told };
};

test('writes a message, its text and the lead for every contact', async () => {
  const { handle, message, content, leadOf } = world();
  expect(await handle([prospectsOf('one.com', ['a@one.com', 'b@one.com'], { siteKey: 'site' })])).toEqual({
    drafted: 2,
    held: 0,
    dropped: {},
  });
  const stored = await message('a@one.com');
  expect(stored).toMatchObject({
    state: 'approved',
    toName: 'Marloes Verhagen',
    toAddress: 'a@one.com',
    companyName: 'Quaylight Systems',
    step: 1,
    reason: null,
  });
  expect(stored?.item['gsi2pk']).toBeUndefined();
  expect(JSON.stringify(stored?.item).length).toBeLessThan(1_024);
  const text = await content('a@one.com');
  expect(text).toMatchObject({ subject: stored?.subject, variant: stored?.variant, writer: 'offline writer' });
  expect(text.others).toHaveLength(2);
  expect((await content('b@one.com')).variant).toBe(text.variant);
  expect(await leadOf('one.com')).toMatchObject({
    stage: 'drafted',
    contacts: 2,
    contactDrops: { role_account: 1 },
    costMicroUsd: 0,
  });
});

test('a campaign that reviews holds every message, and a company without contacts is recorded', async () => {
  const { handle, message, leadOf } = world({ approval: 'review' });
  expect(await handle([prospectsOf('two.com', ['a@two.com']), prospectsOf('none.com', [])])).toEqual({
    drafted: 1,
    held: 1,
    dropped: {},
  });
  expect(await message('a@two.com')).toMatchObject({ state: 'draft', item: { gsi2pk: 'WS#ws_0000000001#REVIEW' } });
  expect(await leadOf('two.com')).toMatchObject({ stage: 'in_review' });
  expect(await leadOf('none.com')).toMatchObject({ stage: 'no_contact', contacts: 0 });
});

test('a mail that fails a guard twice is never sent by a campaign that approves itself, and says why', async () => {
  const { handle, message } = world({ offer: { ...sampleOffer, callToAction: 'Act now, click here, 100% free' } });
  expect(await handle([prospectsOf('bad.com', ['a@bad.com'])])).toMatchObject({ drafted: 1, held: 0 });
  const held = await message('a@bad.com');
  expect(held).toMatchObject({ state: 'cancelled' });
  expect(held?.reason).toMatch(/^spam_phrases/);
});

test('the step repeated writes nothing again: neither a moved message nor an approved text is touched', async () => {
  let paid = 0;
  const write: Writer = async (briefs) => {
    paid += 1;
    const answers = await createOfflineWriter()(briefs.map((one) => ({ ...one, seed: `${one.seed}/${String(paid)}` })));
    return answers.map(({ drafts }) => ({ drafts, costMicroUsd: 1_000, warning: null }));
  };
  const { handle, step, message, content, leadOf, runId, table } = world({ write });
  const batch = [prospectsOf('three.com', ['a@three.com'])];
  await handle(batch);
  const before = await content('a@three.com');
  await table.update({
    Key: messageKey(workspaceId, firstMessageId(runId, 'a@three.com')),
    UpdateExpression: 'SET #state = :sent',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':sent': 'accepted' },
  });
  expect(await step({ workspaceId, campaignId, runId, planKey: 'plan', prospects: batch })).toEqual({
    drafted: 1,
    held: 0,
    dropped: {},
  });
  expect(paid).toBe(1);
  expect(await content('a@three.com')).toEqual(before);
  expect(await message('a@three.com')).toMatchObject({ state: 'accepted' });
  expect(await leadOf('three.com')).toMatchObject({ costMicroUsd: 1_000 });
});

test('a crash between text and message is healed with the text that was kept', async () => {
  const { handle, message, content, table, runId } = world();
  const batch = [prospectsOf('four.com', ['a@four.com'])];
  await handle(batch);
  const before = await content('a@four.com');
  await table.remove(messageKey(workspaceId, firstMessageId(runId, 'a@four.com')));
  await handle(batch);
  expect(await message('a@four.com')).toMatchObject({ state: 'approved', subject: before.subject });
  expect(await content('a@four.com')).toEqual(before);
});

test('an address is written to once a run and not again within thirty days', async () => {
  const first = world();
  expect(await first.handle([prospectsOf('five.com', ['a@five.com'])])).toMatchObject({ drafted: 1 });
  expect(await first.handle([prospectsOf('six.com', ['A@five.com'])])).toEqual({
    drafted: 0,
    held: 0,
    dropped: { duplicate_address: 1 },
  });
  expect(await first.leadOf('six.com')).toMatchObject({
    stage: 'no_contact',
    contactDrops: { role_account: 1, duplicate_address: 1 },
  });
  const second = world();
  expect(await second.handle([prospectsOf('five.com', ['a@five.com'])])).toEqual({
    drafted: 0,
    held: 0,
    dropped: { contacted_recently: 1 },
  });
});

test('write units a mail', async () => {
  const { handle } = world();
  const companies = Array.from({ length: 25 }, (_, n) => prospectsOf(`w${String(n)}.com`, [`a@w${String(n)}.com`]));
  database.meter.take();
  await handle(companies);
  const { writeUnits, readUnits } = database.meter.take();
  // Recipient 1, message 1, lead 1 (its test item is in no index; put for the test 1), text 3 to 4.
  expect(writeUnits / 25).toBeLessThanOrEqual(8);
  expect(readUnits / 25).toBeLessThanOrEqual(1);
});
