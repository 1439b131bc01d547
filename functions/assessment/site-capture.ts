import * as z from 'zod';

/** One page as it was read. */
export const CapturedPage = z.object({
  /** What was asked for. */
  url: z.string(),
  /** What answered, after redirects. */
  finalUrl: z.string(),
  status: z.int(),
  /** Names in lower case, in the order they came; every cookie is kept. */
  headers: z.array(z.tuple([z.string(), z.string()])),
  redirects: z.array(z.object({ url: z.string(), status: z.int(), location: z.string() })),
  contentType: z.string(),
  /** Decoded text, the first 2 MB; empty when the answer is no page. */
  html: z.string(),
  /** Whether there was more than is kept. */
  cut: z.boolean(),
  /** Bytes as they came over the wire, and decoded. */
  bytes: z.int(),
  decodedBytes: z.int(),
  /** From asking to the last byte. */
  milliseconds: z.number(),
});
export type CapturedPage = z.infer<typeof CapturedPage>;

export const CheckedLink = z.object({
  url: z.string(),
  /** Null when nothing answered. */
  status: z.int().nullable(),
  /** The page it stands on. */
  from: z.string(),
});
export type CheckedLink = z.infer<typeof CheckedLink>;

export const TlsFacts = z.object({
  /** As Node names it, e.g. `TLSv1.3`; null when the handshake failed. */
  version: z.string().nullable(),
  validFrom: z.string().nullable(),
  validTo: z.string().nullable(),
  issuer: z.string().nullable(),
  subjectAltNames: z.array(z.string()),
  /** Whether the certificate is trusted and of this name. */
  authorized: z.boolean(),
  error: z.string().optional(),
});
export type TlsFacts = z.infer<typeof TlsFacts>;

/** What the fetch branch read of a site; every static check is a pure function of it. The first page is the one asked for. */
export const SiteCapture = z.object({
  requestedUrl: z.string(),
  finalUrl: z.string(),
  fetchedAt: z.string(),
  pages: z.array(CapturedPage).max(8),
  robotsTxt: z.object({ status: z.int(), text: z.string() }).nullable(),
  sitemap: z.object({ url: z.string(), status: z.int(), urls: z.int() }).nullable(),
  /** Internal links that were asked for (HEAD, then GET); at most 100. */
  links: z.array(CheckedLink).max(100),
  /** What plain http answers; null when it was not asked or did not answer. */
  http: z.object({ status: z.int(), location: z.string().nullable(), redirectsToHttps: z.boolean() }).nullable(),
  /** Null for a site on plain http only. */
  tls: TlsFacts.nullable(),
  /** How scripts begin that look like a known library and whose address does not tell its version. */
  scripts: z
    .array(z.object({ url: z.string(), text: z.string() }))
    .max(6)
    .optional(),
});
export type SiteCapture = z.infer<typeof SiteCapture>;

/** The first header of that name (lower case), or undefined. */
export const headerOf = (page: Pick<CapturedPage, 'headers'>, name: string): string | undefined =>
  page.headers.find(([one]) => one === name)?.[1];

/** All headers of that name (lower case). */
export const headersOf = (page: Pick<CapturedPage, 'headers'>, name: string): string[] =>
  page.headers.flatMap(([one, value]) => (one === name ? [value] : []));
