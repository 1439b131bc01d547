/** Leads as numbers, one array a feature (features.ts), and what came of them. */
export type TrainingSet = Readonly<{ columns: readonly Float64Array[]; outcomes: Uint8Array }>;

/** The same numbers, one array a lead. */
export const leadsOf = ({ columns, outcomes }: TrainingSet): Float64Array[] =>
  Array.from(outcomes, (_, row) => Float64Array.from(columns, (column) => column[row] ?? Number.NaN));
