import * as z from 'zod';

export const Environment = z.object({
  TABLE_NAME: z.string().min(3),
  DATA_BUCKET: z.string().min(3),
  /** Other addresses of providers than the official ones, as JSON. */
  PROVIDER_URLS: z.string().optional(),
});
