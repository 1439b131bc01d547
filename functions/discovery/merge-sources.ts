import { Readable } from 'node:stream';
import type { Files } from '../platform/files.ts';
import { importRowsKey } from '../platform/files-layout.ts';
import type { ImportId, WorkspaceId } from '../platform/ids.ts';
import { Company } from './company.ts';
import { createCompanySpool } from './company-spool.ts';
import { temporaryDirectory } from './row-spool.ts';
import { readLines } from './text-lines.ts';

const LINES_AT_ONCE = 500;

/** Companies of an import, as they lie in its file. */
export async function* importedCompanies(
  files: Pick<Files, 'readStream'>,
  workspaceId: WorkspaceId,
  importId: ImportId,
): AsyncGenerator<readonly Company[]> {
  for await (const lines of readLines(await files.readStream(importRowsKey(workspaceId, importId))))
    yield lines.map(({ text }) => Company.parse(JSON.parse(text)));
}

/**
 * Writes the companies of several sources, each domain once, as one object; gives how many. Of each field the most trusted source's word stands (`trust.ts`), of
 * equally trusted ones the earlier source's.
 */
export const mergeSources = async (
  files: Pick<Files, 'writeStream'>,
  sources: readonly AsyncIterable<readonly Company[]>[],
  intoKey: string,
): Promise<number> => {
  const directory = temporaryDirectory();
  const spool = createCompanySpool(directory.path);
  try {
    for (const source of sources)
      for await (const companies of source) for (const company of companies) spool.add(company);
    const text = function* () {
      for (const batch of spool.batches(LINES_AT_ONCE))
        yield batch.map((company) => `${JSON.stringify(company)}\n`).join('');
    };
    await files.writeStream(intoKey, Readable.from(text()), 'application/x-ndjson');
    return spool.count();
  } finally {
    spool.close();
    directory.remove();
  }
};
