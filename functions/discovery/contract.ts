import * as z from 'zod';
import { RunInput } from '../campaigns/contract.ts';
import { PageQuery, pageOf } from '../platform/http/page.ts';
import { defineRoutes } from '../platform/http/route.ts';
import { ImportId } from '../platform/ids.ts';
import { Instant } from '../platform/time.ts';
import { Company } from './company.ts';

export const IMPORT_KINDS = ['companies', 'contacts'] as const;
export const IMPORT_FORMATS = ['csv', 'jsonl'] as const;
const count = z.int().nonnegative();

/** Field of ours → column of theirs; fields left out are mapped by their usual names. */
export const ColumnMapping = z.record(z.string().max(60), z.string().max(200));

/** How far an import is: the file is read first, then companies are written. Rows read or companies compared a second. */
export const ImportProgress = z.object({
  stage: z.enum(['reading', 'writing']),
  percent: z.int().min(0).max(100),
  perSecond: count,
});
export type ImportProgress = z.infer<typeof ImportProgress>;

export const Import = z.object({
  id: ImportId,
  kind: z.enum(IMPORT_KINDS),
  format: z.enum(IMPORT_FORMATS),
  fileName: z.string(),
  status: z.enum(['awaiting_upload', 'processing', 'completed', 'failed']),
  /** Why it failed, with what to do. */
  problem: z.string().nullable(),
  mapping: ColumnMapping,
  /** Rows read, kept (after merging duplicates), and why the others were not. */
  rows: count,
  kept: count,
  duplicates: count,
  rejected: z.record(z.string(), count),
  /** Companies written because they were new or had changed; the rest were as stored. */
  written: count,
  unmappedColumns: z.array(z.string()),
  /** While it is processed, from the first report on. */
  progress: ImportProgress.optional(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type Import = z.infer<typeof Import>;

/** One row of a contact import in our own shape (rows.jsonl of the import). */
export const ImportedContact = z.object({
  companyDomain: z.string().nullable(),
  companyName: z.string().nullable(),
  firstName: z.string().max(100).nullable(),
  lastName: z.string().max(100).nullable(),
  title: z.string().max(200).nullable(),
  email: z.string().max(254),
  location: z.string().max(200).nullable(),
  line: z.int(),
});
export type ImportedContact = z.infer<typeof ImportedContact>;

export const DiscoverInput = RunInput.extend({ planKey: z.string(), cursor: z.string().nullable() });
export const DiscoverOutput = z.object({
  cursor: z.string().nullable(),
  companiesKey: z.string().nullable(),
  found: count,
});
/** Asynchronous input of `discovery/process-import`. */
export const ProcessImportInput = z.object({ workspaceId: z.string(), importId: ImportId });

const imports = { servedBy: 'discovery/serve-imports', tag: 'Imports' } as const;
const importParams = z.object({ importId: ImportId });

export const discoveryRoutes = defineRoutes({
  createImport: {
    ...imports,
    operationId: 'createImport',
    method: 'POST',
    path: '/imports',
    summary: 'Announce a file; answers where to upload it',
    permission: 'import:create',
    body: z.strictObject({
      kind: z.enum(IMPORT_KINDS),
      format: z.enum(IMPORT_FORMATS),
      fileName: z.string().trim().min(1).max(255),
      mapping: ColumnMapping.default({}),
    }),
    status: 201,
    response: z.object({
      import: Import,
      upload: z.object({
        method: z.literal('PUT'),
        url: z.string(),
        headers: z.record(z.string(), z.string()),
        expiresAt: Instant,
        maxBytes: z.int(),
      }),
    }),
  },
  processImport: {
    ...imports,
    operationId: 'processImport',
    method: 'POST',
    path: '/imports/{importId}/process',
    summary: 'Read the uploaded file',
    permission: 'import:execute',
    params: importParams,
    status: 202,
    response: Import,
  },
  getImport: {
    ...imports,
    operationId: 'getImport',
    method: 'GET',
    path: '/imports/{importId}',
    summary: "Read an import's progress and counts",
    permission: 'import:read',
    params: importParams,
    status: 200,
    response: Import,
  },
  listImports: {
    ...imports,
    operationId: 'listImports',
    method: 'GET',
    path: '/imports',
    summary: 'List imports, newest first',
    permission: 'import:read',
    query: PageQuery,
    status: 200,
    response: pageOf(Import),
  },
  getRejectedRows: {
    ...imports,
    operationId: 'getRejectedRows',
    method: 'GET',
    path: '/imports/{importId}/rejected',
    summary: 'Where to download the rows that could not be used (CSV)',
    permission: 'import:read',
    params: importParams,
    status: 200,
    response: z.object({ url: z.string(), expiresAt: Instant }),
  },
  getCompany: {
    ...imports,
    tag: 'Companies',
    operationId: 'getCompany',
    method: 'GET',
    path: '/companies/{domain}',
    summary: 'Read a company by domain',
    permission: 'company:read',
    params: z.object({ domain: z.string().min(3).max(253) }),
    status: 200,
    response: Company,
  },
});
