import * as z from 'zod';

export const Environment = z.object({
  TABLE_NAME: z.string().min(3),
  JWT_ISSUER: z.url(),
  JWKS_URI: z.url(),
  JWT_CLIENT_ID: z.string().min(1),
  SENDING_MODE: z.enum(['sandbox', 'live']),
});
