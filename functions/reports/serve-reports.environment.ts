import * as z from 'zod';

export const Environment = z.object({
  TABLE_NAME: z.string().min(3),
  DATA_BUCKET: z.string().min(3),
  LINK_SECRET_ARN: z.string().min(1),
  REPORT_MACHINE_ARN: z.string().min(1),
  /** Where people reach the product; public links begin with it. */
  PUBLIC_ORIGIN: z.url(),
});
