import type { ImportId, RunId, WorkspaceId } from './ids.ts';

/** Where each object lies in the data bucket; every key begins with the workspace. */
const root = (w: WorkspaceId): string => `workspaces/${w}`;

export const importPrefix = (w: WorkspaceId, id: ImportId): string => `${root(w)}/imports/${id}`;
export const importSourceKey = (w: WorkspaceId, id: ImportId): string => `${importPrefix(w, id)}/source`;
/** Rows in the product's own shape, one JSON a line. */
export const importRowsKey = (w: WorkspaceId, id: ImportId): string => `${importPrefix(w, id)}/rows.jsonl`;
/** Rows that could not be used, as CSV: line, column, reason, and the row as it was. */
export const importRejectedKey = (w: WorkspaceId, id: ImportId): string => `${importPrefix(w, id)}/rejected.csv`;

export const runPrefix = (w: WorkspaceId, id: RunId): string => `${root(w)}/runs/${id}`;
export const runPlanKey = (w: WorkspaceId, id: RunId): string => `${runPrefix(w, id)}/plan.json`;
export const runCompaniesKey = (w: WorkspaceId, id: RunId): string => `${runPrefix(w, id)}/companies.jsonl`;
export const runResultsPrefix = (w: WorkspaceId, id: RunId): string => `${runPrefix(w, id)}/results`;
/** What was read from a company's website, as passages with ids; shared by all runs of the workspace. */
export const sitePassagesKey = (w: WorkspaceId, domain: string): string => `${root(w)}/sites/${domain}.json`;
