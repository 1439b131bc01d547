/** Metrics of the ledger, with `service=ledger`: what the alarms of lib/stacks/operations.ts watch. */
export const LEDGER_METRICS = {
  /** A transaction was to be booked under an id that stands for something else. */
  disagreements: 'LedgerDisagreements',
  /** What a daily proof found wrong. */
  deviations: 'LedgerDeviations',
  /** Daily proofs that came to their end. */
  proofs: 'LedgerProofs',
} as const;
