import type { ImportId, RunId, WorkspaceId } from './ids.ts';

/** Where each object lies in the data bucket; every key begins with the workspace. */
const root = (w: WorkspaceId): string => `workspaces/${w}`;

export const importPrefix = (w: WorkspaceId, id: ImportId): string => `${root(w)}/imports/${id}`;
export const importSourceKey = (w: WorkspaceId, id: ImportId): string => `${importPrefix(w, id)}/source`;
/** Rows in the product's own shape, one JSON a line. */
export const importRowsKey = (w: WorkspaceId, id: ImportId): string => `${importPrefix(w, id)}/rows.jsonl`;
/** Rows that could not be used, as CSV: line, column, reason, and the row as it was. */
export const importRejectedKey = (w: WorkspaceId, id: ImportId): string => `${importPrefix(w, id)}/rejected.csv`;

/** People of a contact import by company, in as many objects as `importedContactsIndexKey` says; `bucket` counts from 0. */
export const importedContactsKey = (w: WorkspaceId, id: ImportId, bucket: number): string =>
  `${importPrefix(w, id)}/contacts/${bucket.toString(16).padStart(2, '0')}.json`;
export const importedContactsIndexKey = (w: WorkspaceId, id: ImportId): string =>
  `${importPrefix(w, id)}/contacts/index.json`;

export const runPrefix = (w: WorkspaceId, id: RunId): string => `${root(w)}/runs/${id}`;
export const runPlanKey = (w: WorkspaceId, id: RunId): string => `${runPrefix(w, id)}/plan.json`;
export const runCompaniesKey = (w: WorkspaceId, id: RunId): string => `${runPrefix(w, id)}/companies.jsonl`;
/** One page of discovered companies; the last page puts them together under `runCompaniesKey`. */
export const runCompaniesPartKey = (w: WorkspaceId, id: RunId, page: number): string =>
  `${runPrefix(w, id)}/companies/${String(page).padStart(6, '0')}.jsonl`;
/** The companies of several imports, each once; what discovery pages through when a campaign draws from more than one. */
export const runMergedCompaniesKey = (w: WorkspaceId, id: RunId): string => `${runPrefix(w, id)}/merged.jsonl`;
export const runResultsPrefix = (w: WorkspaceId, id: RunId): string => `${runPrefix(w, id)}/results`;
/** What was read from a company's website, as passages with ids; shared by all runs of the workspace. */
export const sitePassagesKey = (w: WorkspaceId, domain: string): string => `${root(w)}/sites/${domain}.json`;
