import { type Clock, SECOND } from '../platform/time.ts';
import type { ImportCounts } from './import-store.ts';
import type { Rejection } from './source-rows.ts';

const REPORT_ROWS = 2_000;
const REPORT_EVERY = 2 * SECOND;
const SHOWN_COLUMNS = 60;

/** Counts of an import while it runs. Rows read = kept + duplicates + rejected, at every moment. */
export type ImportTally = ReturnType<typeof createImportTally>;

export const createImportTally = ({
  clock,
  onRejected,
  report,
}: {
  clock: Clock;
  onRejected: (rejection: Rejection) => void;
  /** Told now and then how far it is: a write each time, so not more often than every 2 s or 2,000 rows. */
  report: (counts: ImportCounts) => Promise<unknown>;
}) => {
  const tally = { rows: 0, kept: 0, duplicates: 0, written: 0, unmappedColumns: [] as string[] };
  const rejected: Record<string, number> = {};
  let reportedRows = 0;
  let reportedAt = clock();
  const counts = (): ImportCounts => ({ ...tally, rejected: { ...rejected } });

  return {
    counts,
    kept: (): void => {
      tally.rows += 1;
      tally.kept += 1;
    },
    duplicate: (): void => {
      tally.rows += 1;
      tally.duplicates += 1;
    },
    rejected: (rejection: Rejection): void => {
      tally.rows += 1;
      rejected[rejection.reason] = (rejected[rejection.reason] ?? 0) + 1;
      onRejected(rejection);
    },
    written: (companies: number): void => {
      tally.written += companies;
    },
    unmapped: (columns: readonly string[]): void => {
      tally.unmappedColumns = columns.slice(0, SHOWN_COLUMNS).map((column) => column.slice(0, 60));
    },
    mayReport: async (): Promise<void> => {
      const now = clock();
      if (tally.rows - reportedRows < REPORT_ROWS && now - reportedAt < REPORT_EVERY) return;
      // Reading is faster than telling: many rows within half a second are one report.
      if (now - reportedAt < REPORT_EVERY / 4) return;
      reportedRows = tally.rows;
      reportedAt = now;
      await report(counts());
    },
  };
};
