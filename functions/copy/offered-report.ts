import * as z from 'zod';

/**
 * What a campaign that offers the assessment report knows of a company's website, as its file holds it: findings a mail may cite, and for each
 * address the link to the free page with the first of them.
 */
export const OfferedReport = z.object({
  /** Worst first. `title` is quoted in mails; `seen` is what was seen, and where. */
  findings: z.array(z.object({ id: z.string(), title: z.string(), seen: z.string() })),
  /** By address. */
  links: z.record(z.string(), z.url()),
});
export type OfferedReport = z.infer<typeof OfferedReport>;
