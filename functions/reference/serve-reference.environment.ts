import * as z from 'zod';

export const Environment = z.object({ PUBLIC_ORIGIN: z.url() });
