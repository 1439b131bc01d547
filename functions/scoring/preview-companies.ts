import type { IcpCriteria } from '../campaigns/icp.ts';
import type { ImportStore } from '../discovery/import-store.ts';
import type { Files } from '../platform/files.ts';
import type { ImportId, WorkspaceId } from '../platform/ids.ts';
import type { Clock } from '../platform/time.ts';
import type { IcpPreview, PreviewWish } from './preview-contract.ts';
import { previewIcp } from './preview-icp.ts';
import { createSampleCompanies } from './sample-companies.ts';

/** Companies that a preview looks at; reading and scoring them takes about half a second. */
const LOOKED_AT = 5_000;

/** A preview over a workspace's companies, or the import that is not there or not finished. */
export type PreviewCompanies = (
  workspaceId: WorkspaceId,
  criteria: IcpCriteria,
  wish: PreviewWish,
) => Promise<Readonly<{ ok: true; preview: IcpPreview } | { ok: false; importId: ImportId }>>;

export const createPreviewCompanies = ({
  files,
  imports,
  clock,
}: {
  files: Pick<Files, 'readStream' | 'sizeOf'>;
  imports: Pick<ImportStore, 'get' | 'list'>;
  clock: Clock;
}): PreviewCompanies => {
  const sampleCompanies = createSampleCompanies({ files, imports });
  return async (workspaceId, criteria, wish) => {
    const found = await sampleCompanies(workspaceId, LOOKED_AT, wish.companyImports);
    return found.ok ? { ok: true, preview: previewIcp(found.sample, criteria, wish, clock()) } : found;
  };
};
