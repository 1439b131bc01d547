import { existsSync, globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root: the folder that holds `functions/`, `state-machines/` and `cdk.json`. */
export const PROJECT_ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A function by area and name, e.g. `campaigns/plan-run`: its source, its bundle and its environment are found by it. */
export type Entry = string;

const LAMBDA = '.lambda.ts';

/** Gives every function of the product, in order. */
export const listEntries = (root: string = PROJECT_ROOT): readonly Entry[] =>
  globSync(`functions/*/*${LAMBDA}`, { cwd: root })
    .map((path) => path.slice('functions/'.length, -LAMBDA.length))
    .sort();

export const sourceOf = (entry: Entry, root: string = PROJECT_ROOT): string =>
  join(root, 'functions', `${entry}${LAMBDA}`);

/** The file that says which environment a function needs, or undefined when it needs none. */
export const environmentFileOf = (entry: Entry, root: string = PROJECT_ROOT): string | undefined => {
  const file = join(root, 'functions', `${entry}.environment.ts`);
  return existsSync(file) ? file : undefined;
};

/** `campaigns/plan-run` → `PlanRun`: the construct id of a function. Names of functions are unique over all areas. */
export const constructIdOf = (entry: Entry): string =>
  basename(entry)
    .split('-')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('');
