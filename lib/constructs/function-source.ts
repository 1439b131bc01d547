import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { type Entry, environmentFileOf, listEntries } from '../bundling/entries.ts';

/** The environment that a function asks for: every variable, and those without which it does not start. */
export type EnvironmentDemand = Readonly<{ known: readonly string[]; required: readonly string[] }>;

/** Where the bundles lie and what environment each function asks for. */
export type FunctionSource = Readonly<{
  directoryOf: (entry: Entry) => string;
  demandOf: (entry: Entry) => EnvironmentDemand;
}>;

const Module = z.object({ Environment: z.instanceof(z.ZodObject) });

/**
 * Reads what every function asks for, from the schema that its own code parses the environment with.
 * @param directory Folder of the bundles: `<directory>/<area>/<verb-noun>/index.mjs`.
 */
export const readFunctionSource = async (directory: string): Promise<FunctionSource> => {
  const demands = new Map<Entry, EnvironmentDemand>();
  for (const entry of listEntries()) {
    const file = environmentFileOf(entry);
    demands.set(entry, file === undefined ? NOTHING : demandOf(await readSchema(file)));
  }
  return {
    directoryOf: (entry) => {
      const bundle = join(directory, entry);
      if (existsSync(join(bundle, 'index.mjs'))) return bundle;
      throw new Error(`There is no bundle of ${entry} in ${directory}: bundle the functions first`);
    },
    demandOf: (entry) => {
      const demand = demands.get(entry);
      if (demand === undefined) throw new Error(`There is no functions/${entry}.lambda.ts`);
      return demand;
    },
  };
};

const NOTHING: EnvironmentDemand = { known: [], required: [] };

const readSchema = async (file: string): Promise<z.ZodObject> => {
  const loaded = Module.safeParse(await import(pathToFileURL(file).href));
  if (!loaded.success) throw new Error(`${file} does not export Environment, a zod object`);
  return loaded.data.Environment;
};

const demandOf = ({ shape }: z.ZodObject): EnvironmentDemand => {
  const known = Object.keys(shape);
  return { known, required: known.filter((name) => !z.safeParse(shape[name] ?? z.never(), undefined).success) };
};
