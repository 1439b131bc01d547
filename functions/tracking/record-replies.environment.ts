import * as z from 'zod';

export const Environment = z.object({
  TABLE_NAME: z.string().min(3),
  DATA_BUCKET: z.string().min(3),
  LINK_SECRET_ARN: z.string().min(1),
  WEBHOOK_QUEUE_URL: z.url(),
  DEAD_LETTERS_URL: z.url(),
  /** Receives after which the queue gives a record up. */
  TRIES: z.coerce.number().int().positive(),
});
