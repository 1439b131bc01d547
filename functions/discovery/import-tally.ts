import { type Clock, SECOND } from '../platform/time.ts';
import type { ImportProgress } from './contract.ts';
import type { ImportCounts } from './import-store.ts';
import type { Rejection } from './source-rows.ts';

const REPORT_ROWS = 2_000;
const REPORT_EVERY = 2 * SECOND;
const SHOWN_COLUMNS = 60;
/** What part of an import the reading of its file is, where companies are written to the table after it. */
const READING_SHARE = 0.4;

/** Counts of an import while it runs. Rows read = kept + duplicates + rejected, at every moment. */
export type ImportTally = ReturnType<typeof createImportTally>;

export const createImportTally = ({
  clock,
  report,
  writesAfterReading,
}: {
  clock: Clock;
  /** Told now and then how far it is: a write each time, so not more often than every 2 s or 2,000 rows. */
  report: (counts: ImportCounts, progress: ImportProgress) => Promise<unknown>;
  writesAfterReading: boolean;
}) => {
  let tally = { rows: 0, kept: 0, duplicates: 0, written: 0, unmappedColumns: [] as string[] };
  let rejected: Record<string, number> = {};
  let reported = { steps: 0, at: clock() };
  /** Rows or companies dealt with by this attempt, since when, and how much of the stage is done. */
  let stage = { name: 'reading' as ImportProgress['stage'], share: 0, steps: 0, since: clock() };
  const counts = (): ImportCounts => ({ ...tally, rejected: { ...rejected } });

  const progress = (): ImportProgress => {
    const seconds = (clock() - stage.since) / SECOND;
    const readingShare = writesAfterReading ? READING_SHARE : 1;
    const done =
      stage.name === 'reading' ? stage.share * readingShare : readingShare + stage.share * (1 - readingShare);
    return {
      stage: stage.name,
      percent: Math.min(99, Math.floor(100 * done)),
      perSecond: seconds <= 0 ? 0 : Math.round(stage.steps / seconds),
    };
  };
  const row = (): void => {
    tally.rows += 1;
    stage.steps += 1;
  };

  return {
    counts,
    /** Goes on from the counts of a checkpoint. */
    restore: ({ rejected: before, ...known }: ImportCounts): void => {
      tally = { ...known, unmappedColumns: [...known.unmappedColumns] };
      rejected = { ...before };
    },
    kept: (): void => {
      row();
      tally.kept += 1;
    },
    duplicate: (): void => {
      row();
      tally.duplicates += 1;
    },
    rejected: ({ reason }: Rejection): void => {
      row();
      rejected[reason] = (rejected[reason] ?? 0) + 1;
    },
    /** How much of the file is read, 0..1. */
    read: (share: number): void => {
      stage.share = share;
    },
    beginWriting: (): void => {
      stage = { name: 'writing', share: 0, steps: 0, since: clock() };
      reported = { steps: 0, at: reported.at };
    },
    /** Companies that were looked at, how many of them were written, and how much of all that is. */
    compared: (companies: number, written: number, share: number): void => {
      stage.steps += companies;
      stage.share = share;
      tally.written += written;
    },
    unmapped: (columns: readonly string[]): void => {
      tally.unmappedColumns = columns.slice(0, SHOWN_COLUMNS).map((column) => column.slice(0, 60));
    },
    mayReport: async (): Promise<void> => {
      const now = clock();
      if (stage.steps - reported.steps < REPORT_ROWS && now - reported.at < REPORT_EVERY) return;
      // Reading is faster than telling: many rows within half a second are one report.
      if (now - reported.at < REPORT_EVERY / 4) return;
      reported = { steps: stage.steps, at: now };
      await report(counts(), progress());
    },
  };
};
