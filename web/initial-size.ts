import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Scripts a first page may need before it shows, gzipped (spec/web.md). */
const BUDGET_KB = 200;

type Chunk = Readonly<{ type: 'chunk'; isEntry: boolean; imports: readonly string[]; code: string }>;
type Bundle = Readonly<Record<string, Chunk | Readonly<{ type: 'asset' }>>>;

/** Gives the file names of what loads before the first page: the entry and all that it imports statically. */
export const initialChunks = (bundle: Bundle): readonly string[] => {
  const found = new Set<string>();
  const take = (name: string): void => {
    const chunk = bundle[name];
    if (found.has(name) || chunk?.type !== 'chunk') return;
    found.add(name);
    for (const imported of chunk.imports) take(imported);
  };
  for (const [name, chunk] of Object.entries(bundle)) if (chunk.type === 'chunk' && chunk.isEntry) take(name);
  return [...found];
};

/** Prints what the first page loads, and fails the build when it is more than the budget. */
export const initialSize = (): Plugin => ({
  name: 'initial-size',
  generateBundle(_options, bundle) {
    let bytes = 0;
    for (const name of initialChunks(bundle)) {
      const chunk = bundle[name];
      if (chunk?.type === 'chunk') bytes += gzipSync(chunk.code).length;
    }
    const kilobytes = bytes / 1_000;
    this.info(`initial JavaScript: ${kilobytes.toFixed(1)} KB gzipped, of at most ${String(BUDGET_KB)}`);
    if (kilobytes > BUDGET_KB) this.error(`The first page loads ${kilobytes.toFixed(1)} KB of JavaScript, gzipped`);
  },
});
