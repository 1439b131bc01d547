import * as z from 'zod';

export const Environment = z.object({
  TABLE_NAME: z.string().min(3),
  STRIPE_SECRET_ARN: z.string().min(1),
  PAYMENT_EVENTS_URL: z.url(),
});
