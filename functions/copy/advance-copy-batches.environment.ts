import * as z from 'zod';
import { ModelEnvironment } from './model-settings.ts';

export const Environment = z.object({
  TABLE_NAME: z.string().min(3),
  DATA_BUCKET: z.string().min(3),
  COPY_BATCH_POLL_SECONDS: z.coerce.number().int().positive(),
  ...ModelEnvironment,
});
