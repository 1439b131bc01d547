import { csvLine } from '../platform/csv-line.ts';
import type { LedgerTransaction } from '../platform/ledger/transaction.ts';
import type { TransactionView } from './ledger-contract.ts';

const MICRO = 1_000_000;

export const viewTransaction = (transaction: LedgerTransaction): TransactionView => ({
  id: transaction.id,
  kind: transaction.kind,
  at: transaction.at,
  campaignId: transaction.campaignId,
  runId: transaction.runId,
  paymentIntentId: transaction.paymentIntentId ?? null,
  reverses: transaction.reverses ?? null,
  payee: transaction.payee ?? null,
  chain: transaction.chain ?? null,
  entries: transaction.entries.map((entry) => ({ ...entry, amount: entry.amountMicro / MICRO })),
});

/** The mark tells spreadsheets that it is UTF-8. */
export const LEDGER_CSV_HEAD = `\uFEFF${csvLine([
  'transaction',
  'line',
  'kind',
  'at',
  'account',
  'amount',
  'currency',
  'campaign',
  'run',
  'payment',
  'attributed by',
  'message',
  'variant',
  'step',
  'lead',
  'source',
  'reverses',
  'payee',
])}`;

/** A transaction as lines of CSV, one an entry; amounts in the currency's unit. */
export const ledgerCsvLines = ({ entries, chain, ...rest }: LedgerTransaction): string =>
  entries
    .map(({ account, amountMicro, currency }, line) =>
      csvLine([
        rest.id,
        line,
        rest.kind,
        rest.at,
        account,
        amountMicro / MICRO,
        currency,
        rest.campaignId,
        rest.runId,
        rest.paymentIntentId,
        chain?.how,
        chain?.messageId,
        chain?.variant,
        chain?.step,
        chain?.domain,
        chain?.source,
        rest.reverses,
        rest.payee,
      ]),
    )
    .join('');
