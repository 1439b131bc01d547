import * as z from 'zod';

export const Environment = z.object({
  TABLE_NAME: z.string().min(3),
  DATA_BUCKET: z.string().min(3),
  SEND_QUEUE_URL: z.url(),
  SEND_RATE_PER_SECOND: z.coerce.number().positive(),
  /** Set by Lambda itself. */
  AWS_REGION: z.string().default('us-east-1'),
});
