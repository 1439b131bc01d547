import * as z from 'zod';
import { ModelEnvironment } from '../copy/model-settings.ts';

export const Environment = z.object({
  TABLE_NAME: z.string().min(3),
  DATA_BUCKET: z.string().min(3),
  /** Hosts of the operator's own that may be looked at (safe-fetch/allowed-hosts); empty allows none. */
  FETCH_ALLOW_HOSTS: z.string().default(''),
  /** Other addresses of providers than the official ones, as JSON. */
  PROVIDER_URLS: z.string().optional(),
  /** Where the browser lies, when it is not where it is looked for. */
  CHROMIUM_PATH: z.string().optional(),
  ...ModelEnvironment,
});
