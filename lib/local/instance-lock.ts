import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';

const Holder = z.object({ pid: z.int(), url: z.url() });
export type Holder = z.infer<typeof Holder>;

export type InstanceLock = Readonly<{ note: (url: string) => void; release: () => void }>;

const holderFile = (dataDir: string): string => join(dataDir, 'running.json');

/** Who runs on a data directory, by its own word; says nothing of whether it still does. */
const readHolder = (dataDir: string): Holder | undefined => {
  try {
    return Holder.safeParse(JSON.parse(readFileSync(holderFile(dataDir), 'utf8'))).data;
  } catch {
    return undefined;
  }
};

const SQLITE_BUSY = 5;
const isBusy = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'errcode' in error && error.errcode === SQLITE_BUSY;

/**
 * Takes a data directory for this process. The lock is one of SQLite's on a file: the operating system lets go of it when the process ends,
 * however it ends. When another process has the directory, gives who that is.
 */
export const lockDataDirectory = (
  dataDir: string,
): { ok: true; lock: InstanceLock } | { ok: false; holder: Holder | undefined } => {
  mkdirSync(dataDir, { recursive: true });
  const database = new DatabaseSync(join(dataDir, 'lock.sqlite'), { timeout: 0 });
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (isBusy(error)) return { ok: false, holder: readHolder(dataDir) };
    throw error;
  }
  return {
    ok: true,
    lock: {
      note: (url) => {
        writeFileSync(holderFile(dataDir), JSON.stringify({ pid: process.pid, url } satisfies Holder));
      },
      release: () => {
        database.close();
      },
    },
  };
};
