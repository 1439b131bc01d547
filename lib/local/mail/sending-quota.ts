import { ServiceError } from '../protocol.ts';
import type { MailStore } from './mail-store.ts';

const DAY_MS = 86_400_000;

export type SendingQuota = ReturnType<typeof createSendingQuota>;

/** SES's two limits, both counted by recipient: so many a second, so many in 24 hours. */
export function createSendingQuota(options: {
  store: MailStore;
  clock: () => number;
  perSecond: number;
  perDay: number;
}) {
  const { store, clock, perSecond, perDay } = options;
  let recent: { at: number; recipients: number }[] = [];
  return {
    describe: () => ({ perSecond, perDay, sentLastDay: store.recipientsSince(clock() - DAY_MS) }),

    /** Takes a mail into account, or throws Throttling as SES does. */
    take(recipients: number): void {
      const now = clock();
      recent = recent.filter(({ at }) => at > now - 1000);
      if (recent.reduce((sum, one) => sum + one.recipients, recipients) > perSecond) {
        throw new ServiceError('Throttling', 'Maximum sending rate exceeded.');
      }
      if (perDay !== Number.POSITIVE_INFINITY && store.recipientsSince(now - DAY_MS) + recipients > perDay) {
        throw new ServiceError('Throttling', 'Daily message quota exceeded.');
      }
      recent.push({ at: now, recipients });
    },
  };
}
