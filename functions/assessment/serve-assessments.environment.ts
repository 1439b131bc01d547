import * as z from 'zod';

export const Environment = z.object({
  TABLE_NAME: z.string().min(3),
  DATA_BUCKET: z.string().min(3),
  ASSESSMENT_MACHINE_ARN: z.string().min(10),
});
