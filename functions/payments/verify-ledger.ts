import type { LedgerStore } from '../attribution/ledger-store.ts';
import { mapAtOnce } from '../platform/at-once.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import type { Sums } from '../platform/ledger/rollup.ts';
import type { LedgerTransaction } from '../platform/ledger/transaction.ts';
import { type Clock, instant, SECOND } from '../platform/time.ts';
import { comparePurchases, compareStripe, type StripePayment } from './compare-payments.ts';
import { type Deviation, type LedgerProof, MOST_SHOWN } from './ledger-proof.ts';
import type { ProveSale } from './prove-sale.ts';
import type { Purchase } from './purchase.ts';
import type { PurchaseStore } from './purchase-store.ts';
import { compareSums, replayLedger } from './replay-ledger.ts';

const PAGE = 100;
const SALES_AT_ONCE = 8;
/** Indexes follow the table within a second or two; what is booked while the proof reads looks wrong for as long. */
const SECOND_LOOK = 5 * SECOND;

type Ports = Readonly<{
  ledger: Pick<LedgerStore, 'listMonth' | 'allSums'>;
  purchases: Pick<PurchaseStore, 'list'>;
  proveSale: ProveSale;
  clock: Clock;
  pause: (milliseconds: number) => Promise<void>;
}>;

/** Proves a workspace's ledger; `stripe` is what Stripe shows as paid of it, null without an account. */
export type VerifyLedger = (workspaceId: WorkspaceId, stripe: readonly StripePayment[] | null) => Promise<LedgerProof>;

/**
 * The daily proof (spec/payments.md): every paid payment has exactly one sale entry, and every entry of a payment is one that its purchase
 * explains; each sale reaches its message, lead, campaign and variant, or is UNATTRIBUTED; it is not before its mail; refunds are no more
 * than the sale; each model's credits sum to it; each transaction balances; every sum is what its entries add up to. What looks wrong is
 * looked at a second time, and only what is still wrong in the same way is told.
 */
export const createVerifyLedger = (ports: Ports): VerifyLedger => {
  const { clock, pause } = ports;
  return async (workspaceId, stripe) => {
    const first = await look(ports, workspaceId, stripe);
    if (first.deviations.length === 0) return proofOf(first, [], clock);
    await pause(SECOND_LOOK);
    const second = await look(ports, workspaceId, stripe);
    const before = new Set(first.deviations.map(nameOf));
    const lasting = second.deviations.filter((deviation) => before.has(nameOf(deviation)));
    return proofOf(second, lasting, clock);
  };
};

const nameOf = ({ rule, subject, detail }: Deviation): string => JSON.stringify([rule, subject, detail]);

type Look = Readonly<{ counts: LedgerProof['counts']; deviations: readonly Deviation[] }>;

const proofOf = ({ counts }: Look, deviations: readonly Deviation[], clock: Clock): LedgerProof => ({
  provedAt: instant(clock()),
  holds: deviations.length === 0,
  counts,
  deviationCount: deviations.length,
  deviations: deviations.slice(0, MOST_SHOWN),
});

const look = async (
  { ledger, purchases, proveSale, clock }: Ports,
  workspaceId: WorkspaceId,
  stripe: readonly StripePayment[] | null,
): Promise<Look> => {
  const paid = await paidPurchases(purchases, workspaceId);
  const kept = await ledger.allSums(workspaceId);
  const unreadable: string[] = [];
  const replay = await replayLedger(everything(ledger, workspaceId, monthsOf(kept, paid, clock), unreadable));
  const sales = [...replay.payments.values()].flat().filter(({ kind }) => kind === 'sale');
  const proved = await mapAtOnce(sales, SALES_AT_ONCE, (sale) => proveSale(workspaceId, sale));
  return {
    counts: {
      ...replay.counts,
      purchases: paid.length,
      stripePayments: stripe === null ? null : stripe.length,
      rollups: kept.size,
    },
    deviations: [
      ...unreadable.map(
        (subject) => ({ rule: 'unreadable', subject, detail: 'is gone or is no transaction' }) as const,
      ),
      ...replay.deviations,
      ...compareSums(kept, replay.sums),
      ...comparePurchases(paid, replay.payments),
      ...(stripe === null ? [] : compareStripe(stripe, replay.payments)),
      ...proved.flat(),
    ],
  };
};

/** Every purchase that was paid and is what was asked for; flagged ones are not booked. */
const paidPurchases = async (purchases: Ports['purchases'], workspaceId: WorkspaceId): Promise<readonly Purchase[]> => {
  const found: Purchase[] = [];
  let cursor: string | undefined;
  do {
    const page = await purchases.list(workspaceId, {}, { limit: PAGE, cursor });
    if (page === undefined) throw new Error('The cursor of the purchases leads nowhere');
    found.push(...page.purchases.filter(({ paidAt }) => paidAt !== null));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
};

async function* everything(
  ledger: Ports['ledger'],
  workspaceId: WorkspaceId,
  months: readonly string[],
  unreadable: string[],
): AsyncIterable<LedgerTransaction> {
  for (const month of months) {
    let cursor: string | undefined;
    do {
      const page = await ledger.listMonth(workspaceId, month, { limit: PAGE, cursor });
      if (page === undefined) throw new Error('The cursor of the ledger leads nowhere');
      unreadable.push(...page.unreadable);
      yield* page.items;
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  }
}

const MONTH_SCOPE = /^MONTH#(\d{4}-\d{2})#/;

/** Every month from the first that anything was booked or paid in up to this one: a sum that is gone does not hide its entries. */
const monthsOf = (kept: ReadonlyMap<string, Sums>, paid: readonly Purchase[], clock: Clock): readonly string[] => {
  const last = instant(clock()).slice(0, 7);
  const known = [
    ...[...kept.keys()].flatMap((scope) => MONTH_SCOPE.exec(scope)?.[1] ?? []),
    ...paid.map(({ createdAt }) => createdAt.slice(0, 7)),
    last,
  ].sort();
  const months: string[] = [];
  for (let month = known[0] ?? last; month <= (known.at(-1) ?? last); month = nextMonth(month)) months.push(month);
  return months;
};

const nextMonth = (month: string): string => {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${String(year + 1)}-01` : `${String(year)}-${String(number + 1).padStart(2, '0')}`;
};
