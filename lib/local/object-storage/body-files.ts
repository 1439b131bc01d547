import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, openSync, type ReadStream, rmSync } from 'node:fs';
import { constants, copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export type BodyFiles = ReturnType<typeof createBodyFiles>;

/**
 * Bodies on disk, one file each under a name that is never used twice. A file counts only once a row names it: one that
 * was being written when the process died is swept at the next start.
 */
export function createBodyFiles(root: string) {
  mkdirSync(root, { recursive: true });

  const freshName = async () => {
    const name = randomBytes(16).toString('hex');
    const folder = name.slice(0, 2);
    await mkdir(join(root, folder), { recursive: true });
    return join(folder, name);
  };

  return {
    /** Streams pieces into a new file and gives its name; on any failure nothing is left behind. */
    async write(pieces: AsyncIterable<Uint8Array>): Promise<string> {
      const file = await freshName();
      try {
        await pipeline(
          Readable.from(pieces, { objectMode: false }),
          createWriteStream(join(root, file), { flags: 'wx' }),
        );
      } catch (error) {
        await rm(join(root, file), { force: true });
        throw error;
      }
      return file;
    },

    /** A copy of a file under a new name; shares blocks where the file system can. */
    async copy(source: string): Promise<string> {
      const file = await freshName();
      await copyFile(join(root, source), join(root, file), constants.COPYFILE_FICLONE);
      return file;
    },

    /** Bytes `start` to `end`, both included. Opened at once: a later replacement of the object does not end the read. */
    read: (file: string, start: number, end: number): ReadStream =>
      createReadStream('', { fd: openSync(join(root, file), 'r'), start, end }),

    discard: (files: readonly string[]): void => {
      for (const file of files) rmSync(join(root, file), { force: true });
    },

    /** Removes the files that nothing names; gives how many. Only for the start, before anything is written. */
    async sweep(named: ReadonlySet<string>): Promise<number> {
      let swept = 0;
      for (const folder of await readdir(root)) {
        for (const name of await readdir(join(root, folder))) {
          if (named.has(join(folder, name))) continue;
          await rm(join(root, folder, name), { force: true });
          swept += 1;
        }
      }
      return swept;
    },
  };
}
