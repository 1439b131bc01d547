import * as z from 'zod';

export const Environment = z.object({
  TABLE_NAME: z.string().min(3),
  /** Where people reach the product; public links begin with it. */
  PUBLIC_ORIGIN: z.url(),
});
