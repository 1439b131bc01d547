import * as z from 'zod';

export const Environment = z.object({
  TABLE_NAME: z.string().min(3),
  RUN_MACHINE_ARN: z.string().startsWith('arn:'),
  CHECK_LAUNCH_FUNCTION: z.string().min(1),
  SANDBOX_CLOCK_FACTOR: z.coerce.number().min(1),
});
