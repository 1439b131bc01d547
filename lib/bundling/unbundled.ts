import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import type { Entry } from './entries.ts';
import type { AssetFile } from './font-assets.ts';

/** A package that is copied beside a bundle as it is published, with the files that nothing imports by name. */
type Unbundled = Readonly<{
  name: string;
  /** Files that it loads by names it puts together at run time, as patterns below the package. */
  loaded: readonly string[];
  /** Files that it reads, by package. */
  reads: readonly string[];
}>;

/**
 * Functions whose packages cannot be bundled. Lighthouse loads its audits and gatherers by name, and sends the text of its own functions to the browser, where a bundler's names would
 * not exist; axe-core is sent to the browser as it is published.
 */
export const UNBUNDLED: Readonly<Record<Entry, readonly Unbundled[]>> = {
  'assessment/browse-site': [
    {
      name: 'lighthouse',
      loaded: ['core/index.js', 'core/audits/**/*.js', 'core/gather/gatherers/**/*.js', 'core/computed/**/*.js'],
      reads: [
        'axe-core/axe.min.js',
        'js-library-detector/library/libraries.js',
        ...['assets/standalone-flow-template.html', 'assets/styles.css'].map(
          (file) => `lighthouse/flow-report/${file}`,
        ),
        ...['standalone-template.html', 'styles.css'].map((file) => `lighthouse/report/assets/${file}`),
        ...['flow.js', 'standalone.js'].map((file) => `lighthouse/dist/report/${file}`),
      ],
    },
  ],
};

/** What Lighthouse loads only where errors are reported to its authors, which nobody asks it to. */
const NEVER_LOADED = ['@sentry/node'];

/** The packages that esbuild leaves alone in a function. */
export const externalsOf = (entry: Entry): string[] => (UNBUNDLED[entry] ?? []).map(({ name }) => name);

/** Every `package.json` that may say what kind of module a file is: in its folder and those above it, up to `node_modules`. */
const descriptionsFor = (file: string): string[] => {
  const folder = dirname(file);
  return basename(folder) === 'node_modules' || folder === '.'
    ? []
    : [join(folder, 'package.json'), ...descriptionsFor(folder)];
};

/**
 * The files below the project's root that a function's unbundled packages need: what their modules import, followed by esbuild, what they read, and each package's own description.
 * The rest of the packages (types, command lines, other builds) stays behind.
 * @throws Error when a file that is named here is not installed
 */
export const unbundledFiles = async (entry: Entry, root: string): Promise<readonly string[]> => {
  const files = new Set<string>();
  for (const { name, loaded, reads } of UNBUNDLED[entry] ?? []) {
    const entryPoints = loaded.flatMap((pattern) => globSync(`node_modules/${name}/${pattern}`, { cwd: root }));
    if (entryPoints.length === 0) throw new Error(`${name} is not installed as it is known`);
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints,
      bundle: true,
      write: false,
      metafile: true,
      splitting: true,
      outdir: 'unused',
      platform: 'node',
      format: 'esm',
      external: NEVER_LOADED,
      // As Node resolves: by itself esbuild would take the builds that packages offer to bundlers.
      mainFields: ['main'],
      conditions: ['node'],
      logLevel: 'silent',
    });
    for (const file of [...Object.keys(metafile.inputs), ...reads.map((one) => `node_modules/${one}`)]) files.add(file);
  }
  for (const file of [...files])
    for (const description of descriptionsFor(file)) if (existsSync(join(root, description))) files.add(description);
  const outside = [...files].find((file) => !file.startsWith('node_modules/'));
  if (outside !== undefined) throw new Error(`${outside} does not lie below node_modules: it cannot go with a bundle`);
  return [...files].sort();
};

/** Their contents, under the names by which they stand beside the bundle. */
export const unbundledAssets = async (entry: Entry, root: string): Promise<readonly AssetFile[]> =>
  (await unbundledFiles(entry, root)).map((name) => ({ name, contents: readFileSync(join(root, name)) }));
