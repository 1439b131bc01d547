import type { LedgerStore } from '../attribution/ledger-store.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import { LEDGER_METRICS } from '../platform/ledger/metrics-contract.ts';
import type { Log } from '../platform/log.ts';
import { writeMetrics } from '../platform/metrics.ts';
import type { Clock } from '../platform/time.ts';
import type { Deviation } from './ledger-proof.ts';
import type { StripePayments } from './stripe-payments.ts';
import type { VerifyLedger } from './verify-ledger.ts';

const LOGGED = 20;

/**
 * Proves the ledgers of all workspaces: of those that have booked something, and of those that Stripe shows a payment of. Deviations go to the log
 * and into the metric behind the alarm LedgerDisagrees.
 * @throws Error when a ledger could not be read to its end, after the others were proved
 */
export const createVerifyAllLedgers =
  ({
    ledger,
    stripePayments,
    verify,
    log,
    clock,
    write,
  }: {
    ledger: Pick<LedgerStore, 'workspaces'>;
    stripePayments: StripePayments;
    verify: VerifyLedger;
    log: Log;
    clock: Clock;
    write?: (line: string) => void;
  }) =>
  async (): Promise<Readonly<{ workspaces: number; deviations: number }>> => {
    const payments = await stripePayments();
    const paid = (payments ?? []).flatMap(({ purchase }) => (purchase === undefined ? [] : [purchase.workspaceId]));
    const workspaces = new Set<WorkspaceId>([...(await ledger.workspaces()), ...paid]);
    const tell = (deviation: Deviation, workspaceId?: WorkspaceId): void => {
      log.error('The ledger does not hold', {
        ...(workspaceId === undefined ? {} : { workspaceId }),
        reason: `${deviation.rule} ${deviation.subject}: ${deviation.detail}`,
      });
    };
    const unknown = (payments ?? []).filter(({ purchase }) => purchase === undefined);
    for (const { sessionId } of unknown)
      tell({
        rule: 'payment_unknown',
        subject: sessionId,
        detail: 'is paid at Stripe, and no purchase of ours has it',
      });

    let deviations = unknown.length;
    const unread: unknown[] = [];
    for (const workspaceId of workspaces) {
      const own = payments?.filter(({ purchase }) => purchase?.workspaceId === workspaceId) ?? null;
      try {
        const proof = await verify(workspaceId, own);
        deviations += proof.deviationCount;
        for (const deviation of proof.deviations.slice(0, LOGGED)) tell(deviation, workspaceId);
      } catch (error) {
        log.error('A ledger could not be proved', { workspaceId, error });
        unread.push(error);
      }
    }
    const found = { name: LEDGER_METRICS.deviations, value: deviations };
    const whole = unread.length === 0 ? [{ name: LEDGER_METRICS.proofs, value: 1 }] : [];
    writeMetrics([found, ...whole], { service: 'ledger' }, clock, write);
    if (unread.length > 0) throw new AggregateError(unread, `${String(unread.length)} ledgers could not be proved`);
    return { workspaces: workspaces.size, deviations };
  };
