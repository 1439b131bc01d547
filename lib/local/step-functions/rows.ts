import * as z from 'zod';

/** A nullable column, read as undefined when it is NULL. */
export const nullable = <T extends z.ZodType>(schema: T) =>
  z
    .union([schema, z.null()])
    .optional()
    .transform((value) => value ?? undefined);

/** A column of JSON text, read as the value. */
export const json = z.string().transform((text): unknown => JSON.parse(text));
