import { Readable } from 'node:stream';
import type { Files } from '../platform/files.ts';
import { importRowsKey } from '../platform/files-layout.ts';
import type { ImportId, WorkspaceId } from '../platform/ids.ts';
import { Company } from './company.ts';
import { createCompanySpool } from './company-spool.ts';
import { temporaryDirectory } from './row-spool.ts';
import { readLines } from './text-lines.ts';

const LINES_AT_ONCE = 500;

/** Writes the companies of several imports, each domain once, as one object. An earlier import's word stands, later ones fill its gaps. */
export const mergeImports = async (
  files: Files,
  workspaceId: WorkspaceId,
  importIds: readonly ImportId[],
  intoKey: string,
): Promise<void> => {
  const directory = temporaryDirectory();
  const spool = createCompanySpool(directory.path);
  try {
    for (const importId of importIds)
      for await (const lines of readLines(await files.readStream(importRowsKey(workspaceId, importId))))
        for (const { text } of lines) spool.add(Company.parse(JSON.parse(text)));
    const text = function* () {
      for (const batch of spool.batches(LINES_AT_ONCE))
        yield batch.map((company) => `${JSON.stringify(company)}\n`).join('');
    };
    await files.writeStream(intoKey, Readable.from(text()), 'application/x-ndjson');
  } finally {
    spool.close();
    directory.remove();
  }
};
