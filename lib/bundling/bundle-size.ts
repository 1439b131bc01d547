import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { metafileOf } from './bundle-functions.ts';
import type { Entry } from './entries.ts';

const Output = z.object({
  bytes: z.number(),
  inputs: z.record(z.string(), z.object({ bytesInOutput: z.number() })),
  imports: z.array(z.object({ path: z.string(), kind: z.string(), external: z.boolean().optional() })),
});
const Metafile = z.object({ outputs: z.record(z.string(), Output) });

export type BundleSize = Readonly<{
  /** What is loaded before the first event, in KB of 1,024 bytes: the entry and all it imports statically. */
  eagerKb: number;
  /** All files of the bundle together, in KB. */
  totalKb: number;
  /** Packages of which the eager part holds code, with how much (bytes). */
  eagerPackages: ReadonlyMap<string, number>;
  /** Packages of which any part of the bundle holds code. */
  packages: ReadonlySet<string>;
}>;

/** How big a function's bundle is and what is in it, from esbuild's metafile of its last bundling. */
export const readBundleSize = (entry: Entry, root?: string): BundleSize => {
  const { outputs } = Metafile.parse(JSON.parse(readFileSync(metafileOf(entry, root), 'utf8')));
  const start = Object.keys(outputs).find((path) => path.endsWith(`functions/${entry}/index.mjs`));
  if (start === undefined) throw new Error(`The metafile of ${entry} has no entry`);
  const eager = eagerOutputs(outputs, start);
  const eagerPackages = new Map<string, number>();
  for (const path of eager)
    for (const [input, { bytesInOutput }] of Object.entries(outputs[path]?.inputs ?? {})) {
      const name = packageOf(input);
      if (name !== undefined && bytesInOutput > 0)
        eagerPackages.set(name, (eagerPackages.get(name) ?? 0) + bytesInOutput);
    }
  const sizeOf = (paths: readonly string[]): number =>
    paths.reduce((sum, path) => sum + (outputs[path]?.bytes ?? 0), 0) / 1_024;
  const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
  return {
    eagerKb: sizeOf(eager),
    totalKb: sizeOf(Object.keys(outputs).filter((path) => path.startsWith(dirname(start)))),
    eagerPackages,
    packages: new Set(inputs.map(packageOf).filter((name) => name !== undefined)),
  };
};

const eagerOutputs = (outputs: z.infer<typeof Metafile>['outputs'], start: string): string[] => {
  const reached = new Set<string>();
  const visit = (path: string): void => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const { path: next, kind, external } of outputs[path]?.imports ?? [])
      if (kind === 'import-statement' && external !== true) visit(next);
  };
  visit(start);
  return [...reached];
};

/** The package of a file below `node_modules`, the innermost one. */
const packageOf = (path: string): string | undefined => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
