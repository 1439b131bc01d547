import * as z from 'zod';

export const Environment = z.object({
  TABLE_NAME: z.string().min(3),
  SENDING_STUCK_SECONDS: z.coerce.number().positive(),
  UNKNOWN_FINAL_SECONDS: z.coerce.number().positive(),
});
