import * as z from 'zod';

export const Environment = z.object({
  TABLE_NAME: z.string().min(3),
  DATA_BUCKET: z.string().min(3),
  SEND_RATE_PER_SECOND: z.coerce.number().positive(),
  DISPATCH_FUNCTION: z.string().min(1),
});
