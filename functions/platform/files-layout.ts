import type { AssessmentId, ImportId, ReplyId, ReportId, RunId, WorkspaceId } from './ids.ts';

/** Where each object lies in the data bucket; every key begins with the workspace (answers of providers and readings of websites: after their prefix). */
const root = (w: WorkspaceId): string => `workspaces/${w}`;

export const importPrefix = (w: WorkspaceId, id: ImportId): string => `${root(w)}/imports/${id}`;
export const importSourceKey = (w: WorkspaceId, id: ImportId): string => `${importPrefix(w, id)}/source`;
/** Rows in the product's own shape, one JSON a line. */
export const importRowsKey = (w: WorkspaceId, id: ImportId): string => `${importPrefix(w, id)}/rows.jsonl`;
/** Rows that could not be used, as CSV: line, column, reason, and the row as it was. */
export const importRejectedKey = (w: WorkspaceId, id: ImportId): string => `${importPrefix(w, id)}/rejected.csv`;

/** How far an import is, and what was kept and rejected until then, in parts; before the workspace, so that they can end by this prefix. */
export const importCheckpointsPrefix = 'import-checkpoints/';
const importCheckpoints = (w: WorkspaceId, id: ImportId): string => `${importCheckpointsPrefix}${root(w)}/${id}`;
export const importCheckpointKey = (w: WorkspaceId, id: ImportId): string =>
  `${importCheckpoints(w, id)}/checkpoint.json`;
export const importCheckpointPartKey = (
  w: WorkspaceId,
  id: ImportId,
  part: string,
  what: 'kept' | 'rejected',
): string => `${importCheckpoints(w, id)}/${part}.${what}`;

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
/** What a provider answered to one page of a run; a page that lies here is not asked for again. */
export const runFoundKey = (w: WorkspaceId, id: RunId, provider: string, page: number): string =>
  `${runPrefix(w, id)}/found/${provider}/${String(page).padStart(6, '0')}.json`;
/** What a run hands to a language model in batches: prepared requests by chunk of companies, how far the batches are, and their answers by chunk. */
const runCopyBatches = (w: WorkspaceId, id: RunId): string => `${runPrefix(w, id)}/copy-batches`;
export const runPreparedCopyPrefix = (w: WorkspaceId, id: RunId): string => `${runCopyBatches(w, id)}/prepared/`;
export const runPreparedCopyKey = (w: WorkspaceId, id: RunId, chunk: string): string =>
  `${runPreparedCopyPrefix(w, id)}${chunk}.json`;
export const runCopyBatchStateKey = (w: WorkspaceId, id: RunId): string => `${runCopyBatches(w, id)}/state.json`;
export const runCopyAnswersKey = (w: WorkspaceId, id: RunId, chunk: string): string =>
  `${runCopyBatches(w, id)}/answers/${chunk}.json`;
/** What was found on a company's website in a run that offers the report, and its people's links to it. */
export const runReportKey = (w: WorkspaceId, id: RunId, domain: string): string =>
  `${runPrefix(w, id)}/reports/${domain}.json`;
export const runResultsPrefix = (w: WorkspaceId, id: RunId): string => `${runPrefix(w, id)}/results`;
/** A trained model by its version, and the outcomes that a training was given instead of the workspace's own. */
export const qualificationModelKey = (w: WorkspaceId, version: string): string =>
  `${root(w)}/qualification/models/${version}.json`;
export const qualificationOutcomesKey = (w: WorkspaceId): string => `${root(w)}/qualification/outcomes.json`;
/** Where readings of websites lie, before the workspace: they end by this prefix. */
export const sitesPrefix = 'sites/';
/** What was read from a company's website, as passages with ids; shared by all runs of the workspace. */
export const sitePassagesKey = (w: WorkspaceId, domain: string): string => `${sitesPrefix}${root(w)}/${domain}.json`;

/** Where answers of providers lie, before the workspace: a bucket's rule can let them end by this prefix only. */
export const providerAnswersPrefix = 'provider-answers/';
/** A provider's answer to one question, for as long as it may be used again. */
export const providerAnswerKey = (w: WorkspaceId, provider: string, hash: string): string =>
  `${providerAnswersPrefix}${root(w)}/${provider}/${hash}.json`;

/** All that was read of a reply: its text and its markup. Mail as it came in lies below `inbound/`, under the names that SES gives it. */
export const replyFileKey = (w: WorkspaceId, id: ReplyId): string => `${root(w)}/replies/${id}.json`;

/** What is booked for days to come: a workspace's live mails, or those of one sandbox run, which take nothing from them. */
export const paceBookKey = (w: WorkspaceId, sandboxRun: RunId | null): string =>
  sandboxRun === null ? `${root(w)}/pace/book.json` : `${runPrefix(w, sandboxRun)}/pace.json`;

const assessmentPrefix = (w: WorkspaceId, id: AssessmentId): string => `${root(w)}/assessments/${id}`;
/** The whole assessment as it was written the `rev`th time; its item in the table tells which one counts, and the little that lists show. */
export const assessmentFileKey = (w: WorkspaceId, id: AssessmentId, rev: number): string =>
  `${assessmentPrefix(w, id)}/assessment-${String(rev)}.json`;
/** What was read of the site, for the checks. */
export const assessmentCaptureKey = (w: WorkspaceId, id: AssessmentId): string =>
  `${assessmentPrefix(w, id)}/capture.json`;
/** What one step of the assessment machine found. */
export const assessmentStepKey = (w: WorkspaceId, id: AssessmentId, step: string): string =>
  `${assessmentPrefix(w, id)}/steps/${step}.json`;
export const assessmentScreenshotKey = (w: WorkspaceId, id: AssessmentId, device: string): string =>
  `${assessmentPrefix(w, id)}/${device}.webp`;

/** One version of a report: what it is made of, its PDF, its page, and where each of its numbers comes from. Never written twice. */
export const reportFileKey = (
  w: WorkspaceId,
  id: ReportId,
  version: number,
  file: 'content.json' | 'report.pdf' | 'report.html' | 'lineage.json',
): string => `${root(w)}/reports/${id}/v${String(version)}/${file}`;
/** The logo on a workspace's reports, named by its hash: what was sold keeps the logo it had. */
export const reportLogoKey = (w: WorkspaceId, hash: string): string => `${root(w)}/reports/logos/${hash}`;
