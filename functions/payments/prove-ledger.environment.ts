import * as z from 'zod';

export const Environment = z.object({
  TABLE_NAME: z.string().min(3),
  STRIPE_SECRET_ARN: z.string().min(1),
  PUBLIC_ORIGIN: z.url(),
  PROVIDER_URLS: z.string().optional(),
});
