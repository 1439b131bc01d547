import type { SQSEvent } from 'aws-lambda';
import { createCampaignStore } from '../../functions/campaigns/campaign-store.ts';
import { NewCampaign, type RunPlan } from '../../functions/campaigns/contract.ts';
import { createRunStore, type Run } from '../../functions/campaigns/run-store.ts';
import type { SendingSettings } from '../../functions/campaigns/sending-settings.ts';
import { packContent } from '../../functions/copy/message-content.ts';
import {
  CampaignId,
  IcpId,
  ImportId,
  type MessageId,
  newId,
  RunId,
  WorkspaceId,
} from '../../functions/platform/ids.ts';
import {
  messageContentKey,
  messageIdOf,
  messageInReview,
  messageKey,
  recipientKey,
} from '../../functions/platform/keys.ts';
import type { Table } from '../../functions/platform/table.ts';
import { type Clock, instant } from '../../functions/platform/time.ts';
import type { SendRecord } from '../../functions/sending/contract.ts';
import { createScheduling } from '../../functions/sending/scheduling.ts';
import { createSendRecords } from '../../functions/sending/send-records.ts';
import { createMemoryFiles } from './memory-files.ts';

export const workspaceId = WorkspaceId.parse('ws_01jd0000000000000000000000');
export const campaignId = CampaignId.parse('cmp_01jd0000000000000000000000');
export const runId = RunId.parse('run_01jd0000000000000000000000');

export const sender: RunPlan['sender'] = {
  name: 'Ada Löwe',
  email: 'ada@throughline-demo.com',
  legalName: 'Throughline Demo Ltd',
  postalAddress: '1 Example Street, Dublin, D01 X2Y3',
};

/** The S3 side of the dispatcher: one plan for every run. */
export const planFiles = (mode: 'sandbox' | 'live' = 'sandbox') => ({
  readText: (key: string) => Promise.resolve(key.endsWith('/plan.json') ? JSON.stringify({ sender, mode }) : undefined),
});

/** What gives messages their times, over a table of the test. */
export const schedulingOf = (
  table: Table,
  clock: Clock,
  {
    ratePerSecond = 10,
    random = () => 0.5,
    files = createMemoryFiles(),
  }: Partial<Parameters<typeof createScheduling>[0]> = {},
) => createScheduling({ table, files, ratePerSecond, clock, random, sleep: () => Promise.resolve() });

/** The reading side of the dispatcher, over a table of the test. */
export const sendRecordsOf = (table: Table, clock: Clock, mode: 'sandbox' | 'live' = 'sandbox') => {
  const { settings, sequences } = schedulingOf(table, clock);
  return createSendRecords({ table, files: planFiles(mode), settings, sequences, clock });
};

export type SeededMessage = Readonly<{ id: MessageId; address: string; domain: string }>;

/** Opens a run with its gates, as plan-run leaves it. */
export const seedRun = async (table: Table, clock: Clock, run: Partial<Run> = {}): Promise<Run> => {
  const all: Run = {
    id: runId,
    workspaceId,
    campaignId,
    icpVersion: 1,
    mode: 'sandbox',
    status: 'running',
    problem: null,
    warnings: [],
    costCapMicroUsd: 100_000_000,
    clockFactor: 1,
    startedAt: instant(clock()),
    endedAt: null,
    executionArn: null,
    counts: {},
    discovered: {},
    ...run,
  };
  await createRunStore(table, clock).create(all);
  return all;
};

/** A campaign whose mails are followed up by so many others, three days apart. */
export const seedCampaign = (table: Table, clock: Clock, followUps: number, sending: Partial<SendingSettings> = {}) =>
  createCampaignStore(table, clock).create(workspaceId, {
    ...NewCampaign.parse({
      ...{ name: 'Month end', icpId: newId(IcpId, 'icp'), sender, companyImports: [newId(ImportId, 'imp')] },
      offer: {
        ...{ product: 'Ledger', oneLiner: 'Closes the month.', problems: ['Slow.'], benefits: ['Fast.'] },
        callToAction: 'Shall I show you?',
      },
      sending: {
        ...sending,
        followUps:
          sending.followUps ??
          Array.from({ length: followUps }, (_, index) => ({
            waitDays: 3,
            text: { subject: `Again ${String(index + 1)}`, body: 'Hello {firstName}, did this reach {company}?' },
          })),
      },
    }),
    ...{ id: campaignId, icpVersion: 1 },
  });

/** Writes messages as the copy stage does: message, content and recipient reservation. */
export const seedMessages = async (
  table: Table,
  clock: Clock,
  {
    count,
    state = 'approved',
    run = runId,
    domainOf = (n) => `company${String(n)}.example`,
    country = null,
  }: {
    country?: string | null;
    count: number;
    state?: 'approved' | 'draft';
    run?: RunId;
    domainOf?: (n: number) => string;
  },
): Promise<readonly SeededMessage[]> => {
  const now = instant(clock());
  const times = { v: 1, createdAt: now, updatedAt: now };
  const seeded = Array.from({ length: count }, (_, n) => {
    const domain = domainOf(n);
    const address = `person${String(n)}@${domain}`;
    return { id: messageIdOf(run, address, 1), address, domain };
  });
  const text = { subject: 'Your month end', body: 'Hello,\n\nis month end slow at your company?\n\nAda' };
  await table.batchPut(
    seeded.flatMap(({ id, address, domain }) => [
      {
        ...messageKey(workspaceId, id),
        ...(state === 'draft' ? messageInReview(workspaceId, run, id) : {}),
        type: 'Message',
        ...times,
        workspaceId,
        campaignId,
        runId: run,
        domain,
        companyName: `The company at ${domain}`,
        toName: 'Jo Person',
        toAddress: address,
        country,
        variant: 'question',
        step: 1,
        subject: text.subject,
        state,
      },
      {
        ...messageContentKey(workspaceId, id),
        type: 'MessageContent',
        ...times,
        ...packContent({
          messageId: id,
          ...text,
          variant: 'question',
          evidence: [],
          guards: [],
          writer: 'offline',
          others: [],
          costMicroUsd: 0,
          held: null,
        }),
      },
      {
        ...recipientKey(workspaceId, address),
        type: 'Recipient',
        ...times,
        domain,
        contactId: 'c1',
        campaignId,
        runId: run,
        reservedAt: now,
      },
    ]),
  );
  return seeded;
};

/** A record as the dispatcher makes it. */
export const sendRecord = (message: SeededMessage, dueAt: string, more: Partial<SendRecord> = {}): SendRecord => ({
  workspaceId,
  campaignId,
  runId,
  messageId: message.id,
  dueAt,
  tries: 0,
  mode: 'sandbox',
  domain: message.domain,
  variant: 'question',
  step: 1,
  toName: 'Jo Person',
  toAddress: message.address,
  subject: 'Your month end',
  body: 'Hello,\n\nis month end slow at your company?',
  sender,
  references: [],
  ...more,
});

/** Queue records as Lambda gets them. */
export const sqsEvent = (bodies: readonly unknown[]): SQSEvent => ({
  Records: bodies.map((body, at) => ({
    messageId: `item-${String(at)}`,
    receiptHandle: '',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: '',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: '',
    awsRegion: 'us-east-1',
  })),
});

type Tags = Readonly<Record<string, string>>;

/** An event as SES publishes it, without an SNS envelope. */
export const sesEvent = (
  eventType: string,
  tags: Tags,
  detail: Readonly<Record<string, unknown>> = {},
  at = '2026-11-21T09:00:05.000Z',
) => ({
  eventType,
  mail: {
    timestamp: at,
    messageId: `ses-${tags['send_id'] ?? 'none'}`,
    destination: ['someone@example.com'],
    tags: Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]])),
  },
  [eventType === 'Rendering Failure' ? 'failure' : `${eventType.charAt(0).toLowerCase()}${eventType.slice(1)}`]: {
    timestamp: at,
    ...detail,
  },
});

export const tagsOf = ({ id }: Pick<SeededMessage, 'id'>): Tags => ({
  send_id: id,
  workspace_id: workspaceId,
  campaign_id: campaignId,
  variant: 'question',
});
