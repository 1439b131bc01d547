import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** The module that reads fonts: a bundle that holds it gets their files beside it, in `fonts/`. */
const READER = 'functions/platform/pdf/font-files.ts';
/** The weights that documents are set in. */
const FILES = ['unicode.json', 'LICENSE', 'files/*-400-normal.woff', 'files/*-700-normal.woff'];

export type AssetFile = Readonly<{ name: string; contents: Uint8Array }>;

/** The files of the installed font packages, for a bundle that draws text; none for others. */
export const fontAssets = (inputs: readonly string[], root: string): readonly AssetFile[] =>
  inputs.includes(READER)
    ? globSync(join(root, 'node_modules/@fontsource/*')).flatMap((folder) =>
        globSync(FILES, { cwd: folder }).map((file) => ({
          name: join('fonts', basename(folder), file),
          contents: readFileSync(join(folder, file)),
        })),
      )
    : [];
