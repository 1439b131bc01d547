import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { PROJECT_ROOT } from '../bundling/entries.ts';

/** A state machine's definition with its inclusions carried out, as Step Functions gets it. */
export type AslDefinition = Readonly<{
  /** JSON in one line; `${Name}` stands where a substitution goes. */
  text: string;
  placeholders: readonly string[];
  /** Labels of its distributed maps; child executions are named by them. */
  mapLabels: readonly string[];
}>;

const json = z.json();
type Json = z.infer<typeof json>;
type JsonObject = Readonly<Record<string, Json>>;

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads `state-machines/<name>.asl.json`. An object with `"Include": "<file>"` gets that file's `StartAt` and `States` in its place, so that a
 * distributed map's child is a machine with a file and a drawing of its own.
 * @throws Error when a `${…}` is not a plain placeholder: JSONata's own use of it is banned, since CloudFormation would replace it.
 */
export const readDefinition = (
  name: string,
  directory: string = join(PROJECT_ROOT, 'state-machines'),
): AslDefinition => {
  const definition = included(readJson(join(directory, `${name}.asl.json`)), directory);
  const text = JSON.stringify(definition);
  const placeholders = [...text.matchAll(/\$\{([A-Za-z0-9]+)\}/g)].map(([, placeholder]) => placeholder ?? '');
  const opened = text.split('${').length - 1;
  if (opened !== placeholders.length)
    throw new Error(`${name}.asl.json has a \${ that is not a placeholder such as \${PlanRunFunctionArn}`);
  return { text, placeholders: [...new Set(placeholders)].sort(), mapLabels: labelsOf(definition) };
};

const readJson = (path: string): Json => json.parse(JSON.parse(readFileSync(path, 'utf8')));

const included = (value: Json, directory: string): Json => {
  if (Array.isArray(value)) return value.map((entry) => included(entry, directory));
  if (!isObject(value)) return value;
  const { Include: file, ...others } = value;
  const entries = Object.entries(others).map(([key, entry]) => [key, included(entry, directory)] as const);
  if (file === undefined) return Object.fromEntries(entries);
  if (typeof file !== 'string') throw new Error('Include names a file beside the definition');
  const machine = included(readJson(join(directory, file)), directory);
  if (!isObject(machine)) throw new Error(`${file} is no state machine`);
  const { StartAt, States } = machine;
  if (StartAt === undefined || States === undefined) throw new Error(`${file} has no StartAt and States`);
  return { ...Object.fromEntries(entries), StartAt, States };
};

const labelsOf = (value: Json): string[] => {
  if (Array.isArray(value)) return value.flatMap(labelsOf);
  if (!isObject(value)) return [];
  const inner = Object.values(value).flatMap(labelsOf);
  if (!isDistributedMap(value)) return inner;
  const { Label: label } = value;
  if (typeof label === 'string') return [label, ...inner];
  throw new Error(
    'A distributed map needs a Label: its child executions are named by it, and rights are granted by that name',
  );
};

const isDistributedMap = ({ ItemProcessor: processor }: JsonObject): boolean => {
  if (processor === undefined || !isObject(processor)) return false;
  const { ProcessorConfig: config } = processor;
  return config !== undefined && isObject(config) && config['Mode'] === 'DISTRIBUTED';
};

/** @throws Error naming every placeholder without a substitution and every substitution without a placeholder. */
export const assertSubstitutions = (
  name: string,
  { placeholders }: Pick<AslDefinition, 'placeholders'>,
  substitutions: readonly string[],
): void => {
  const without = placeholders.filter((placeholder) => !substitutions.includes(placeholder));
  const unused = substitutions.filter((substitution) => !placeholders.includes(substitution));
  if (without.length === 0 && unused.length === 0) return;
  throw new Error(
    [
      `Substitutions of ${name}.asl.json do not match.`,
      ...(without.length === 0 ? [] : [`Placeholders without a value: ${without.join(', ')}.`]),
      ...(unused.length === 0 ? [] : [`Values without a placeholder: ${unused.join(', ')}.`]),
    ].join(' '),
  );
};
