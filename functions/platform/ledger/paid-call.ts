import { ulid } from 'ulid';
import type { CampaignId, RunId, WorkspaceId } from '../ids.ts';
import type { Log } from '../log.ts';
import type { MicroUsd } from '../money.ts';
import { type Clock, type Instant, instant } from '../time.ts';
import type { Book } from './book.ts';
import type { Account, LedgerTransaction } from './transaction.ts';

/** What costs are booked as, by kind. */
const COSTS = {
  sending: { expense: 'expense:sending', payable: 'payable:ses' },
  copy: { expense: 'expense:copy', payable: 'payable:llm' },
  discovery: { expense: 'expense:discovery', payable: 'payable:providers' },
  contacts: { expense: 'expense:contacts', payable: 'payable:providers' },
  assessment: { expense: 'expense:assessment', payable: 'payable:providers' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Account>>>>;
export type CostKind = keyof typeof COSTS;

/**
 * The transaction that books a cost: `cost#<providerCall>`, so that booking it again is the same transaction. Undefined for no cost.
 * @throws RangeError when the cost is negative or not a whole number of micro-dollars.
 */
export const costTransaction = ({
  call,
  kind,
  microUsd,
  at,
  campaignId = null,
  runId = null,
  payee,
}: Readonly<{
  /** What was paid for, once: a run with the kind of cost, a generation, an assessment with its provider … */
  call: string;
  kind: CostKind;
  microUsd: MicroUsd;
  at: Instant;
  campaignId?: CampaignId | null;
  runId?: RunId | null;
  payee?: string;
}>): LedgerTransaction | undefined => {
  if (!Number.isSafeInteger(microUsd) || microUsd < 0)
    throw new RangeError(`A cost of ${String(microUsd)} micro-dollars cannot be booked`);
  if (microUsd === 0) return undefined;
  const { expense, payable } = COSTS[kind];
  return {
    id: `cost#${call}`,
    kind: 'cost',
    at,
    campaignId,
    runId,
    ...(payee === undefined ? {} : { payee }),
    entries: [
      { account: expense, amountMicro: microUsd, currency: 'usd' },
      { account: payable, amountMicro: -microUsd, currency: 'usd' },
    ],
  };
};

/** A call to a provider that was paid for outside a run. */
export type PaidCall = Readonly<{
  kind: CostKind;
  microUsd: MicroUsd;
  /** Who was paid: a provider's name, a model. */
  payee: string;
  /** What names the call where it may be booked twice; a call that is booked where it was made, once, is given a new name. */
  call?: string;
}>;
export type BookPaidCall = (workspaceId: WorkspaceId, call: PaidCall) => Promise<void>;

/** How often one named call may be made again and cost something else: a step's retries. */
const MOST_TIMES = 9;

/**
 * Books what a call outside runs cost as `cost#<call>`; what cost nothing books nothing. One write of two items, beside no run and no lead.
 * A call that was made again under its name and cost something else was paid for again, as `cost#<call>#2` and so on. An answer that was
 * paid for is worth more than its booking: a failure is logged with all that is needed to book it by hand, and thrown away.
 */
export const createBookPaidCall = ({
  book,
  log,
  clock,
  newCall = () => `call_${ulid().toLowerCase()}`,
}: {
  book: Pick<Book, 'append'>;
  log: Log;
  clock: Clock;
  newCall?: () => string;
}): BookPaidCall => {
  const bookOnce = async (workspaceId: WorkspaceId, name: string, paid: Omit<PaidCall, 'call'>): Promise<void> => {
    for (let time = 1; time <= MOST_TIMES; time += 1) {
      const call = time === 1 ? name : `${name}#${String(time)}`;
      const transaction = costTransaction({ call, at: instant(clock()), ...paid });
      if (transaction === undefined) return;
      // Another cost under the name is expected here, and no alarm.
      const { ok } = await book.append(workspaceId, transaction, () => undefined);
      if (ok) return;
    }
    throw new Error(`It was made more than ${String(MOST_TIMES)} times at different costs`);
  };

  return async (workspaceId, { call = newCall(), ...paid }) => {
    try {
      await bookOnce(workspaceId, call, paid);
    } catch (error) {
      log.error('A paid call was not booked', {
        workspaceId,
        provider: paid.payee,
        reason: `cost#${call}: ${String(paid.microUsd)} micro-dollars of ${paid.kind}`,
        error,
      });
    }
  };
};
