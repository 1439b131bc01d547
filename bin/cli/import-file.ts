import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { discoveryRoutes, Import } from '../../functions/discovery/contract.ts';
import type { ApiClient } from './api-client.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

type Format = 'csv' | 'jsonl';

const BY_EXTENSION: Readonly<Record<string, Format>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.txt': 'csv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
};

/** Format by the file's ending, else by its first character. */
export const formatOf = async (path: string): Promise<Format> => {
  const known = BY_EXTENSION[extname(path).toLowerCase()];
  if (known !== undefined) return known;
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    // Of an array the reading of JSONL says what to make of it.
    return /^\uFEFF?\s*[[{]/.test(buffer.subarray(0, bytesRead).toString('utf8')) ? 'jsonl' : 'csv';
  } finally {
    await file.close();
  }
};

export const checkFile = async (path: string): Promise<number> => {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new UsageError(`There is no file ${path}.`);
  if (!found.isFile()) throw new UsageError(`${path} is not a file.`);
  if (found.size === 0) throw new UsageError(`${path} is empty.`);
  return found.size;
};

const LOOK_EVERY_MS = 300;

/** How far an import is: rows read, and, from its first report on, percent and rate. */
export const progressOf = ({ rows, kept, progress }: Pick<Import, 'rows' | 'kept' | 'progress'>): string => {
  const counts = `${String(rows)} rows read, ${String(kept)} kept`;
  if (progress === undefined) return counts;
  const what = progress.stage === 'reading' ? 'rows' : 'companies compared';
  return `${String(progress.percent)} %, ${counts}, ${String(progress.perSecond)} ${what} a second`;
};

/** Uploads a file and waits until it is read. Gives the import as it ended. @throws UsageError when nothing of it could be used. */
export const importFile = async (
  api: ApiClient,
  terminal: Terminal,
  wish: Readonly<{ kind: Import['kind']; path: string; mapping?: Readonly<Record<string, string>> }>,
): Promise<Import> => {
  const size = await checkFile(wish.path);
  const { import: announced, upload } = await api.call('POST', '/imports', discoveryRoutes.createImport.response, {
    kind: wish.kind,
    format: await formatOf(wish.path),
    fileName: basename(wish.path),
    mapping: wish.mapping ?? {},
  });
  if (size > upload.maxBytes)
    throw new UsageError(`${wish.path} has ${size} bytes; at most ${upload.maxBytes} can be imported. Split the file.`);
  const stored = await fetch(upload.url, {
    method: upload.method,
    headers: { ...upload.headers, 'content-length': String(size) },
    body: Readable.toWeb(createReadStream(wish.path)) as ReadableStream,
    duplex: 'half',
  });
  if (!stored.ok)
    throw new Error(`The upload of ${wish.path} was refused: HTTP ${stored.status} ${await stored.text()}`);

  let current = await api.call('POST', `/imports/${announced.id}/process`, Import);
  while (current.status === 'processing' || current.status === 'awaiting_upload') {
    terminal.progress(`Importing ${basename(wish.path)}: ${progressOf(current)}`);
    await pause(LOOK_EVERY_MS);
    current = await api.call('GET', `/imports/${announced.id}`, Import);
  }
  terminal.progressDone();
  if (current.status === 'failed') throw new UsageError(`${wish.path}: ${current.problem ?? 'could not be read'}`);
  return current;
};

/** What became of an import's rows, one line, and where to find those that could not be used. */
export const tellImport = async (api: ApiClient, terminal: Terminal, imported: Import): Promise<void> => {
  const rejected = Object.entries(imported.rejected);
  terminal.line(
    `${imported.fileName}: ${imported.rows} rows, ${imported.kept} ${imported.kind} kept, ${imported.duplicates} duplicates merged${
      rejected.length === 0
        ? ''
        : `, not usable: ${rejected.map(([reason, n]) => `${n} ${reason.replaceAll('_', ' ')}`).join(', ')}`
    }`,
  );
  if (imported.unmappedColumns.length > 0)
    terminal.line(`  columns not used: ${imported.unmappedColumns.join(', ')} (map one with --map FIELD=COLUMN)`);
  if (rejected.length > 0) {
    const { url } = await api.call('GET', `/imports/${imported.id}/rejected`, z.object({ url: z.string() }));
    terminal.line(`  the rows that could not be used, with line and column: ${url}`);
  }
};

/** Parses `FIELD=COLUMN` pairs. @throws UsageError */
export const readMapping = (pairs: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1 || at === pair.length - 1) throw new UsageError(`--map takes FIELD=COLUMN, not "${pair}".`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
