import * as z from 'zod';

export const Environment = z.object({
  TABLE_NAME: z.string().min(3),
  DATA_BUCKET: z.string().min(3),
  /** Secret that holds a Claude API key; without one the offline writer writes. */
  ANTHROPIC_SECRET_ARN: z.string().optional(),
});
