import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from './usage-error.ts';

const ableTo = (look: () => void): boolean => {
  try {
    look();
    return true;
  } catch {
    return false;
  }
};

/** The file that an option names, when it can be written: found out before the work, whose result would be lost. @throws UsageError */
export const writableFile = (name: string, file: string): string => {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true)
    throw new UsageError(`--${name} takes a file, and "${file}" is a folder.`);
  if (!ableTo(() => accessSync(dirname(file), constants.W_OK)))
    throw new UsageError(
      `--${name}: "${dirname(file)}" is no folder that can be written to. Create it, or name another.`,
    );
  return file;
};
