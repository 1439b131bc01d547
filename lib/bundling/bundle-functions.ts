import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { type BuildOptions, build, version } from 'esbuild';
import * as z from 'zod';
import { type Entry, listEntries, PROJECT_ROOT, sourceOf } from './entries.ts';
import { type AssetFile, fontAssets } from './font-assets.ts';
import { externalsOf, UNBUNDLED, unbundledAssets } from './unbundled.ts';
import { withStandardFonts } from './with-standard-fonts.ts';
import { withoutFileTypes } from './without-file-types.ts';

/** Packages that are CommonJS call `require` for Node's own modules, which an ES module does not have. */
const REQUIRE_FOR_COMMONJS =
  "import{createRequire as createRequireForCommonJs}from'node:module';const require=createRequireForCommonJs(import.meta.url);";

const OPTIONS = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  // What `import()` loads lazily stays in a file of its own.
  splitting: true,
  sourcemap: false,
  legalComments: 'none',
  charset: 'utf8',
  entryNames: 'index',
  chunkNames: 'chunk-[hash]',
  outExtension: { '.js': '.mjs' },
  banner: { js: REQUIRE_FOR_COMMONJS },
  // Packages that come in two builds bring the one for production only.
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [withoutFileTypes, withStandardFonts],
  metafile: true,
  logLevel: 'silent',
} as const satisfies BuildOptions;

const Metafile = z.object({ inputs: z.record(z.string(), z.unknown()) });

export type Bundled = Readonly<{ built: readonly Entry[]; unchanged: readonly Entry[] }>;

export const bundlesDirectory = (root: string = PROJECT_ROOT): string => join(root, 'dist', 'functions');
export const metafileOf = (entry: Entry, root: string = PROJECT_ROOT): string =>
  join(root, 'dist', 'metafile', `${entry}.json`);
const fingerprintFileOf = (entry: Entry, root: string): string =>
  join(root, 'dist', 'metafile', `${entry}.fingerprint`);

/**
 * Bundles every function into `dist/functions/<area>/<verb-noun>/index.mjs` (ES modules, minified, SDK included), with esbuild's metafile
 * in `dist/metafile`. A function none of whose inputs changed is left as it is: packages change only with the lock file.
 * @throws Error naming the functions that could not be bundled, with esbuild's messages.
 */
export const bundleFunctions = async ({
  root = PROJECT_ROOT,
  entries = listEntries(root),
}: {
  root?: string;
  entries?: readonly Entry[];
} = {}): Promise<Bundled> => {
  const fingerprint = createFingerprint(root);
  const stale = entries.filter((entry) => !isCurrent(entry, root, fingerprint));
  const outcomes = await Promise.allSettled(stale.map((entry) => bundleFunction(entry, root, fingerprint)));
  const problems = outcomes.flatMap((outcome, index) =>
    outcome.status === 'rejected' ? [`${stale[index] ?? ''}: ${String(outcome.reason)}`] : [],
  );
  if (problems.length > 0) throw new Error(`Functions that could not be bundled:\n${problems.join('\n')}`);
  return { built: stale, unchanged: entries.filter((entry) => !stale.includes(entry)) };
};

const bundleFunction = async (entry: Entry, root: string, fingerprint: Fingerprint): Promise<void> => {
  const finished = join(bundlesDirectory(root), entry);
  const { metafile, outputFiles } = await build({
    ...OPTIONS,
    absWorkingDir: root,
    entryPoints: [sourceOf(entry, root)],
    outdir: finished,
    external: externalsOf(entry),
    write: false,
  });
  const files: readonly AssetFile[] = [
    ...outputFiles.map(({ path, contents }) => ({ name: relative(finished, path), contents })),
    ...fontAssets(Object.keys(metafile.inputs), root),
    ...(await unbundledAssets(entry, root)),
  ];
  await mkdir(dirname(metafileOf(entry, root)), { recursive: true });
  await writeFile(metafileOf(entry, root), JSON.stringify(metafile));
  await replaceFolder(finished, files);
  await writeFile(fingerprintFileOf(entry, root), fingerprint(Object.keys(metafile.inputs)));
};

/** Writes aside and moves into place, so that nobody who reads meanwhile sees half a bundle. */
const replaceFolder = async (folder: string, files: readonly AssetFile[]): Promise<void> => {
  await mkdir(dirname(folder), { recursive: true });
  const aside = await mkdtemp(`${folder}.`);
  for (const { name, contents } of files) {
    await mkdir(dirname(join(aside, name)), { recursive: true });
    await writeFile(join(aside, name), contents);
  }
  await rm(folder, { recursive: true, force: true });
  await rename(aside, folder).catch(async (error: unknown) => {
    // Another process that bundles the same sources was faster: its bundle is the same.
    if (!existsSync(join(folder, 'index.mjs'))) throw error;
    await rm(aside, { recursive: true, force: true });
  });
};

type Fingerprint = (inputs: readonly string[]) => string;

/** A hash over what a bundle is made of: the bundler, its options, the lock file, and our own sources among the inputs. */
const createFingerprint = (root: string): Fingerprint => {
  const known = new Map<string, string>();
  const hashOf = (path: string): string => {
    const found = known.get(path);
    if (found !== undefined) return found;
    const file = join(root, path);
    const hash = existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : 'absent';
    known.set(path, hash);
    return hash;
  };
  return (inputs) =>
    createHash('sha256')
      .update(JSON.stringify([version, OPTIONS, UNBUNDLED]))
      .update(hashOf('package-lock.json'))
      .update(
        inputs
          .filter((path) => !path.includes('node_modules/'))
          .sort()
          .map((path) => `${path} ${hashOf(path)}`)
          .join('\n'),
      )
      .digest('hex');
};

const isCurrent = (entry: Entry, root: string, fingerprint: Fingerprint): boolean => {
  const files = [metafileOf(entry, root), fingerprintFileOf(entry, root)] as const;
  if (![...files, join(bundlesDirectory(root), entry, 'index.mjs')].every((path) => existsSync(path))) return false;
  const metafile = Metafile.safeParse(JSON.parse(readFileSync(files[0], 'utf8')));
  return metafile.success && readFileSync(files[1], 'utf8') === fingerprint(Object.keys(metafile.data.inputs));
};

if (import.meta.main) {
  const { built, unchanged } = await bundleFunctions();
  process.stdout.write(`Bundled ${String(built.length)} functions, ${String(unchanged.length)} unchanged\n`);
}
