import type * as z from 'zod';
import { accountRoutes } from '../../../functions/accounts/contract.ts';
import { assessmentRoutes } from '../../../functions/assessment/routes-contract.ts';
import { campaignRoutes, MESSAGE_STATES, type RunView } from '../../../functions/campaigns/contract.ts';
import { contactRoutes } from '../../../functions/contacts/contract.ts';
import { VARIANTS } from '../../../functions/copy/contract.ts';
import { discoveryRoutes } from '../../../functions/discovery/contract.ts';
import { purchaseRoutes } from '../../../functions/payments/contract.ts';
import { ledgerRoutes } from '../../../functions/payments/ledger-contract.ts';
import { GRADES, LEAD_STAGES, leadRoutes } from '../../../functions/scoring/contract.ts';
import { sendingRoutes } from '../../../functions/sending/contract.ts';
import { preflightRoutes } from '../../../functions/sending/preflight/preflight-contract.ts';
import { replyRoutes } from '../../../functions/tracking/reply-contract.ts';
import { badAssessment } from '../report-samples.ts';

/** Answers for the pages' tests, each held to the contract it stands for. */
const id = (prefix: string, n: number): string => `${prefix}_${String(n).padStart(26, '0')}`;
export const CAMPAIGN = id('cmp', 1);
export const REVIEW_CAMPAIGN = id('cmp', 2);
export const FINISHED_RUN = id('run', 1);
export const MOVING_RUN = id('run', 2);
export const WAITING_RUN = id('run', 3);
export const FAILED_RUN = id('run', 4);
export const SENT_MAIL = id('msg', 1);
export const HELD_MAIL = id('msg', 2);
const at = (minute: number): string => new Date(Date.UTC(2026, 10, 20, 9, minute)).toISOString();
/** As long as a page needs to be to have a next one. */
const PAGE = 15;
const pageOf = <Item>(items: readonly Item[], nextCursor: string | null = null) => ({ items, nextCursor });

export const me = (mode: 'sandbox' | 'live' = 'sandbox', role: 'owner' | 'viewer' = 'owner') =>
  accountRoutes.getMe.response.parse({
    kind: 'member',
    id: 'sample-owner',
    name: 'Robin Ferrow',
    role,
    mode,
    workspace: { id: id('ws', 1), name: 'Meadowlark Analytics' },
  });

const run = (runId: string, of: Partial<z.input<typeof RunShape>>): RunView =>
  RunShape.parse({
    id: runId,
    campaignId: CAMPAIGN,
    icpVersion: 1,
    mode: 'sandbox',
    status: 'completed',
    problem: null,
    warnings: [],
    stages: {
      discovered: 5_847,
      scored: 5_712,
      qualified: 812,
      contacts: 1_204,
      drafted: 1_180,
      approved: 1_180,
      sent: 1_131,
    },
    dropped: {
      below_threshold: 4_900,
      no_contact: 143,
      contacted_recently: 24,
      role_account: 61,
      malformed_website: 135,
    },
    recipients: {
      total: 1_180,
      byState: { delivered: 1_071, bounced: 38, complained: 4, suppressed: 31, failed: 18, accepted: 18 },
    },
    costUsd: 1.84,
    costCapUsd: 100,
    clockFactor: 60,
    startedAt: at(0),
    endedAt: at(7),
    seconds: 431,
    step: null,
    ...of,
  });
const RunShape = campaignRoutes.getRun.response;

export const runs: readonly RunView[] = [
  run(FINISHED_RUN, {}),
  run(MOVING_RUN, {
    status: 'sending',
    step: 'Await delivery',
    endedAt: null,
    seconds: 75,
    stages: {
      discovered: 5_847,
      scored: 5_712,
      qualified: 812,
      contacts: 1_204,
      drafted: 1_180,
      approved: 1_180,
      sent: 404,
    },
    recipients: { total: 1_180, byState: { delivered: 380, accepted: 24, scheduled: 760, sending: 16 } },
  }),
  run(WAITING_RUN, {
    campaignId: REVIEW_CAMPAIGN,
    status: 'awaiting_approval',
    step: 'Await approval',
    endedAt: null,
    seconds: 320,
    warnings: ['3 companies’ websites did not answer; their facts come from the imported list alone.'],
    stages: { discovered: 60, scored: 58, qualified: 31, contacts: 44, drafted: 44, approved: 0, sent: 0 },
    dropped: { below_threshold: 27, malformed_website: 2 },
    recipients: { total: 44, byState: { draft: 44 } },
    costUsd: 0,
  }),
  run(FAILED_RUN, {
    campaignId: REVIEW_CAMPAIGN,
    status: 'failed',
    problem:
      'The imported file imp_… could not be read: it was removed from storage. Import it again and start a new run.',
    stages: { discovered: 0, scored: 0, qualified: 0, contacts: 0, drafted: 0, approved: 0, sent: 0 },
    dropped: {},
    recipients: { total: 0, byState: {} },
    costUsd: 0,
    seconds: 4,
  }),
];

const campaign = (campaignId: string, name: string, of: object) =>
  campaignRoutes.getCampaign.response.parse({
    id: campaignId,
    rev: 1,
    name,
    icpId: id('icp', 1),
    icpVersion: 1,
    offer: {
      product: 'Meadowlark Forecast',
      oneLiner: 'Revenue forecasts that a finance team can explain line by line.',
      problems: ['Forecasts live in spreadsheets nobody trusts.'],
      benefits: ['Close the month two days earlier.'],
      proof: [],
      callToAction: 'Would a 15-minute look be useful next week?',
    },
    sender: {
      name: 'Robin Ferrow',
      email: 'robin@meadowlark.example',
      legalName: 'Meadowlark Analytics Ltd',
      postalAddress: '12 Quarry Lane, Bristol BS1 4QA',
    },
    companyImports: [id('imp', 1)],
    approval: 'auto',
    status: 'active',
    lastRunId: FINISHED_RUN,
    createdAt: at(0),
    updatedAt: at(1),
    ...of,
  });

export const campaigns = [
  campaign(CAMPAIGN, 'Finance leads at B2B software companies', {}),
  campaign(REVIEW_CAMPAIGN, 'Operations heads, reviewed by hand', {
    approval: 'review',
    lastRunId: WAITING_RUN,
    status: 'paused',
  }),
  campaign(id('cmp', 3), 'Spring follow-up', { lastRunId: null }),
];

export const icp = campaignRoutes.getIcp.response.parse({
  id: id('icp', 1),
  version: 1,
  rev: 1,
  criteria: { name: 'B2B software, 20 to 500 people', industries: ['b2b'] },
  createdAt: at(0),
  updatedAt: at(0),
});

const NAMES = [
  'Harbourline',
  'Quillstack',
  'Northpass',
  'Fernbridge',
  'Tallyroom',
  'Brightmoor',
  'Ledgerleaf',
  'Copperway',
];
const PEOPLE = [
  'Mara Lindqvist',
  'Jonas Okafor',
  'Ines Duarte',
  'Tomasz Wrona',
  'Priya Raman',
  null,
  'Ada Whitlock',
  'Leo Brandt',
];
const nameOf = (n: number): string =>
  `${NAMES[n % NAMES.length] ?? ''} ${['Labs', 'Software', 'Systems'][n % 3] ?? ''}`;
const domainOf = (n: number): string => `${(NAMES[n % NAMES.length] ?? '').toLowerCase()}-${String(n)}.example`;

export const leads = (stage: string | null, from: number) => {
  const all = Array.from({ length: 45 }, (_, n) => ({
    campaignId: CAMPAIGN,
    domain: domainOf(n),
    name: nameOf(n),
    industry: n % 5 === 4 ? null : 'B2B software',
    headcount: n % 7 === 6 ? null : 20 + n * 3,
    country: n % 6 === 5 ? null : ['US', 'DE', 'GB', 'SE'][n % 4],
    score: Math.max(0, 0.97 - n / 50),
    grade: GRADES[Math.min(3, Math.floor(n / 12))],
    confidence: 0.8,
    stage: LEAD_STAGES[n % LEAD_STAGES.length],
    runId: FINISHED_RUN,
  })).filter((lead) => stage === null || lead.stage === stage);
  return leadRoutes.listLeads.response.parse(
    pageOf(all.slice(from, from + PAGE), from + PAGE < all.length ? String(from + PAGE) : null),
  );
};

export const lead = (domain: string) =>
  leadRoutes.getLead.response.parse({
    ...leads(null, 0).items[0],
    domain,
    breakdown: [
      {
        component: 'industry',
        value: 1,
        weight: 0.44,
        reason: '“B2B software” is one of the wanted industries.',
        evidence: 'B2B, SaaS',
      },
      { component: 'size', value: 0.92, weight: 0.31, reason: '140 people, wanted 20 to 500.', evidence: '140' },
      { component: 'revenue', value: null, weight: 0, reason: 'No revenue is known.', evidence: null },
      { component: 'growth', value: 0.5, weight: 0.13, reason: 'It is hiring.', evidence: 'hiring' },
      {
        component: 'location',
        value: 1,
        weight: 0.12,
        reason: 'Berlin is in a wanted place.',
        evidence: 'Berlin, Germany',
      },
    ],
    touches: [{ at: at(5), messageId: SENT_MAIL, subject: 'Month end at Harbourline' }],
  });

export const company = discoveryRoutes.getCompany.response.parse({
  domain: 'harbourline-0.example',
  name: 'Harbourline Labs',
  website: 'https://harbourline-0.example',
  industries: ['B2B software'],
  keywords: [],
  oneLiner: 'Berth planning for container ports.',
  description: null,
  headcount: 140,
  revenue: null,
  foundedYear: 2015,
  locations: ['Berlin, Germany', 'Malmö, Sweden'],
  country: 'DE',
  remote: false,
  hiring: true,
  fundingStage: null,
  status: 'active',
  source: 'file:imp_1',
});

export const contacts = (domain: string) =>
  contactRoutes.listCompanyContacts.response.parse(
    pageOf([
      {
        id: 'c1',
        firstName: 'Mara',
        lastName: 'Lindqvist',
        title: 'Chief Financial Officer',
        department: 'finance',
        seniority: 'c_suite',
        decisionMaker: true,
        personaMatch: 0.94,
        email: `mara@${domain}`,
        verification: { verdict: 'valid', reasons: ['published_on_own_site'] },
        source: 'website',
        sourceRef: `https://${domain}/team`,
        country: 'DE',
        domain,
        companyName: 'Harbourline Labs',
        createdAt: at(1),
      },
    ]),
  );

const message = (n: number) => ({
  id: id('msg', n + 1),
  runId: FINISHED_RUN,
  campaignId: CAMPAIGN,
  domain: domainOf(n),
  companyName: nameOf(n),
  toName: PEOPLE[n % PEOPLE.length] ?? null,
  toAddress: `person.${String(n)}@${domainOf(n)}`,
  variant: VARIANTS[n % 3],
  step: 1,
  subject: `${['Month end at', 'A calmer close for', 'Who owns the forecast at'][n % 3] ?? ''} ${nameOf(n)}`,
  state: n === 0 ? 'delivered' : n === 1 ? 'draft' : MESSAGE_STATES[n % MESSAGE_STATES.length],
  reason: n === 1 ? 'A sentence about the recipient carries no evidence.' : null,
  dueAt: n % 3 === 0 ? null : at(20),
  sentAt: n % 3 === 0 ? at(6) : null,
  createdAt: at(3),
  updatedAt: at(6),
});

export const messageList = (state: string | null, from: number) => {
  const all = Array.from({ length: 45 }, (_, n) => message(n)).filter((each) => state === null || each.state === state);
  return sendingRoutes.listRunMessages.response.parse(
    pageOf(all.slice(from, from + PAGE), from + PAGE < all.length ? String(from + PAGE) : null),
  );
};

export const messageDetail = (messageId: string) =>
  sendingRoutes.getMessage.response.parse({
    ...message(messageId === HELD_MAIL ? 1 : 0),
    body: 'Hi Mara,\n\nHarbourline opened a second office in Malmö this spring. Growth like that usually reaches the month end first.\n\nMeadowlark Forecast gives finance a number it can explain line by line.\n\nWould a 15-minute look be useful next week?\n\nRobin',
    writer: 'offline writer',
    evidence: [
      {
        sentence: 'Harbourline opened a second office in Malmö this spring.',
        about: 'recipient',
        evidenceIds: ['p3f2a91', 'company:locations'],
      },
      {
        sentence: 'Meadowlark Forecast gives finance a number it can explain line by line.',
        about: 'sender',
        evidenceIds: ['offer:benefits.0'],
      },
      { sentence: 'Would a 15-minute look be useful next week?', about: 'neither', evidenceIds: [] },
    ],
    guards: [
      { guard: 'word_count', passed: true, detail: '62 words' },
      {
        guard: 'evidence',
        passed: messageId !== HELD_MAIL,
        detail: messageId === HELD_MAIL ? 'Sentence 2 cites nothing.' : '',
      },
      { guard: 'subject_length', passed: true, detail: '' },
    ],
    others: [
      {
        variant: 'benefit',
        subject: 'A calmer close for Harbourline',
        body: 'Hi Mara,\n\nClose the month two days earlier.\n\nRobin',
      },
      {
        variant: 'question',
        subject: 'Who owns the forecast?',
        body: 'Hi Mara,\n\nWho owns the forecast at Harbourline?\n\nRobin',
      },
    ],
    events:
      messageId === HELD_MAIL
        ? []
        : [
            { type: 'sent', at: at(6), detail: null },
            { type: 'delivered', at: at(7), detail: 'mail.harbourline.example answered 250 OK' },
          ],
  });

export const apiKeys = accountRoutes.listApiKeys.response.parse(
  pageOf([
    {
      id: id('key', 1),
      name: 'Sample key',
      prefix: 'tl_test_4fQ2',
      mode: 'sandbox',
      role: 'owner',
      createdAt: at(0),
      expiresAt: null,
      revokedAt: null,
    },
    {
      id: id('key', 2),
      name: 'Nightly import',
      prefix: 'tl_live_9xKd',
      mode: 'live',
      role: 'member',
      createdAt: at(0),
      expiresAt: null,
      revokedAt: at(4),
    },
  ]),
);

export const suppressions = sendingRoutes.listSuppressions.response.parse(
  pageOf([
    { kind: 'address', value: 'person.7@copperway-7.example', reason: 'unsubscribe', at: at(9) },
    { kind: 'domain', value: 'brightmoor-5.example', reason: 'manual', at: at(8) },
    { kind: 'address', value: null, reason: 'complaint', at: at(7) },
  ]),
);

const replyOf = (n: number, replyClass: string, words: string) => ({
  id: id('rpl', n),
  campaignId: CAMPAIGN,
  runId: FINISHED_RUN,
  messageId: SENT_MAIL,
  domain: domainOf(0),
  companyName: nameOf(0),
  at: at(30 + n),
  from: `person.0@${domainOf(0)}`,
  fromName: 'Mara Lindqvist',
  subject: 'Re: Month end at Harbourline Labs',
  words,
  class: replyClass,
  why: 'it asks for a time',
  matchedBy: 'address',
  attachments: [],
  human: replyClass !== 'out_of_office',
});

const answered = [
  replyOf(1, 'interested', 'Sounds useful. Would Thursday at ten work for you?'),
  replyOf(2, 'out_of_office', 'I am away until Monday and read mail then.'),
];

export const replies = (says: string | null) =>
  replyRoutes.listReplies.response.parse(pageOf(answered.filter((each) => says === null || each.class === says)));

export const thread = (messageId: string) =>
  replyRoutes.getThread.response.parse({
    entries:
      messageId === SENT_MAIL
        ? [
            { kind: 'sent', at: at(6), message: message(0), text: 'Hi Mara,\n\nHarbourline opened a second office.' },
            ...answered.map((reply) => ({ kind: 'reply', at: reply.at, reply })),
          ]
        : [],
  });

const check = (checkId: string, status: string, what: string, mend: string | null = null) => ({
  id: checkId,
  status,
  what,
  mend,
});

export const preflight = (mode: string) =>
  preflightRoutes.getPreflight.response.parse({
    campaignId: CAMPAIGN,
    mode,
    ready: false,
    checks: [
      check('legal_name', 'pass', 'Mails carry the legal name: Meadowlark Analytics Ltd.'),
      check('spf', 'fail', 'meadowlark.example has no SPF record.', 'Publish the TXT record "v=spf1 ~all".'),
      check('dmarc', 'warn', 'The DMARC policy is p=none: it protects nothing.', 'Change to p=quarantine.'),
      check('countries', 'warn', 'The ICP names no countries: people in DE are left out.', 'Allow DE with a reason.'),
      check('cost_estimate', 'fail', 'A run costs at most $12.40, which nobody has accepted.', 'Accept it.'),
    ],
    estimate: { recipients: 1_240, costUsd: 12.4, days: 9 },
    checkedAt: at(40),
  });

export const acknowledgements = preflightRoutes.listAcknowledgements.response.parse({
  items: [
    {
      what: { kind: 'ses_cold_mail' },
      reason: 'Every address was published by its owner.',
      by: 'Robin Ferrow',
      at: at(39),
    },
  ],
});

export const ASSESSMENT = badAssessment.id;
export const assessment = assessmentRoutes.getAssessment.response.parse(badAssessment);
export const assessments = assessmentRoutes.listAssessments.response.parse(
  pageOf([
    {
      ...badAssessment,
      scores: Object.fromEntries(Object.entries(badAssessment.categories).map(([name, { score }]) => [name, score])),
      findings: badAssessment.findings.length,
      frozen: true,
    },
  ]),
);

const NOTHING = { count: 0, amount: 0 };
const revenue = [
  {
    currency: 'usd',
    sales: 2,
    gross: 798,
    refunds: { count: 1, amount: 399 },
    disputes: NOTHING,
    costs: {
      ...{ total: 12.4, stripeFees: 12.3, sending: 0.1, copy: 0, discovery: 0, contacts: 0, assessment: 0 },
    },
    net: 386.6,
    roi: 31.18,
    roiText: '3,118 %',
  },
];
export const runRevenue = ledgerRoutes.getRunRevenue.response.parse({
  runId: FINISHED_RUN,
  campaignId: CAMPAIGN,
  revenue,
  pendingCostUsd: 0,
});
export const campaignRevenue = ledgerRoutes.getCampaignRevenue.response.parse({
  campaignId: CAMPAIGN,
  revenue,
  pendingCostUsd: 0,
});

export const SALE = id('pur', 1);
const chain = {
  how: 'token',
  messageId: SENT_MAIL,
  variant: 'benefit',
  step: 1,
  runId: FINISHED_RUN,
  campaignId: CAMPAIGN,
  domain: domainOf(0),
  contactId: 'c1',
  source: 'file:imp_1',
  sentAt: at(6),
  forwarded: true,
};
const purchase = {
  id: SALE,
  state: 'partly_refunded',
  reportId: id('rpt', 1),
  domain: domainOf(0),
  companyName: nameOf(0),
  campaignId: CAMPAIGN,
  amount: { amount: 39_900, currency: 'usd' },
  refundedAmount: 9_900,
  buyerEmail: 'accounts@harbourline-0.example',
  attributedBy: 'token',
  flag: null,
  livemode: false,
  paidAt: at(50),
  createdAt: at(49),
};
export const purchases = purchaseRoutes.listPurchases.response.parse(pageOf([purchase]));
export const purchaseDetail = purchaseRoutes.getPurchase.response.parse({
  ...purchase,
  linkId: id('rlk', 1),
  assessmentId: ASSESSMENT,
  reportVersion: 1,
  messageId: SENT_MAIL,
  chain,
  utm: { source: null, medium: null, campaign: null, term: null, content: null },
  referrer: null,
  landingPage: null,
  sessionId: 'cs_test_1',
  paymentIntentId: 'pi_1',
  fee: { balanceTransactionId: 'txn_1', amount: { amount: 1_187, currency: 'usd' } },
  refunds: [{ id: 're_1', amount: 9_900, status: 'succeeded', at: at(60) }],
  disputes: [],
  refundable: 30_000,
  expiresAt: at(90),
  fulfilledAt: at(51),
  expiredAt: null,
  failedAt: null,
  updatedAt: at(60),
});
const touch = { messageId: SENT_MAIL, at: at(6), runId: FINISHED_RUN, variant: 'benefit', step: 1 };
export const credits = ledgerRoutes.getPurchaseAttribution.response.parse({
  purchaseId: SALE,
  amount: purchase.amount,
  paidAt: at(50),
  chain,
  touches: [{ ...touch, subject: 'Month end at Harbourline Labs' }],
  models: ['first_touch', 'last_touch', 'linear', 'position', 'time_decay'].map((model) => ({
    model,
    credits: [{ messageId: SENT_MAIL, amount: 39_900 }],
  })),
});
