import { setTimeout as sleep } from 'node:timers/promises';
import type { Debt, MailStore } from './mail-store.ts';

const RETRY_AFTER_MS = 500;

/**
 * Publishes what the store owes, in order, each at least once: a debt is struck only after `pay` succeeded, so that one
 * which a dead process left is paid at the next start. A failure is reported and tried again.
 */
export function createOutbox(options: {
  store: MailStore;
  pay: (debt: Debt) => Promise<void>;
  report: (problem: string) => void;
}) {
  const { store, pay, report } = options;
  const closing = new AbortController();
  let isWanted = false;
  let running: Promise<void> | undefined;

  async function payAll(): Promise<void> {
    for (let debts = store.debts(); debts.length > 0; debts = store.debts()) {
      for (const debt of debts) {
        if (closing.signal.aborted) return;
        await pay(debt);
        store.settle(debt.id);
      }
    }
  }

  async function work(): Promise<void> {
    while (isWanted && !closing.signal.aborted) {
      isWanted = false;
      try {
        await payAll();
      } catch (error) {
        report(`a mail event could not be published: ${error instanceof Error ? error.message : String(error)}`);
        isWanted = true;
        await sleep(RETRY_AFTER_MS, undefined, { signal: closing.signal }).catch(() => undefined);
      }
    }
    running = undefined;
  }

  function wake(): void {
    isWanted = true;
    running ??= work();
  }

  return {
    wake,
    /** Resolves once nothing is owed. */
    settled: async (): Promise<void> => {
      wake();
      await running;
    },
    async close(): Promise<void> {
      closing.abort();
      await running;
    },
  };
}
