import { createHash } from 'node:crypto';
import {
  type ApiKeyId,
  type AssessmentBatchId,
  type AssessmentId,
  type CampaignId,
  type GenerationId,
  type IcpId,
  type ImportId,
  type MailboxId,
  MessageId,
  type PurchaseId,
  type ReplyId,
  type ReportId,
  type ReportLinkId,
  RunId,
  type WebhookDeliveryId,
  type WebhookEndpointId,
  type WebhookEventId,
  WorkspaceId,
} from './ids.ts';
import { mailboxOf } from './mailbox.ts';

/**
 * Every key of the table is made here (docs/data-model.md lists them with the question each answers).
 * Keys begin with the workspace, or with a secret's hash whose item carries the workspace.
 */
export type Key = Readonly<{ pk: string; sk: string }>;
export type Gsi1 = Readonly<{ gsi1pk: string; gsi1sk: string }>;
export type Gsi2 = Readonly<{ gsi2pk: string; gsi2sk: string }>;

export const SEND_SHARDS = 4;
export const GATE_SHARDS = 4;

/** A stable number in [0, buckets) from a text; spreads hot keys over partitions (limit 1,000 write units each). */
export const bucketOf = (text: string, buckets: number): number =>
  createHash('sha256').update(text).digest().readUInt32BE(0) % buckets;

/** SHA-256 in hex of a normalised e-mail address; suppression survives erasure because only this is kept. */
export const addressHash = (address: string): string =>
  createHash('sha256').update(address.trim().toLowerCase()).digest('hex');

const ws = (workspaceId: WorkspaceId): string => `WS#${workspaceId}`;

export const workspaceKey = (w: WorkspaceId): Key => ({ pk: ws(w), sk: 'WORKSPACE' });
export const memberKey = (w: WorkspaceId, subject: string): Key => ({ pk: ws(w), sk: `MEMBER#${subject}` });
/** The workspaces of a person: same item, found by the token's subject (question 9). */
export const memberBySubject = (subject: string, w: WorkspaceId): Gsi1 => ({
  gsi1pk: `SUBJECT#${subject}`,
  gsi1sk: ws(w),
});
export const apiKeyKey = (w: WorkspaceId, id: ApiKeyId): Key => ({ pk: ws(w), sk: `APIKEY#${id}` });
export const apiKeyByHash = (hash: string): Gsi1 => ({ gsi1pk: `APIKEYHASH#${hash}`, gsi1sk: 'APIKEY' });

export const icpKey = (w: WorkspaceId, id: IcpId): Key => ({ pk: `${ws(w)}#ICPS`, sk: `ICP#${id}` });
export const icpVersionKey = (w: WorkspaceId, id: IcpId, version: number): Key => ({
  pk: `${ws(w)}#ICP#${id}`,
  sk: `VERSION#${String(version).padStart(6, '0')}`,
});
/** The last re-scoring of an ICP's leads, and how far it is. */
export const rescoreKey = (w: WorkspaceId, id: IcpId): Key => ({ pk: `${ws(w)}#RESCORES`, sk: `RESCORE#${id}` });
export const importKey = (w: WorkspaceId, id: ImportId): Key => ({ pk: `${ws(w)}#IMPORTS`, sk: `IMPORT#${id}` });

export const campaignKey = (w: WorkspaceId, id: CampaignId): Key => ({
  pk: `${ws(w)}#CAMPAIGNS`,
  sk: `CAMPAIGN#${id}`,
});
export const runKey = (w: WorkspaceId, id: RunId): Key => ({ pk: `${ws(w)}#RUN#${id}`, sk: 'RUN' });
/** A campaign's runs and a workspace's runs, newest first by ULID (question 1). */
export const runByCampaign = (w: WorkspaceId, campaignId: CampaignId, id: RunId): Gsi1 => ({
  gsi1pk: `${ws(w)}#CAMPAIGN#${campaignId}#RUNS`,
  gsi1sk: id,
});
export const runByWorkspace = (w: WorkspaceId, id: RunId): Gsi2 => ({ gsi2pk: `${ws(w)}#RUNS`, gsi2sk: id });
/** The gate that every send transaction checks (running, not over cap), in shards: a transaction locks what it checks. */
export const runGateKey = (w: WorkspaceId, id: RunId, shard: number): Key => ({
  pk: `${ws(w)}#RUN#${id}`,
  sk: `GATE#${String(shard)}`,
});

export const companyKey = (w: WorkspaceId, domain: string): Key => ({
  pk: `${ws(w)}#COMPANY#${domain}`,
  sk: 'COMPANY',
});
export const contactKey = (w: WorkspaceId, domain: string, contactId: string): Key => ({
  pk: `${ws(w)}#COMPANY#${domain}`,
  sk: `CONTACT#${contactId}`,
});
/** Who an address belongs to and when it was last written to, over all campaigns (question 3, cool-down). All spellings of a mailbox are one. */
export const recipientKey = (w: WorkspaceId, address: string): Key => ({
  pk: `${ws(w)}#EMAIL#${addressHash(mailboxOf(address))}`,
  sk: 'RECIPIENT',
});

export const leadKey = (w: WorkspaceId, campaignId: CampaignId, domain: string): Key => ({
  pk: `${ws(w)}#CAMPAIGN#${campaignId}#LEAD#${domain}`,
  sk: 'LEAD',
});
/** Leads of a campaign by score, highest first (question 2). Score in thousandths, so that text order is number order. */
export const leadByScore = (w: WorkspaceId, campaignId: CampaignId, score: number, domain: string): Gsi1 => ({
  gsi1pk: `${ws(w)}#CAMPAIGN#${campaignId}#LEADS`,
  gsi1sk: `${String(Math.round(score * 1000)).padStart(4, '0')}#${domain}`,
});

/** What a workspace's qualification model is and how far its training is. */
export const qualificationKey = (w: WorkspaceId): Key => ({ pk: ws(w), sk: 'QUALIFICATION' });

/** Runs that may still have work outside their execution (unsettled messages): what the sweeper looks through. */
export const activeRun = (id: RunId): Gsi1 => ({ gsi1pk: 'ACTIVE_RUNS', gsi1sk: id });

/** The workspace of a run whose id alone is known (a reply's address names a message and so its run); stands on the gate of shard 1. */
export const runById = (id: RunId): Gsi1 => ({ gsi1pk: `RUNID#${id}`, gsi1sk: 'RUN' });

/** The id of the one message of a run to an address at a step; the same inputs give the same id, so drafting twice writes once. */
export const messageIdOf = (runId: RunId, address: string, step: number): MessageId =>
  MessageId.parse(
    `msg_${runId.slice('run_'.length)}${createHash('sha256')
      .update(`${address.trim().toLowerCase()}#${String(step)}`)
      .digest('hex')
      .slice(0, 20)}`,
  );
/** The run that a message's id names. */
export const runOfMessage = (messageId: MessageId): RunId => RunId.parse(`run_${messageId.slice(4, 30)}`);
export const messageKey = (w: WorkspaceId, messageId: MessageId): Key => ({
  pk: runMessagesPartition(w, runOfMessage(messageId), bucketOf(messageId, SEND_SHARDS)),
  sk: messageId,
});
export const runMessagesPartition = (w: WorkspaceId, runId: RunId, shard: number): string =>
  `${ws(w)}#RUN#${runId}#MSG#${String(shard)}`;
/** Messages due, by shard and due time (question 4); present only while a message is `scheduled`. */
export const messageDue = (messageId: string, dueAt: string): Gsi2 => ({
  gsi2pk: `DUE#${String(bucketOf(messageId, SEND_SHARDS))}`,
  gsi2sk: `${dueAt}#${messageId}`,
});
/** The partition of one shard of the due messages. */
export const dueShard = (shard: number): string => `DUE#${String(shard)}`;
/** Messages awaiting a reviewer (question 4); present only while a message is `draft` and held. */
export const messageInReview = (w: WorkspaceId, runId: RunId, messageId: string): Gsi2 => ({
  gsi2pk: `${ws(w)}#REVIEW`,
  gsi2sk: `${runId}#${messageId}`,
});
export const messageContentKey = (w: WorkspaceId, messageId: MessageId): Key => ({
  pk: `${ws(w)}#MSG#${messageId}`,
  sk: 'CONTENT',
});
/** A reply, beside the message it answers; an id made of the mail's own Message-ID, so that the same mail again is the same item. */
export const replyKey = (w: WorkspaceId, messageId: MessageId, replyId: ReplyId): Key => ({
  pk: `${ws(w)}#MSG#${messageId}`,
  sk: `REPLY#${replyId}`,
});
/** Replies of a workspace, newest first. */
export const replyByTime = (w: WorkspaceId, at: string, replyId: string): Gsi1 => ({
  gsi1pk: `${ws(w)}#REPLIES`,
  gsi1sk: `${at}#${replyId}`,
});
export const engagementKey = (w: WorkspaceId, messageId: string, at: string, eventId: string): Key => ({
  pk: `${ws(w)}#MSG#${messageId}`,
  sk: `EVENT#${at}#${eventId}`,
});

export const suppressionKey = (w: WorkspaceId, kind: 'address' | 'domain', value: string): Key => ({
  pk: `${ws(w)}#SUPPRESSION#${kind === 'address' ? addressHash(value) : value.toLowerCase()}`,
  sk: 'SUPPRESSION',
});
export const suppressionByTime = (w: WorkspaceId, at: string, hash: string): Gsi1 => ({
  gsi1pk: `${ws(w)}#SUPPRESSIONS`,
  gsi1sk: `${at}#${hash}`,
});

/** A suppression that was taken back: kept for the audit, beside no suppression. */
export const suppressionRemovalKey = (w: WorkspaceId, at: string, hash: string): Key => ({
  pk: `${ws(w)}#SUPPRESSIONREMOVALS`,
  sk: `${at}#${hash}`,
});

/** What ended or put off a campaign's sequence to a person; follow-ups check it in their claim. */
export const sequenceStopKey = (w: WorkspaceId, campaignId: CampaignId, address: string): Key => ({
  pk: `${ws(w)}#STOP#${campaignId}#${addressHash(address)}`,
  sk: 'STOP',
});

/** The follow-ups of a run as they stood when some of them were scheduled; named by a hash of what they say. */
export const sequenceKey = (w: WorkspaceId, runId: RunId, hash: string): Key => ({
  pk: `${ws(w)}#RUN#${runId}`,
  sk: `SEQUENCE#${hash}`,
});
/** A workspace's mailboxes (one Query). */
export const mailboxKey = (w: WorkspaceId, id: MailboxId): Key => ({ pk: `${ws(w)}#MAILBOXES`, sk: `MAILBOX#${id}` });
/** Mailboxes whose mails are asked about at Instantly, of all workspaces. */
export const INSTANTLY_MAILBOXES = 'INSTANTLYMAILBOXES';
export const instantlyMailbox = (w: WorkspaceId, id: string): Gsi1 => ({
  gsi1pk: INSTANTLY_MAILBOXES,
  gsi1sk: `${ws(w)}#${id}`,
});
/** How far a mailbox's campaigns at Instantly were read. */
export const instantlyPollKey = (w: WorkspaceId, id: MailboxId): Key => ({
  pk: `${ws(w)}#INSTANTLY`,
  sk: `POLL#${id}`,
});
/** Who the workspace is, as mails and the law ask for it. */
export const complianceKey = (w: WorkspaceId): Key => ({ pk: ws(w), sk: 'COMPLIANCE' });
/** What somebody took upon themselves before a live run: kept for good, newest last. */
export const acknowledgementKey = (w: WorkspaceId, campaignId: CampaignId, at: string): Key => ({
  pk: `${ws(w)}#CAMPAIGN#${campaignId}#ACKNOWLEDGEMENTS`,
  sk: at,
});
/** Whether a workspace's live sending was stopped, and since when its bounces and complaints count. */
export const breakerKey = (w: WorkspaceId): Key => ({ pk: `${ws(w)}#REPUTATION`, sk: 'BREAKER' });
/** Live mails, bounces and complaints of a UTC day. */
export const reputationDayKey = (w: WorkspaceId, date: string): Key => ({
  pk: `${ws(w)}#REPUTATION`,
  sk: `DAY#${date}`,
});

export const ledgerKey = (w: WorkspaceId, transactionId: string): Key => ({
  pk: `${ws(w)}#LEDGER#${transactionId}`,
  sk: 'TRANSACTION',
});
/** What a workspace booked in a month, oldest first (question 7). */
export const ledgerByMonth = (w: WorkspaceId, month: string, at: string, transactionId: string): Gsi1 => ({
  gsi1pk: `${ws(w)}#LEDGER#${month}`,
  gsi1sk: `${at}#${transactionId}`,
});
/** What was booked for a campaign, run by run; a run's begins with its id (question 7). */
export const ledgerByCampaign = (
  w: WorkspaceId,
  campaignId: CampaignId,
  runId: RunId | null,
  at: string,
  transactionId: string,
): Gsi2 => ({
  gsi2pk: `${ws(w)}#CAMPAIGN#${campaignId}#LEDGER`,
  gsi2sk: `${runId ?? '-'}#${at}#${transactionId}`,
});
/** Sums of the ledger by campaign, run and month, moved with every transaction; all of a workspace in one partition (question 8). */
export const ledgerRollupKey = (w: WorkspaceId, scope: string): Key => ({ pk: `${ws(w)}#LEDGERROLLUPS`, sk: scope });
/** The workspaces that have booked something, by month: what the daily proof goes over. */
export const ALL_LEDGERS = 'LEDGERS';
export const rollupsOfWorkspace = (w: WorkspaceId, scope: string): Gsi1 => ({
  gsi1pk: ALL_LEDGERS,
  gsi1sk: `${ws(w)}#${scope}`,
});
/** A lead's timeline (question 5). */
export const touchKey = (
  w: WorkspaceId,
  campaignId: CampaignId,
  domain: string,
  at: string,
  messageId: string,
): Key => ({
  pk: `${ws(w)}#CAMPAIGN#${campaignId}#LEAD#${domain}`,
  sk: `TOUCH#${at}#${messageId}`,
});
/** The touches on a lead's timeline, oldest first: one Query. */
export const touchesOfLead = (w: WorkspaceId, campaignId: CampaignId, domain: string) => ({
  KeyConditionExpression: 'pk = :pk AND begins_with(sk, :start)',
  ExpressionAttributeValues: { ':pk': leadKey(w, campaignId, domain).pk, ':start': 'TOUCH#' },
});
/** What was spent and is committed on outside calls within a scope (`DAY#<date>`, `RUN#<id>`, `LEAD#<run>#<domain>`). */
export const spendKey = (w: WorkspaceId, scope: string): Key => ({ pk: `${ws(w)}#SPEND#${scope}`, sk: 'SPEND' });
export const onceKey = (scope: string, id: string): Key => ({ pk: `ONCE#${scope}#${id}`, sk: 'ONCE' });
/** Watermark and lease of one due shard's dispatcher, and the sending-rate bucket: few, hot, without a workspace's data. */
export const dispatchShardKey = (shard: number): Key => ({ pk: 'DISPATCH', sk: `SHARD#${String(shard)}` });
export const sendingRateKey = (channel: string): Key => ({ pk: `RATE#${channel}`, sk: 'BUCKET' });
/** The workspace that a key begins with. @throws when it is a key without one. */
export const workspaceOfKey = ({ pk }: Pick<Key, 'pk'>): WorkspaceId => WorkspaceId.parse(pk.split('#')[1]);
/** A mail that came in and answers no message of ours: kept for a while to look at, by day. */
export const orphanReplyKey = (at: string, inboundId: string): Key => ({
  pk: `ORPHANREPLIES#${at.slice(0, 10)}`,
  sk: `${at}#${inboundId}`,
});
/** A channel's event that names no message of ours: kept for a while to look at, by day. */
export const orphanEventKey = (at: string, eventId: string): Key => ({
  pk: `ORPHANEVENTS#${at.slice(0, 10)}`,
  sk: `${at}#${eventId}`,
});

/** A workspace's generations, newest first by ULID. */
export const generationKey = (w: WorkspaceId, id: GenerationId): Key => ({
  pk: `${ws(w)}#GENERATIONS`,
  sk: `GENERATION#${id}`,
});
/** What a generation brought, the events it told and the links by which it is shared: all of it in one partition, deleted together. */
export const generationPartition = (w: WorkspaceId, id: GenerationId): string => `${ws(w)}#GENERATION#${id}`;
export const generationResultKey = (w: WorkspaceId, id: GenerationId): Key => ({
  pk: generationPartition(w, id),
  sk: 'RESULT',
});
export const generationEventsKey = (w: WorkspaceId, id: GenerationId, first: number): Key => ({
  pk: generationPartition(w, id),
  sk: `EVENTS#${String(first).padStart(6, '0')}`,
});
export const generationShareKey = (w: WorkspaceId, id: GenerationId, shareId: string): Key => ({
  pk: generationPartition(w, id),
  sk: `SHARE#${shareId}`,
});
/** The generation behind a shared link's secret, of which only the hash is kept. */
export const sharedLinkKey = (hash: string): Key => ({ pk: `SHAREDLINK#${hash}`, sk: 'SHAREDLINK' });
/** How many requests for copy a workspace made in an hour. */
export const copyRequestsKey = (w: WorkspaceId, hour: string): Key => ({
  pk: `${ws(w)}#COPYREQUESTS#${hour}`,
  sk: 'COUNT',
});

/** A workspace's webhook endpoints (one Query). */
export const webhookEndpointKey = (w: WorkspaceId, id: WebhookEndpointId): Key => ({
  pk: `${ws(w)}#WEBHOOKS`,
  sk: `ENDPOINT#${id}`,
});
/** What a webhook says, the same for every endpoint; by the event's own name, so that the same event again is the same item. */
export const webhookEventKey = (w: WorkspaceId, id: WebhookEventId): Key => ({
  pk: `${ws(w)}#WEBHOOKEVENT#${id}`,
  sk: 'EVENT',
});
/** The delivery log of an endpoint: deliveries by ULID, and what each attempt brought. */
export const webhookDeliveryKey = (w: WorkspaceId, endpointId: WebhookEndpointId, id: WebhookDeliveryId | ''): Key => ({
  pk: `${ws(w)}#WEBHOOK#${endpointId}`,
  sk: `DELIVERY#${id}`,
});
export const webhookAttemptKey = (
  w: WorkspaceId,
  endpointId: WebhookEndpointId,
  id: WebhookDeliveryId,
  attempt: number,
): Key => ({
  pk: `${ws(w)}#WEBHOOK#${endpointId}`,
  sk: `ATTEMPT#${id}#${String(attempt).padStart(4, '0')}`,
});
export const WEBHOOK_SHARDS = 4;
/** Deliveries that are not settled, by when they are to be looked at; present only while one is `pending`. */
export const webhookDue = (id: WebhookDeliveryId, at: string): Gsi2 => ({
  gsi2pk: webhookDueShard(bucketOf(id, WEBHOOK_SHARDS)),
  gsi2sk: `${at}#${id}`,
});
export const webhookDueShard = (shard: number): string => `WEBHOOKDUE#${String(shard)}`;

/** A workspace's assessments, newest first by ULID. */
export const assessmentKey = (w: WorkspaceId, id: AssessmentId): Key => ({
  pk: `${ws(w)}#ASSESSMENTS`,
  sk: `ASSESSMENT#${id}`,
});
/** The assessments of a site, newest first. */
export const assessmentByDomain = (w: WorkspaceId, domain: string, id: AssessmentId): Gsi1 => ({
  gsi1pk: `${ws(w)}#SITE#${domain}#ASSESSMENTS`,
  gsi1sk: id,
});

/** The assessments that a batch made, best lead first as they were made. */
export const assessmentByBatch = (w: WorkspaceId, batchId: AssessmentBatchId, id: AssessmentId): Gsi2 => ({
  gsi2pk: `${ws(w)}#ASSESSMENTBATCH#${batchId}`,
  gsi2sk: id,
});
/** The batches of a campaign, newest first by ULID. */
export const assessmentBatchKey = (w: WorkspaceId, campaignId: CampaignId, id: AssessmentBatchId): Key => ({
  pk: `${ws(w)}#CAMPAIGN#${campaignId}#ASSESSMENTBATCHES`,
  sk: `BATCH#${id}`,
});

/** A workspace's reports, newest first by ULID. */
export const reportKey = (w: WorkspaceId, id: ReportId): Key => ({ pk: `${ws(w)}#REPORTS`, sk: `REPORT#${id}` });
/** What belongs to a report: its versions, its sales. */
export const reportPartition = (w: WorkspaceId, id: ReportId): string => `${ws(w)}#REPORT#${id}`;
export const reportVersionKey = (w: WorkspaceId, id: ReportId, version: number): Key => ({
  pk: reportPartition(w, id),
  sk: `VERSION#${String(version).padStart(6, '0')}`,
});
export const reportSaleKey = (w: WorkspaceId, id: ReportId, purchaseId: string): Key => ({
  pk: reportPartition(w, id),
  sk: `SALE#${purchaseId}`,
});
/** A link to a report by its own id, which the signed token names. */
export const reportLinkKey = (w: WorkspaceId, id: ReportLinkId): Key => ({
  pk: `${ws(w)}#REPORTLINK#${id}`,
  sk: 'REPORTLINK',
});
/** The links of a report, in order of their making. */
export const reportLinkByReport = (w: WorkspaceId, reportId: ReportId, id: ReportLinkId): Gsi1 => ({
  gsi1pk: `${reportPartition(w, reportId)}#LINKS`,
  gsi1sk: id,
});
/** How a workspace's reports look. */
export const reportBrandKey = (w: WorkspaceId): Key => ({ pk: ws(w), sk: 'REPORTBRAND' });
/** Reports whose making failed, newest last: what the team looks at and tries again. */
export const reportFailed = (w: WorkspaceId, at: string, id: ReportId): Gsi1 => ({
  gsi1pk: `${ws(w)}#FAILEDREPORTS`,
  gsi1sk: `${at}#${id}`,
});

/** A workspace's purchases, newest first by ULID. */
export const purchaseKey = (w: WorkspaceId, id: PurchaseId): Key => ({
  pk: `${ws(w)}#PURCHASES`,
  sk: `PURCHASE#${id}`,
});
/** The purchases that came of a campaign, newest first. */
export const purchaseByCampaign = (w: WorkspaceId, campaignId: CampaignId, id: string): Gsi1 => ({
  gsi1pk: `${ws(w)}#CAMPAIGN#${campaignId}#PURCHASES`,
  gsi1sk: id,
});
/** A workspace's purchases in one state, newest first. */
export const purchaseByState = (w: WorkspaceId, state: string, id: string): Gsi2 => ({
  gsi2pk: `${ws(w)}#PURCHASES#${state}`,
  gsi2sk: id,
});
/** The purchase that Stripe's own id (`cs_…`, `pi_…`) or an attribution token (`att_…`) names; the item carries the workspace. */
export const purchaseRefKey = (reference: string): Key => ({ pk: `PURCHASEREF#${reference}`, sk: 'PURCHASEREF' });
/** The purchase that a click on a report's link goes on with: one at a time for each link, so that a double click buys once. */
export const purchaseIntentKey = (w: WorkspaceId, reportId: string, linkId: string): Key => ({
  pk: `${ws(w)}#REPORT#${reportId}#INTENTS`,
  sk: `INTENT#${linkId}`,
});
/** An event as Stripe sent it (no workspace: whose it is, is known once it was looked at). */
export const stripeEventKey = (eventId: string): Key => ({ pk: `STRIPEEVENT#${eventId}`, sk: 'EVENT' });
/** How far the reconciliation with Stripe is. */
export const reconciliationKey = (): Key => ({ pk: 'RECONCILIATION', sk: 'STRIPE' });
