import type { AllowedHosts } from '../platform/safe-fetch/allowed-hosts.ts';
import { type Clock, SECOND } from '../platform/time.ts';
import { BROWSER_BRANCHES, createBrowseBranches, type KeepScreenshot } from './browser/browse-branches.ts';
import { createBrowse } from './browser/browse-site.ts';
import { findChromium } from './browser/find-chromium.ts';
import type { PageSpeed } from './performance/page-speed.ts';
import type { SiteBranch } from './site-branch.ts';
import type { JudgeLook } from './visual/judge-look.ts';

/** Reading a site takes up to 25 s of the 90 s that an assessment may take. */
const WHOLE = 58 * SECOND;
const TIMEOUT = 62 * SECOND;

/** What a browser of our own sees of a site, and PageSpeed Insights beside it when there is a key: Lighthouse runs here when Google's did not answer. */
export const createBrowserBranch = ({
  allowed,
  chromiumPath,
  pageSpeed,
  judgeLook,
  keepScreenshot,
  clock,
}: {
  allowed: AllowedHosts;
  chromiumPath?: string | undefined;
  pageSpeed?: PageSpeed | undefined;
  judgeLook?: JudgeLook | undefined;
  keepScreenshot: KeepScreenshot;
  clock: Clock;
}): SiteBranch => {
  const browse = createBrowse({
    chromium: () => findChromium({ path: chromiumPath }),
    allowed,
    clock,
    limits: { wholeMs: WHOLE },
  });
  return {
    gives: BROWSER_BRANCHES,
    timeoutMs: TIMEOUT,
    run: createBrowseBranches({ browse, keepScreenshot, judgeLook, pageSpeed }),
  };
};
