import * as z from 'zod';

export const Environment = z.object({
  TABLE_NAME: z.string().min(3),
  DATA_BUCKET: z.string().min(3),
  /** Hosts of the operator's own that may be read (safe-fetch/allowed-hosts); empty allows none. */
  FETCH_ALLOW_HOSTS: z.string().default(''),
});
