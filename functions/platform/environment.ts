import * as z from 'zod';

/**
 * Parses the process environment by a function's own schema.
 * @throws Error that names every missing or malformed variable: a function must not start half configured.
 */
export const readEnvironment = <Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): z.infer<z.ZodObject<Shape>> => {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  throw new Error(`The environment of this function is not complete: ${z.prettifyError(parsed.error)}`);
};
