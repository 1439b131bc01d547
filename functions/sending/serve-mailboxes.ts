import type { Handlers } from '../platform/http/api.ts';
import { invalidFields, notFound } from '../platform/http/problem.ts';
import type { MailboxId, WorkspaceId } from '../platform/ids.ts';
import { type Clock, instant } from '../platform/time.ts';
import type { ComplianceStore } from './compliance-store.ts';
import type { Mailbox, MailboxHealth, mailboxRoutes } from './mailbox-contract.ts';
import type { MailboxSecrets } from './mailbox-secrets.ts';
import { type MailboxStore, pacerOf } from './mailbox-store.ts';
import { utcDayOf } from './pace/local-time.ts';
import { capOn } from './pace/pacer.ts';
import type { sendingStateRoutes } from './preflight/preflight-contract.ts';
import type { SmtpLogin } from './providers/smtp.ts';
import type { ReputationStore } from './reputation-store.ts';

const badCursor = invalidFields([
  { field: 'query.cursor', message: 'is not a cursor of this list; start without one' },
]);

type Ports = Readonly<{
  mailboxes: MailboxStore;
  secrets: Pick<MailboxSecrets, 'read'>;
  keepPassword: (workspaceId: WorkspaceId, id: MailboxId, password: string) => Promise<void>;
  /** Signs in once; gives why it did not work. */
  tryLogin: (login: SmtpLogin) => Promise<string | undefined>;
  reputation: Pick<ReputationStore, 'view' | 'resume' | 'healthOf'>;
  compliance: ComplianceStore;
  clock: Clock;
}>;
type Routes = typeof mailboxRoutes & typeof sendingStateRoutes;

/** Mailboxes, the workspace's compliance profile and its circuit breaker over HTTP. */
export const createServeMailboxes = ({
  mailboxes,
  secrets,
  keepPassword,
  tryLogin,
  reputation,
  compliance,
  clock,
}: Ports): Handlers<Routes> => {
  const view = (mailbox: Mailbox, health: (id: MailboxId) => MailboxHealth) => ({
    ...mailbox,
    capToday: capOn(pacerOf(mailbox), utcDayOf(clock())),
    health: health(mailbox.id),
  });
  const viewOne = async (workspaceId: WorkspaceId, mailbox: Mailbox) =>
    view(mailbox, await reputation.healthOf(workspaceId));

  return {
    listMailboxes: async ({ principal: { workspaceId }, query }) => {
      const page = await mailboxes.list(workspaceId, query);
      if (page === undefined) return badCursor;
      const health = await reputation.healthOf(workspaceId);
      return { body: { items: page.items.map((mailbox) => view(mailbox, health)), nextCursor: page.nextCursor } };
    },

    createMailbox: async ({ principal: { workspaceId }, body: { password, ...wished } }) => {
      const mailbox = await mailboxes.create(workspaceId, { ...wished, hasPassword: password !== undefined });
      if (password !== undefined) await keepPassword(workspaceId, mailbox.id, password);
      return { body: await viewOne(workspaceId, mailbox) };
    },

    getMailbox: async ({ principal: { workspaceId }, params: { mailboxId } }) => {
      const mailbox = await mailboxes.get(workspaceId, mailboxId);
      return mailbox === undefined ? notFound('mailbox', mailboxId) : { body: await viewOne(workspaceId, mailbox) };
    },

    updateMailbox: async ({ principal: { workspaceId }, params: { mailboxId }, body }) => {
      const before = await mailboxes.get(workspaceId, mailboxId);
      if (before === undefined) return notFound('mailbox', mailboxId);
      const { password, smtp, ...change } = body;
      if (smtp !== undefined && before.channel !== 'smtp')
        return invalidFields([{ field: 'smtp', message: `a mailbox of the channel ${before.channel} has no server` }]);
      if (password !== undefined) await keepPassword(workspaceId, mailboxId, password);
      const login = smtp !== undefined || password !== undefined;
      const mailbox = await mailboxes.change(workspaceId, mailboxId, {
        ...change,
        ...(smtp === undefined ? {} : { smtp }),
        ...(password === undefined ? {} : { hasPassword: true }),
        // What was true of another server or password says nothing of these.
        ...(login ? { verifiedAt: null } : {}),
      });
      return mailbox === undefined ? notFound('mailbox', mailboxId) : { body: await viewOne(workspaceId, mailbox) };
    },

    verifyMailbox: async ({ principal: { workspaceId }, params: { mailboxId } }) => {
      const before = await mailboxes.get(workspaceId, mailboxId);
      if (before === undefined) return notFound('mailbox', mailboxId);
      const reason = await whyNotVerified(before, () => secrets.read(workspaceId, mailboxId), tryLogin);
      const mailbox =
        reason === null ? await mailboxes.change(workspaceId, mailboxId, { verifiedAt: instant(clock()) }) : before;
      if (mailbox === undefined) return notFound('mailbox', mailboxId);
      return { body: { ok: reason === null, reason, mailbox: await viewOne(workspaceId, mailbox) } };
    },

    getComplianceProfile: async ({ principal }) => ({ body: await compliance.get(principal.workspaceId) }),
    putComplianceProfile: async ({ principal, body }) => ({
      body: await compliance.put(principal.workspaceId, body, principal.id),
    }),

    getBreaker: async ({ principal }) => ({ body: await reputation.view(principal.workspaceId) }),
    resumeSending: async ({ principal, body }) => {
      await reputation.resume(principal.workspaceId, { by: principal.id, reason: body.reason });
      return { body: await reputation.view(principal.workspaceId) };
    },
  };
};

/** Why a mailbox cannot be signed in at; null when it can. */
const whyNotVerified = async (
  { channel, smtp }: Mailbox,
  password: () => Promise<string | undefined>,
  tryLogin: Ports['tryLogin'],
): Promise<string | null> => {
  if (channel !== 'smtp' || smtp === null)
    return channel === 'ses'
      ? 'SES verifies its own addresses: verify the domain in SES; the preflight asks it.'
      : 'Instantly verifies its own accounts.';
  const secret = await password();
  if (secret === undefined) return 'The mailbox has no password: store one with PATCH /mailboxes/{mailboxId}.';
  return (await tryLogin({ ...smtp, password: secret })) ?? null;
};
