import * as z from 'zod';
import { ModelEnvironment } from './model-settings.ts';

export const Environment = z.object({
  TABLE_NAME: z.string().min(3),
  DATA_BUCKET: z.string().min(3),
  /** Hosts of the operator's own that may be read (safe-fetch/allowed-hosts); empty allows none. */
  FETCH_ALLOW_HOSTS: z.string().default(''),
  /** Where what failed because models were down waits to be tried again. */
  COPY_RETRIES_QUEUE_URL: z.string().min(1),
  ...ModelEnvironment,
});
