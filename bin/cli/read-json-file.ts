import { readFile } from 'node:fs/promises';
import type * as z from 'zod';
import { UsageError } from './usage-error.ts';

/** Reads a JSON file of the user's by a schema. @throws UsageError that names the file and every wrong field */
export const readJsonFile = async <Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<z.output<Schema>> => {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`There is no file ${path}.`);
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path} is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path: at, message }) => `  ${at.join('.') || '(whole)'}: ${message}`);
  throw new UsageError(`${path} cannot be used:\n${fields.join('\n')}`);
};
