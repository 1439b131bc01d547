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

/** What a mail to an address may cite of it, and the address's own link; undefined where nothing is offered to it. */
export const reportFor = (
  offered: OfferedReport | undefined,
  address: string,
): Readonly<{ findings: OfferedReport['findings']; link: string }> | undefined => {
  const link = offered?.links[address];
  return offered === undefined || link === undefined ? undefined : { findings: offered.findings, link };
};
