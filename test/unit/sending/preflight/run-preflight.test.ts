import { createCampaignStore } from '../../../../functions/campaigns/campaign-store.ts';
import { NewCampaign } from '../../../../functions/campaigns/contract.ts';
import { IcpCriteria } from '../../../../functions/campaigns/icp.ts';
import { createIcpStore } from '../../../../functions/campaigns/icp-store.ts';
import { SendingSettings } from '../../../../functions/campaigns/sending-settings.ts';
import type { Import } from '../../../../functions/discovery/contract.ts';
import { createImportStore } from '../../../../functions/discovery/import-store.ts';
import { CampaignId, IcpId, ImportId, newId } from '../../../../functions/platform/ids.ts';
import { instant } from '../../../../functions/platform/time.ts';
import { createAcknowledgementStore } from '../../../../functions/sending/acknowledgement-store.ts';
import { createCheckLaunch } from '../../../../functions/sending/check-launch.ts';
import { createComplianceStore } from '../../../../functions/sending/compliance-store.ts';
import { createMailboxStore } from '../../../../functions/sending/mailbox-store.ts';
import { buildPreflight } from '../../../../functions/sending/preflight/build-preflight.ts';
import { CHECK_IDS, type CheckId } from '../../../../functions/sending/preflight/preflight-contract.ts';
import type { ResolveDns } from '../../../../functions/sending/preflight/resolve-dns.ts';
import { createMemoryTable } from '../../../support/memory-table.ts';
import { workspaceId } from '../../../support/sending-world.ts';

const START = Date.parse('2026-11-23T09:00:00.000Z');
const clock = () => START;
const goodZone: Readonly<Record<string, readonly string[]>> = {
  'TXT acme.example': ['v=spf1 include:amazonses.com -all'],
  'TXT amazonses.com': ['v=spf1 ip4:199.255.192.0/22 -all'],
  'TXT _dmarc.acme.example': ['v=DMARC1; p=quarantine; rua=mailto:d@acme.example'],
};

type Wish = Readonly<{
  drawn?: Readonly<{
    providers?: readonly Readonly<{ name: string; limit?: number }>[];
    companyImports?: readonly string[];
  }>;
  zone?: Readonly<Record<string, readonly string[]>>;
  silent?: boolean;
  sending?: Partial<SendingSettings>;
  locations?: readonly string[];
  ses?: Readonly<{ verified: boolean | null; signs: boolean | null }>;
  status?: number;
  ready?: boolean;
}>;

/** A campaign against which nothing stands, but for what the test takes away. */
const setUp = async ({
  drawn = {},
  zone = goodZone,
  silent = false,
  sending = {},
  locations = ['Ireland'],
  ses,
  status = 404,
  ready = true,
}: Wish = {}) => {
  const table = createMemoryTable();
  const campaigns = createCampaignStore(table, clock);
  const importId = newId(ImportId, 'imp');
  const icpId = newId(IcpId, 'icp');
  await createIcpStore(table, clock).create(workspaceId, icpId, IcpCriteria.parse({ name: 'Software', locations }));
  const id = newId(CampaignId, 'cmp');
  await campaigns.create(workspaceId, {
    ...NewCampaign.parse({
      ...{ name: 'Month end', icpId, contactsPerCompany: 2, companyImports: [importId], costCapUsd: 50, ...drawn },
      offer: {
        ...{ product: 'Ledger', oneLiner: 'Closes the month.', problems: ['Slow.'], benefits: ['Fast.'] },
        callToAction: 'Shall I show you?',
      },
      sender: { name: 'Ada', email: 'ada@acme.example', legalName: 'Acme Ltd', postalAddress: '1 Street, Dublin' },
      sending: { lawfulBasis: 'legitimate_interest', ...sending },
    }),
    ...{ id, icpVersion: 1 },
  });
  const acknowledgements = createAcknowledgementStore(table, clock);
  const compliance = createComplianceStore(table, clock);
  if (ready) {
    await compliance.put(workspaceId, { legalName: 'Acme Ltd', postalAddress: '1 Street, Dublin' }, 'ada');
    const reason = 'The list was put together by hand';
    await acknowledgements.add(workspaceId, id, 'ada', { what: { kind: 'ses_cold_mail' }, reason });
    await acknowledgements.add(workspaceId, id, 'ada', { what: { kind: 'cost_estimate', costUsd: 50 }, reason });
  }
  const resolve: ResolveDns = (name, type) =>
    silent ? Promise.reject(new Error('ESERVFAIL')) : Promise.resolve(zone[`${type} ${name}`] ?? []);
  const preflight = buildPreflight({
    ...{ table, clock, origin: 'https://mail.example' },
    askSes: () => Promise.resolve(ses ?? { verified: true, signs: true }),
    resolve: () => resolve,
    fetch: (() =>
      status === 0 ? Promise.reject(new Error('no route')) : Promise.resolve({ status })) as unknown as typeof fetch,
  });
  const imported: Import = {
    ...{ id: importId, kind: 'companies', format: 'csv', status: 'completed', fileName: 'c.csv', problem: null },
    ...{ mapping: {}, unmappedColumns: [], rows: 100, kept: 100, duplicates: 0, rejected: {}, written: 100 },
    ...{ createdAt: instant(START), updatedAt: instant(START) },
  };
  await createImportStore(table, clock).create(workspaceId, imported);
  const report = async (mode: 'sandbox' | 'live' = 'live') => {
    const found = await preflight(workspaceId, id, mode);
    if (found === undefined) throw new Error('no campaign');
    return found;
  };
  const failing = async () => (await report()).checks.filter(({ status: of }) => of === 'fail').map(({ id: of }) => of);
  return { table, id, preflight, report, failing, acknowledgements, compliance };
};

test('a campaign against which nothing stands is ready, and every check says what it found', async () => {
  const { report } = await setUp();
  const found = await report();
  expect(found.ready).toBe(true);
  expect(found.checks.map(({ id }) => id)).toEqual([...CHECK_IDS]);
  expect(found.checks.filter(({ status }) => status !== 'pass')).toEqual([]);
  expect(found.checks.every(({ what }) => what.length > 5)).toBe(true);
  expect(found.estimate).toEqual({ recipients: 200, costUsd: 4.02, days: null });
});

const wrongs: readonly (readonly [CheckId, string, Wish])[] = [
  ['legal_name', 'the workspace has not said who it is', { ready: false }],
  ['lawful_basis', 'nobody said why these people may be written to', { sending: { lawfulBasis: undefined } }],
  ['sender_verified', 'SES does not know the sender', { ses: { verified: false, signs: true } }],
  ['sender_verified', 'SES could not be asked', { ses: { verified: null, signs: true } }],
  ['spf', 'the domain has no SPF record', { zone: { ...goodZone, 'TXT acme.example': [] } }],
  ['spf', 'the SPF record does not let SES send', { zone: { ...goodZone, 'TXT acme.example': ['v=spf1 mx -all'] } }],
  ['spf', 'the SPF record is broken', { zone: { ...goodZone, 'TXT acme.example': ['v=spf1 ip4:nowhere -all'] } }],
  ['spf', 'DNS does not answer', { silent: true }],
  ['dkim', 'SES does not sign', { ses: { verified: true, signs: false } }],
  ['dmarc', 'there is no DMARC policy', { zone: { ...goodZone, 'TXT _dmarc.acme.example': [] } }],
  ['unsubscribe', 'the host of unsubscribe links is away', { status: 0 }],
  ['unsubscribe', 'the host of unsubscribe links is broken', { status: 502 }],
  [
    'content_guards',
    'a follow-up holds a placeholder that nothing fills in',
    { sending: { followUps: [{ condition: 'no_reply', text: { subject: 'Hi', body: 'Hello {first_name}' } }] } },
  ],
  [
    'content_guards',
    'a follow-up reads like bulk mail',
    {
      sending: {
        followUps: [
          {
            condition: 'no_reply',
            text: { subject: 'ACT NOW', body: 'Limited time! Click here now! 100% free money-back!' },
          },
        ],
      },
    },
  ],
  [
    'caps_and_schedule',
    'none of its mailboxes can send',
    { sending: { mailboxIds: ['mbx_01jd0000000000000000000000' as never] } },
  ],
  ['countries', 'the ICP asks for Germany', { locations: ['Germany'] }],
  ['countries', 'the ICP asks for a region with Germany in it', { locations: ['DACH'] }],
  ['cost_estimate', 'nobody accepted the cost', { ready: false }],
  ['ses_cold_mail', 'nobody answers for cold mail through SES', { ready: false }],
];
test.each(wrongs)(
  '%s fails when %s, blocks a live run and says how to mend it; a sandbox warns',
  async (id, _when, wish) => {
    const { report, failing } = await setUp(wish);
    expect(await failing()).toContain(id);
    const check = (await report()).checks.find((each) => each.id === id);
    expect(check?.mend?.length).toBeGreaterThan(10);
    expect((await report()).ready).toBe(false);
    const sandbox = await report('sandbox');
    expect(sandbox.ready).toBe(true);
    expect(sandbox.checks.find((each) => each.id === id)?.status).toBe('warn');
  },
);

test('what is weak but not wrong is a warning and blocks nothing', async () => {
  const zone = {
    ...goodZone,
    'TXT acme.example': ['v=spf1 include:amazonses.com +all'],
    'TXT _dmarc.acme.example': ['v=DMARC1; p=none'],
  };
  const { report } = await setUp({ zone, locations: [] });
  const warned = (await report()).checks.filter(({ status }) => status === 'warn').map(({ id }) => id);
  expect(warned).toEqual(['spf', 'dmarc', 'countries']);
  expect((await report()).ready).toBe(true);
});

test('a blocked country that is allowed with a reason passes', async () => {
  const { failing, acknowledgements, id } = await setUp({ locations: ['Germany'] });
  expect(await failing()).toEqual(['countries']);
  const given = { what: { kind: 'country', country: 'DE' }, reason: 'Existing customers' } as const;
  await acknowledgements.add(workspaceId, id, 'ada', given);
  expect(await failing()).toEqual([]);
});

test('mailboxes of the campaign are checked in place of its sender, and people who know the sender need no answer for SES', async () => {
  const zone = {
    ...goodZone,
    'TXT box.example': ['v=spf1 mx -all'],
    'MX box.example': ['m.box.example'],
    'TXT _dmarc.box.example': ['v=DMARC1; p=reject'],
  };
  const world = await setUp({ zone, ready: false, sending: { lawfulBasis: 'consent' } });
  const boxes = createMailboxStore(world.table, clock);
  const box = await boxes.create(workspaceId, {
    ...{
      channel: 'smtp',
      address: 'ada@box.example',
      name: 'Ada',
      dailyCap: 30,
      ramp: { start: 5, perDay: 2 },
      gapSeconds: 90,
    },
    ...{ smtp: null, hasPassword: true },
  });
  await createCampaignStore(world.table, clock).update(workspaceId, world.id, {
    sending: SendingSettings.parse({ mailboxIds: [box.id], lawfulBasis: 'consent' }),
  });
  expect(await world.failing()).toEqual(['legal_name', 'postal_address', 'sender_verified', 'cost_estimate']);
  await boxes.change(workspaceId, box.id, { verifiedAt: '2026-11-22T09:00:00.000Z' });
  const report = await world.report();
  expect(report.checks.find(({ id }) => id === 'sender_verified')?.what).toBe('ada@box.example is verified.');
  expect(report.checks.find(({ id }) => id === 'ses_cold_mail')?.status).toBe('pass');
  expect(report.checks.find(({ id }) => id === 'dkim')?.status).toBe('warn');
  expect(report.estimate.days).toBe(40);
});

test('who starts a live run gets the checks that failed and nothing else', async () => {
  const { preflight, id } = await setUp({ status: 0 });
  const check = createCheckLaunch({ preflight });
  expect(await check({ workspaceId, campaignId: id })).toEqual({
    failing: [{ id: 'unsubscribe', what: 'https://mail.example does not answer.', mend: expect.any(String) as string }],
  });
  expect(await preflight(workspaceId, newId(CampaignId, 'cmp'), 'live')).toBeUndefined();
});

test('what providers are asked for counts in the estimate; without a limit the run’s cap is what it costs at the most', async () => {
  const limited = await setUp({ drawn: { providers: [{ name: 'directory', limit: 50 }] } });
  expect((await limited.report()).estimate.recipients).toBe(300);
  const open = await setUp({ drawn: { companyImports: [], providers: [{ name: 'directory' }] } });
  expect((await open.report()).estimate).toEqual({ recipients: null, costUsd: 50, days: null });
  const nothing = await setUp({ drawn: { companyImports: ['imp_01jd0000000000000000000000'] } });
  expect(await nothing.failing()).toEqual(['cost_estimate']);
});
