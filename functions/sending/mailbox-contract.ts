import * as z from 'zod';
import { PageQuery, pageOf } from '../platform/http/page.ts';
import { defineRoutes } from '../platform/http/route.ts';
import { singleLine } from '../platform/http/text.ts';
import { MailboxId } from '../platform/ids.ts';
import { Instant } from '../platform/time.ts';

export const MAILBOX_CHANNELS = ['ses', 'smtp', 'instantly'] as const;

export const SmtpServer = z.strictObject({
  host: z
    .string()
    .trim()
    .max(253)
    .regex(/^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)*$/i, 'must be a host name such as smtp.example.com'),
  /** Ports on which mail is submitted; others would let this product knock at anything. */
  port: z.union([z.literal(25), z.literal(465), z.literal(587), z.literal(2525)]).default(587),
  /** `tls` from the first byte (465), or `starttls`, without which nothing is said (587). */
  security: z.enum(['tls', 'starttls']).default('starttls'),
  user: singleLine(254),
});
export type SmtpServer = z.infer<typeof SmtpServer>;

/** Sends a day at first and how many more each day: a new mailbox that sends a lot at once is taken for a spammer's. */
export const Ramp = z.strictObject({ start: z.int().min(1).max(1_000), perDay: z.int().min(1).max(1_000) });

const fields = {
  channel: z.enum(MAILBOX_CHANNELS),
  address: z.email().max(254),
  name: singleLine(120),
  dailyCap: z.int().min(1).max(2_000).default(30),
  /** Null for a mailbox that has been in use for long. */
  ramp: Ramp.nullable().default({ start: 5, perDay: 2 }),
  /** Least time between two mails. */
  gapSeconds: z.int().min(10).max(3_600).default(90),
  smtp: SmtpServer.nullable().default(null),
};

const password = singleLine(1_000);
const hasServer = ({ channel, smtp }: { channel?: string | undefined; smtp?: unknown }): boolean =>
  channel === undefined || (channel === 'smtp') === (smtp !== null && smtp !== undefined);
const serverRule = { message: 'a mailbox of the channel smtp needs it, others have none', path: ['smtp'] };

/** `password` is stored with the workspace's secrets and never shown. */
export const NewMailbox = z.strictObject({ ...fields, password: password.optional() }).refine(hasServer, serverRule);
export const ChangedMailbox = z.strictObject({
  name: fields.name.optional(),
  dailyCap: z.int().min(1).max(2_000).optional(),
  ramp: Ramp.nullable().optional(),
  gapSeconds: z.int().min(10).max(3_600).optional(),
  smtp: SmtpServer.optional(),
  password: password.optional(),
  status: z.enum(['active', 'paused']).optional(),
});

export const Mailbox = z.object({
  ...fields,
  id: MailboxId,
  status: z.enum(['active', 'paused']),
  /** First day of its ramp, UTC. */
  rampFrom: z.iso.date(),
  hasPassword: z.boolean(),
  /** When its server last took our sign-in; null when never since its settings changed. */
  verifiedAt: Instant.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type Mailbox = z.infer<typeof Mailbox>;

/** What became of its mails of the last seven days. */
export const MailboxHealth = z.object({
  sent: z.int(),
  bounceRate: z.number(),
  complaintRate: z.number(),
  /** Takes no new mails while its rates are over the limits. */
  healthy: z.boolean(),
  reason: z.string().nullable(),
});
export type MailboxHealth = z.infer<typeof MailboxHealth>;
export const MailboxView = Mailbox.extend({ capToday: z.int(), health: MailboxHealth });

const mailboxes = { servedBy: 'sending/serve-mailboxes', tag: 'Mailboxes' } as const;
const params = z.object({ mailboxId: MailboxId });

export const mailboxRoutes = defineRoutes({
  listMailboxes: {
    ...mailboxes,
    operationId: 'listMailboxes',
    method: 'GET',
    path: '/mailboxes',
    summary: 'List mailboxes with their health',
    permission: 'mailbox:read',
    query: PageQuery,
    status: 200,
    response: pageOf(MailboxView),
  },
  createMailbox: {
    ...mailboxes,
    operationId: 'createMailbox',
    method: 'POST',
    path: '/mailboxes',
    summary: 'Add a mailbox that campaigns can send from',
    permission: 'mailbox:create',
    body: NewMailbox,
    status: 201,
    response: MailboxView,
  },
  getMailbox: {
    ...mailboxes,
    operationId: 'getMailbox',
    method: 'GET',
    path: '/mailboxes/{mailboxId}',
    summary: 'Read a mailbox',
    permission: 'mailbox:read',
    params,
    status: 200,
    response: MailboxView,
  },
  updateMailbox: {
    ...mailboxes,
    operationId: 'updateMailbox',
    method: 'PATCH',
    path: '/mailboxes/{mailboxId}',
    summary: 'Change, pause or resume a mailbox; holds for what is not yet scheduled',
    permission: 'mailbox:update',
    params,
    body: ChangedMailbox,
    status: 200,
    response: MailboxView,
  },
  verifyMailbox: {
    ...mailboxes,
    operationId: 'verifyMailbox',
    method: 'POST',
    path: '/mailboxes/{mailboxId}/verify',
    summary: 'Sign in at the mailbox once, without sending',
    permission: 'mailbox:update',
    params,
    status: 200,
    response: z.object({ ok: z.boolean(), reason: z.string().nullable(), mailbox: MailboxView }),
  },
});
