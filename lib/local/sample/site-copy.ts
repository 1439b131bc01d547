import { readFileSync } from 'node:fs';
import * as z from 'zod';

const Passage = z.strictObject({ title: z.string().min(1), text: z.string().min(1) });

export const LAYOUTS = ['banner', 'split', 'journal', 'cards', 'night', 'market', 'attic'] as const;
export type LayoutName = (typeof LAYOUTS)[number];

export const PAGE_KINDS = ['home', 'services', 'about', 'team', 'news', 'careers', 'contact', 'imprint'] as const;
export type PageKind = (typeof PAGE_KINDS)[number];

/** How a site gives its address: link, text, "name at domain dot example", Cloudflare's encoding, or only a form. */
export const ADDRESS_STYLES = ['mailto', 'text', 'spelled', 'cfemail', 'none'] as const;
export type AddressStyle = (typeof ADDRESS_STYLES)[number];

/** What one business says on its website, written for it alone. */
export const SiteCopy = z.strictObject({
  layout: z.enum(LAYOUTS),
  accent: z.string().regex(/^#[0-9a-f]{6}$/),
  language: z.enum(['en', 'de', 'ja']),
  jsonLd: z.boolean(),
  /** Milliseconds before the site begins to answer. */
  delayMs: z.int().positive().optional(),
  /** The site is down: nothing answers. */
  down: z.literal(true).optional(),
  /** Pages that robots.txt asks not to read. */
  disallow: z.array(z.enum(PAGE_KINDS)).optional(),
  /** Pages that are linked to and answer 404. */
  missing: z.array(z.enum(PAGE_KINDS)).optional(),
  /** A consent notice lies over every page and stands first in its text. */
  cookieWall: z.literal(true).optional(),
  headline: z.string().min(1),
  lead: z.string().min(1),
  stats: z.array(z.strictObject({ value: z.string(), label: z.string() })),
  sections: z.array(Passage).min(2),
  services: z.array(Passage),
  about: z.array(z.string()).min(1),
  quote: z.strictObject({ text: z.string(), by: z.string() }).nullable(),
  news: z.array(Passage.extend({ date: z.iso.date() })),
  jobs: z.array(Passage),
  contact: z.strictObject({
    style: z.enum(ADDRESS_STYLES),
    /** The part before the @. */
    email: z.string().nullable(),
    phone: z.string().nullable(),
    address: z.string().nullable(),
    hours: z.string().nullable(),
  }),
});
export type SiteCopy = z.infer<typeof SiteCopy>;

/** Copy by the slug of its business; a business without a website has none. */
export const sampleSiteCopy = (): Readonly<Record<string, SiteCopy>> =>
  z.record(z.string(), SiteCopy).parse(JSON.parse(readFileSync(new URL('site-copy.json', import.meta.url), 'utf8')));
