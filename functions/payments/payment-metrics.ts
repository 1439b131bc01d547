import { type Metric, writeMetrics } from '../platform/metrics.ts';
import type { Clock } from '../platform/time.ts';
import { PAYMENT_METRICS } from './contract.ts';

export type PaymentMetrics = Readonly<{
  /** A payment is not what was asked for. */
  flagged: () => void;
  /** What a reconciliation mended, and what it could not. */
  reconciled: (counts: Readonly<{ repaired: number; unrepaired: number }>) => void;
}>;

export const createPaymentMetrics = (clock: Clock, write?: (line: string) => void): PaymentMetrics => {
  const tell = (metrics: readonly Metric[]): void => {
    writeMetrics(metrics, { service: 'payments' }, clock, write);
  };
  return {
    flagged: () => {
      tell([{ name: PAYMENT_METRICS.flagged, value: 1 }]);
    },
    reconciled: ({ repaired, unrepaired }) => {
      tell([
        { name: PAYMENT_METRICS.repaired, value: repaired },
        { name: PAYMENT_METRICS.unrepaired, value: unrepaired },
      ]);
    },
  };
};
