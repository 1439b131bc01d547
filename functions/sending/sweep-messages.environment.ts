import * as z from 'zod';

export const Environment = z.object({
  TABLE_NAME: z.string().min(3),
  DATA_BUCKET: z.string().min(3),
  SEND_RATE_PER_SECOND: z.coerce.number().positive(),
  SENDING_STUCK_SECONDS: z.coerce.number().positive(),
  UNKNOWN_FINAL_SECONDS: z.coerce.number().positive(),
});
