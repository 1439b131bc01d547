import { CREDIT_MODELS, creditsOf } from '../attribution/credit-models.ts';
import { sentBy } from '../attribution/send-time.ts';
import type { TouchesBefore } from '../attribution/touches-before.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import { microPerMinor } from '../platform/ledger/minor-units.ts';
import type { SaleChain } from '../platform/ledger/sale-chain.ts';
import type { LedgerTransaction } from '../platform/ledger/transaction.ts';
import type { LeadStore } from '../scoring/lead-store.ts';
import type { Message } from '../sending/message.ts';
import type { MessageStore } from '../sending/message-store.ts';
import type { Deviation, ProofRule } from './ledger-proof.ts';

export type ProveSale = ReturnType<typeof createProveSale>;

const LINKS = ['variant', 'step', 'runId', 'campaignId', 'domain'] as const satisfies readonly (keyof SaleChain &
  keyof Message)[];

/**
 * Whether a sale reaches what its chain says: a message that exists with the same variant, step, run, campaign and lead, sent by the time of
 * the sale, and a lead of that campaign; or nothing at all, when it is UNATTRIBUTED. And whether the credits of each model sum to it.
 */
export const createProveSale = ({
  messages,
  leads,
  touchesBefore,
  credits = creditsOf,
}: {
  messages: Pick<MessageStore, 'get'>;
  leads: Pick<LeadStore, 'get'>;
  touchesBefore: TouchesBefore;
  credits?: typeof creditsOf;
}) => {
  const chainOf = async (workspaceId: WorkspaceId, { id, at, chain }: LedgerTransaction) => {
    const found = (rule: ProofRule, detail: string): Deviation => ({ rule, subject: id, detail });
    const broken = (detail: string): readonly Deviation[] => [found('chain_broken', detail)];
    if (chain === undefined) return broken('tells nothing of where it came from');
    const { how, messageId, campaignId, domain } = chain;
    if (how === 'none')
      return [chain.messageId, chain.variant, chain.step, chain.runId, campaignId, domain].every((one) => one === null)
        ? []
        : broken('is UNATTRIBUTED and names a link of a chain');
    if (messageId === null || campaignId === null || domain === null) return broken('names no message');
    const [message, lead] = await Promise.all([
      messages.get(workspaceId, messageId),
      leads.get(workspaceId, campaignId, domain),
    ]);
    if (message === undefined) return broken(`there is no message ${messageId}`);
    const wrong = LINKS.filter((link) => message[link] !== chain[link]);
    return [
      ...(wrong.length === 0 ? [] : broken(`message ${messageId} has another ${wrong.join(', ')}`)),
      ...(lead === undefined ? broken(`${domain} is no lead of campaign ${campaignId}`) : []),
      ...(sentBy(message, at) === undefined
        ? [
            found(
              'sale_before_send',
              `message ${messageId} was sent ${message.sentAt ?? 'never'}, the sale is of ${at}`,
            ),
          ]
        : []),
    ];
  };

  const creditsOfSale = async (workspaceId: WorkspaceId, sale: LedgerTransaction): Promise<readonly Deviation[]> => {
    const { id, at, chain } = sale;
    const found = (detail: string): Deviation => ({ rule: 'credits_differ', subject: id, detail });
    const amount = soldBy(sale);
    if (amount === undefined) return [found('is no whole number of minor units in one currency')];
    const touches = chain === undefined ? [] : await touchesBefore(workspaceId, chain, at);
    // What no mail led to is credited to nobody, as a whole.
    if (touches.length === 0) return [];
    const times = touches.map((touch) => touch.at);
    return CREDIT_MODELS.flatMap((model) => {
      const sum = credits(model, times, amount).reduce((all, credit) => all + credit, 0);
      return sum === amount ? [] : [found(`${model} credits ${String(sum)} of ${String(amount)}`)];
    });
  };

  return async (workspaceId: WorkspaceId, sale: LedgerTransaction): Promise<readonly Deviation[]> => [
    ...(await chainOf(workspaceId, sale)),
    ...(await creditsOfSale(workspaceId, sale)),
  ];
};

/** What a sale was, in minor units; undefined when its lines say no such amount. */
const soldBy = ({ entries }: LedgerTransaction): number | undefined => {
  const [line, ...more] = entries.filter(({ account }) => account === 'revenue:reports');
  if (line === undefined || more.length > 0) return undefined;
  const amount = -line.amountMicro / microPerMinor(line.currency);
  return Number.isSafeInteger(amount) && amount > 0 ? amount : undefined;
};
