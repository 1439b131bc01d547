import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { CDPSession } from 'puppeteer-core';
import * as z from 'zod';
import { SECOND } from '../../platform/time.ts';
import { evaluateApart } from '../browser/open-page.ts';

const Named = z.object({ id: z.string(), help: z.string(), helpUrl: z.string() });
const Node = z.object({ target: z.string(), html: z.string(), summary: z.string() });
const Violation = Named.extend({
  /** How many elements; `nodes` holds the first few. */
  count: z.int(),
  nodes: z.array(Node),
});
/** What axe-core said of a page: rules by outcome. Rules that did not apply are left out. */
export const AxeReading = z.object({
  version: z.string(),
  violations: z.array(Violation),
  passes: z.array(Named),
  /** Rules that a person has to decide. */
  incomplete: z.array(Named),
  /** Frames whose contents were not looked at. */
  frames: z.int(),
});
export type AxeReading = z.infer<typeof AxeReading>;
export type AxeViolation = z.infer<typeof Violation>;

/** WCAG 2.2 A and AA, and axe's best practices; what Lighthouse's accessibility category draws from too. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const AXE_MS = 25 * SECOND;

/** Frames are other documents, mostly other people's: they are counted, not judged. */
const RUN = `axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(TAGS)} }, iframes: false, resultTypes: ['violations', 'incomplete', 'passes'] }).then((found) => JSON.stringify({
  version: found.testEngine.version,
  violations: found.violations.map(({ id, help, helpUrl, nodes }) => ({ id, help, helpUrl, count: nodes.length, nodes: nodes.slice(0, 5).map(({ target, html, failureSummary }) => ({
    target: target.flat().join(' ').slice(0, 300), html: String(html).slice(0, 300), summary: String(failureSummary || '').slice(0, 500) })) })),
  passes: found.passes.map(({ id, help, helpUrl }) => ({ id, help, helpUrl })),
  incomplete: found.incomplete.map(({ id, help, helpUrl }) => ({ id, help, helpUrl })),
  frames: document.querySelectorAll('iframe,frame').length,
}))`;

let source: Promise<string> | undefined;
/** axe-core as it is published: a bundler would rename what it turns into text itself. */
const axeSource = (): Promise<string> =>
  (source ??= readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));

/**
 * Runs axe-core in the page, apart from the page's own scripts.
 * @throws Error when it does not end within 25 s or the page is too large for it
 */
export const readAxe = async (session: CDPSession, timeout: number = AXE_MS): Promise<AxeReading> => {
  const expression = `${await axeSource()};${RUN}`;
  return AxeReading.parse(JSON.parse(await evaluateApart(session, expression, timeout)));
};
