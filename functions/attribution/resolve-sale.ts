import { DISPOSABLE_DOMAINS, FREE_MAIL_DOMAINS } from '../contacts/address-lists.ts';
import type { ContactStore } from '../contacts/contact-store.ts';
import type { RecipientStore } from '../contacts/recipient-store.ts';
import type { CompanyStore } from '../discovery/company-store.ts';
import { registrableDomain } from '../discovery/website.ts';
import type { MessageId, WorkspaceId } from '../platform/ids.ts';
import { SaleChain, UNATTRIBUTED } from '../platform/ledger/sale-chain.ts';
import { mailboxOf } from '../platform/mailbox.ts';
import type { Instant } from '../platform/time.ts';
import type { Message } from '../sending/message.ts';
import type { MessageStore } from '../sending/message-store.ts';
import type { MailsTo } from './mails-to.ts';
import { sentBy } from './send-time.ts';

export { SaleChain, UNATTRIBUTED };

/** People of a company who are looked at for the mail that led to a sale whose buyer is not known. */
const PEOPLE_LOOKED_AT = 25;

export type ResolveSale = ReturnType<typeof createResolveSale>;

/**
 * Leads a sale back to a mail, by the first of these that gives one sent before the sale (spec/payments.md, "The chain"): the message that
 * the followed link was made for, whoever bought; the last mail to the buyer's own address; the last mail to anybody at the buyer's
 * company, by the address's domain, marked as inferred and never for services that give mailboxes to anyone. Otherwise UNATTRIBUTED.
 */
export const createResolveSale = ({
  messages,
  mailsTo,
  recipients,
  contacts,
  companies,
}: {
  messages: Pick<MessageStore, 'get'>;
  mailsTo: MailsTo;
  recipients: Pick<RecipientStore, 'find'>;
  contacts: Pick<ContactStore, 'list'>;
  companies: Pick<CompanyStore, 'get'>;
}) => {
  const lastTo = async (workspaceId: WorkspaceId, address: string, at: Instant): Promise<Message | undefined> =>
    latest(await mailsTo(workspaceId, address), at);

  /** The last mail to anybody at the company of an address. */
  const lastToCompany = async (workspaceId: WorkspaceId, address: string, at: Instant) => {
    const domain = companyDomain(address);
    const page =
      domain === undefined ? undefined : await contacts.list(workspaceId, domain, { limit: PEOPLE_LOOKED_AT });
    const mails = await Promise.all((page?.items ?? []).map(({ email }) => lastTo(workspaceId, email, at)));
    return latest(
      mails.flatMap((mail) => mail ?? []),
      at,
    );
  };

  /** Who a mail went to, as contacts know them. */
  const contactOf = async ({ workspaceId, runId, domain, toAddress }: Message): Promise<string | null> => {
    const recipient = await recipients.find(workspaceId, toAddress);
    if (recipient?.runId === runId) return recipient.contactId;
    const page = await contacts.list(workspaceId, domain, { limit: PEOPLE_LOOKED_AT });
    return page?.items.find(({ email }) => mailboxOf(email) === mailboxOf(toAddress))?.id ?? null;
  };

  const chainOf = async (
    how: SaleChain['how'],
    message: Message,
    sentAt: Instant,
    buyer: string | null,
  ): Promise<SaleChain> => {
    const { id: messageId, workspaceId, variant, step, runId, campaignId, domain, toAddress } = message;
    const [contactId, company] = await Promise.all([contactOf(message), companies.get(workspaceId, domain)]);
    return SaleChain.parse({
      ...{ how, messageId, variant, step, runId, campaignId, domain, contactId, sentAt },
      source: company?.source ?? null,
      forwarded: buyer === null ? null : mailboxOf(buyer) !== mailboxOf(toAddress),
    });
  };

  return async ({
    workspaceId,
    messageId,
    buyerEmail,
    at,
  }: Readonly<{
    workspaceId: WorkspaceId;
    /** The message that the token of the followed link names. */
    messageId: MessageId | null;
    buyerEmail: string | null;
    /** When it was paid. */
    at: Instant;
  }>): Promise<SaleChain> => {
    const buyer = buyerEmail === null || buyerEmail.trim() === '' ? null : buyerEmail;
    const ways = [
      ['token', async () => (messageId === null ? undefined : await messages.get(workspaceId, messageId))],
      ['buyer_email', async () => (buyer === null ? undefined : await lastTo(workspaceId, buyer, at))],
      ['company_domain', async () => (buyer === null ? undefined : await lastToCompany(workspaceId, buyer, at))],
    ] as const;
    for (const [how, find] of ways) {
      const message = await find();
      const sentAt = message === undefined ? undefined : sentBy(message, at);
      if (message !== undefined && sentAt !== undefined) return chainOf(how, message, sentAt, buyer);
    }
    return UNATTRIBUTED;
  };
};

/** The domain that stands for the company behind an address; undefined where anyone may have a mailbox. */
export const companyDomain = (address: string): string | undefined => {
  const host = address
    .slice(address.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase();
  const domain = registrableDomain(host);
  return domain === undefined ||
    [host, domain].some((name) => FREE_MAIL_DOMAINS.has(name) || DISPOSABLE_DOMAINS.has(name))
    ? undefined
    : domain;
};

/** The mail that was sent last before an instant; of two at once the one with the later id. */
const latest = (mails: readonly Message[], at: Instant): Message | undefined =>
  mails
    .flatMap((message) => {
      const sentAt = sentBy(message, at);
      return sentAt === undefined ? [] : [{ message, order: `${sentAt} ${message.id}` }];
    })
    .sort((a, b) => (a.order < b.order ? 1 : -1))[0]?.message;
