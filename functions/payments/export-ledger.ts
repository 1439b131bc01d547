import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { LedgerStore } from '../attribution/ledger-store.ts';
import { readRequest } from '../platform/http/api.ts';
import { type Open, streamedAnswer } from '../platform/http/streamed-answer.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import type { LedgerTransaction } from '../platform/ledger/transaction.ts';
import { type Clock, instant } from '../platform/time.ts';
import { type LEDGER_FORMATS, ledgerExportRoutes } from './ledger-contract.ts';
import { LEDGER_CSV_HEAD, ledgerCsvLines, viewTransaction } from './transaction-view.ts';

type Format = (typeof LEDGER_FORMATS)[number];
const PAGE = 100;
const TYPES: Readonly<Record<Format, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** Gives a month of the ledger as a file, read and sent page by page, however many entries it has. */
export const createExportLedger =
  ({ ledger, clock }: { ledger: Pick<LedgerStore, 'listMonth'>; clock: Clock }) =>
  async (event: APIGatewayProxyEvent, open: Open): Promise<void> => {
    const { requestId } = event.requestContext;
    const answer = streamedAnswer(open, requestId);
    const read = await readRequest(ledgerExportRoutes.exportLedger, event, requestId);
    if ('problem' in read) {
      answer.problem(read);
      return;
    }
    const { format, month = instant(clock()).slice(0, 7) } = read.query;
    const pages = pagesOf(ledger, read.principal.workspaceId, month);
    await answer.pieces(format === 'csv' ? asCsv(pages) : asJson(pages), TYPES[format], {
      'content-disposition': `attachment; filename="ledger-${month}.${format}"`,
    });
  };

async function* pagesOf(
  ledger: Pick<LedgerStore, 'listMonth'>,
  workspaceId: WorkspaceId,
  month: string,
): AsyncIterable<readonly LedgerTransaction[]> {
  let cursor: string | undefined;
  do {
    const page = await ledger.listMonth(workspaceId, month, { limit: PAGE, cursor });
    if (page === undefined) throw new Error('The cursor of the ledger leads nowhere');
    yield page.items;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

async function* asCsv(pages: AsyncIterable<readonly LedgerTransaction[]>): AsyncIterable<string> {
  yield LEDGER_CSV_HEAD;
  for await (const page of pages) yield page.map(ledgerCsvLines).join('');
}

/** One JSON array, a transaction a line. */
async function* asJson(pages: AsyncIterable<readonly LedgerTransaction[]>): AsyncIterable<string> {
  let begun = false;
  yield '[';
  for await (const page of pages)
    for (const transaction of page) {
      yield `${begun ? ',' : ''}\n${JSON.stringify(viewTransaction(transaction))}`;
      begun = true;
    }
  yield '\n]\n';
}
