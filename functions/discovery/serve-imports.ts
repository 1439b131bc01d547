import type { Files } from '../platform/files.ts';
import { importRejectedKey, importSourceKey } from '../platform/files-layout.ts';
import type { Handlers } from '../platform/http/api.ts';
import { invalidFields, notFound, type ProblemReply, problem } from '../platform/http/problem.ts';
import { ImportId, newId, type WorkspaceId } from '../platform/ids.ts';
import { type Clock, instant } from '../platform/time.ts';
import { unknownFields } from './columns.ts';
import type { CompanyStore } from './company-store.ts';
import type { discoveryRoutes, Import } from './contract.ts';
import type { ImportStore } from './import-store.ts';
import type { UploadLinks } from './upload-links.ts';

const MAX_UPLOAD_BYTES = 512 * 1024 * 1024;
const MIB = 1024 * 1024;

/** Starts reading an import in the background; resolves when the start was accepted. */
export type BeginReading = (input: Readonly<{ workspaceId: WorkspaceId; importId: ImportId }>) => Promise<void>;

const announced = (fields: Pick<Import, 'id' | 'kind' | 'format' | 'fileName' | 'mapping'>, now: string): Import => ({
  ...fields,
  status: 'awaiting_upload',
  problem: null,
  rows: 0,
  kept: 0,
  duplicates: 0,
  rejected: {},
  written: 0,
  unmappedColumns: [],
  createdAt: now,
  updatedAt: now,
});

/** Lists that teams upload, and the companies that came of them. */
export const createServeImports = ({
  imports,
  companies,
  files,
  links,
  beginReading,
  clock,
}: {
  imports: ImportStore;
  companies: Pick<CompanyStore, 'get'>;
  files: Pick<Files, 'sizeOf'>;
  links: UploadLinks;
  beginReading: BeginReading;
  clock: Clock;
}): Handlers<typeof discoveryRoutes> => {
  const uploadProblem = async (workspaceId: WorkspaceId, id: ImportId): Promise<ProblemReply | undefined> => {
    const size = await files.sizeOf(importSourceKey(workspaceId, id));
    if (size === undefined)
      return problem(
        409,
        'nothing_uploaded',
        'No file was uploaded for this import yet. PUT it to the upload URL first.',
      );
    return size > MAX_UPLOAD_BYTES
      ? problem(
          413,
          'file_too_large',
          `The file has ${String(Math.ceil(size / MIB))} MiB; 512 MiB is the limit. Split it.`,
        )
      : undefined;
  };

  return {
    createImport: async ({ principal: { workspaceId }, body }) => {
      const unknown = unknownFields(body.kind, body.mapping);
      if (unknown.length > 0)
        return invalidFields(
          unknown.map((field) => ({ field: `mapping.${field}`, message: `is no field of a list of ${body.kind}` })),
        );
      const record = announced({ ...body, id: newId(ImportId, 'imp') }, instant(clock()));
      await imports.create(workspaceId, record);
      const { url, expiresAt } = await links.upload(importSourceKey(workspaceId, record.id));
      return {
        body: { import: record, upload: { method: 'PUT', url, headers: {}, expiresAt, maxBytes: MAX_UPLOAD_BYTES } },
      };
    },

    processImport: async ({ principal: { workspaceId }, params: { importId } }) => {
      const found = await imports.get(workspaceId, importId);
      if (found === undefined) return notFound('import', importId);
      if (found.status === 'completed')
        return problem(
          409,
          'import_completed',
          'This import has been read already. Create a new one for another file.',
        );
      const wrong = await uploadProblem(workspaceId, importId);
      if (wrong !== undefined) return wrong;
      const started = await imports.start(workspaceId, importId);
      if (started === undefined) return problem(409, 'import_processing', 'This import is being read already.');
      try {
        await beginReading({ workspaceId, importId });
      } catch (error) {
        // Nobody reads it now: without this it would stay `processing` and refuse to be tried again.
        await imports.fail(workspaceId, importId, 'Reading could not be started. Process the import again.');
        throw error;
      }
      return { body: started };
    },

    getImport: async ({ principal: { workspaceId }, params: { importId } }) => {
      const found = await imports.get(workspaceId, importId);
      return found === undefined ? notFound('import', importId) : { body: found };
    },

    listImports: async ({ principal: { workspaceId }, query }) => {
      const page = await imports.list(workspaceId, query);
      return page === undefined
        ? invalidFields([{ field: 'query.cursor', message: 'is not a cursor of this list; start without one' }])
        : { body: page };
    },

    getRejectedRows: async ({ principal: { workspaceId }, params: { importId } }) => {
      const found = await imports.get(workspaceId, importId);
      if (found === undefined) return notFound('import', importId);
      const key = importRejectedKey(workspaceId, importId);
      if ((await files.sizeOf(key)) === undefined)
        return problem(
          409,
          'import_not_read',
          'The rows of this import have not been read; there is no list of rejected ones.',
        );
      return { body: await links.download(key, `rejected-${importId}.csv`) };
    },

    getCompany: async ({ principal: { workspaceId }, params: { domain } }) => {
      const company = await companies.get(workspaceId, domain.toLowerCase());
      return company === undefined ? notFound('company', domain) : { body: company };
    },
  };
};
