import * as z from 'zod';

export const Environment = z.object({
  TABLE_NAME: z.string().min(3),
  CONFIGURATION_SET: z.string().min(1),
  PUBLIC_ORIGIN: z.url(),
  LINK_SECRET_ARN: z.string().min(1),
  /** Host of the addresses that replies come back to us by. */
  REPLY_HOST: z.string().min(3).optional(),
  SEND_RATE_PER_SECOND: z.coerce.number().positive(),
  SENDING_MODE: z.enum(['sandbox', 'live']),
  /** Where sandbox mails go: to the channel's simulator, or as addressed, where the whole channel is an inbox of our own. */
  SANDBOX_DELIVERY: z.enum(['simulator', 'inbox']).default('simulator'),
});
