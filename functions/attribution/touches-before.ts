import type { ContactStore } from '../contacts/contact-store.ts';
import type { MessageId, WorkspaceId } from '../platform/ids.ts';
import { messageKey, touchesOfLead } from '../platform/keys.ts';
import type { SaleChain } from '../platform/ledger/sale-chain.ts';
import type { Table } from '../platform/table.ts';
import type { Instant } from '../platform/time.ts';
import { decodeMessage, type Message } from '../sending/message.ts';
import type { MessageStore } from '../sending/message-store.ts';
import { messageIdsOf } from './mails-to.ts';
import { isNotBefore } from './send-time.ts';
import { Touch, touchOfMessage } from './touch.ts';

/** People of a company whose mails are looked up; a run writes to a few. */
const PEOPLE = 50;

export type TouchesBefore = ReturnType<typeof createTouchesBefore>;

/**
 * The touches of a sale's lead up to the sale, oldest first: those on its timeline, which a run fills when it ends, and the mails of the
 * sale's own run, which may still go on. Always holds the mail that the chain names; empty when it names none.
 */
export const createTouchesBefore = ({
  messages,
  contacts,
  table,
}: {
  messages: Pick<MessageStore, 'get'>;
  contacts: Pick<ContactStore, 'list'>;
  table: Pick<Table, 'batchGet' | 'queryAll'>;
}) => {
  /** The mails of the sale's run to anybody at the lead. */
  const ofRun = async (workspaceId: WorkspaceId, { runId, domain, messageId }: Links): Promise<readonly Message[]> => {
    const [named, people] = await Promise.all([
      messages.get(workspaceId, messageId),
      contacts.list(workspaceId, domain, { limit: PEOPLE }),
    ]);
    const addresses = new Set([
      ...(named === undefined ? [] : [named.toAddress]),
      ...(people?.items ?? []).map(({ email }) => email),
    ]);
    const ids = new Set<MessageId>([...addresses].flatMap((address) => messageIdsOf(runId, address)));
    ids.add(messageId);
    const items = await table.batchGet([...ids].map((id) => messageKey(workspaceId, id)));
    return items.map(decodeMessage).filter((message) => message.domain === domain);
  };

  return async (workspaceId: WorkspaceId, chain: SaleChain, saleAt: Instant): Promise<readonly Touch[]> => {
    const links = linksOf(chain);
    if (links === undefined) return [];
    const [timeline, mails] = await Promise.all([
      table.queryAll(touchesOfLead(workspaceId, links.campaignId, links.domain)),
      ofRun(workspaceId, links),
    ]);
    const named: Touch = { ...links, subject: mails.find(({ id }) => id === links.messageId)?.subject ?? '' };
    const found = [
      ...timeline.flatMap((item) => Touch.safeParse(item).data ?? []),
      ...mails.flatMap((message) => touchOfMessage(message) ?? []),
      // Last, so that it stands as the chain tells it.
      named,
    ];
    const byMessage = new Map(
      found.filter(({ at }) => isNotBefore(saleAt, at)).map((touch) => [touch.messageId, touch]),
    );
    return [...byMessage.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  };
};

type Links = Omit<Touch, 'subject'>;

/** The chain as a touch without its subject, when it names a mail. */
const linksOf = ({ messageId, variant, step, runId, campaignId, domain, sentAt: at }: SaleChain): Links | undefined =>
  messageId === null ||
  variant === null ||
  step === null ||
  runId === null ||
  campaignId === null ||
  domain === null ||
  at === null
    ? undefined
    : { messageId, variant, step, runId, campaignId, domain, at };

const order = ({ at, messageId }: Touch): string => `${at} ${messageId}`;
