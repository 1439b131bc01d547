import * as z from 'zod';
import { singleLine } from '../platform/http/text.ts';

/** Providers of people, paid by the workspace's own keys. */
export const PEOPLE_PROVIDERS = ['crustdata', 'hunter', 'apollo'] as const;
export const PeopleProviderName = z.enum(PEOPLE_PROVIDERS);
export type PeopleProviderName = z.infer<typeof PeopleProviderName>;

/** How a campaign looks people up beyond its lists and the companies' websites. */
export const contactLookupFields = {
  /** Asked in this order where lists and website give nobody who fits; nothing is paid for unless it is named here. */
  contactProviders: z
    .array(PeopleProviderName)
    .max(PEOPLE_PROVIDERS.length)
    .refine((names) => new Set(names).size === names.length, 'must name each provider once')
    .optional(),
  /** Writes also to people whom another campaign has written to within 30 days; the reason is kept with the campaign. */
  ignoreCooldown: z.strictObject({ reason: singleLine(300) }).optional(),
};
