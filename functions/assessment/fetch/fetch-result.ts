import { DAY } from '../../platform/time.ts';
import type { BranchResult, Metric, NotMeasured } from '../contract.ts';
import { METRICS } from '../metrics.ts';
import type { SiteCapture } from '../site-capture.ts';
import { isBroken } from './check-links.ts';

/** What the reading itself measures: the nine technical metrics. It scores nothing; the checks over it do. */
export const fetchResult = (capture: SiteCapture, notMeasured: readonly NotMeasured[]): BranchResult => {
  const { pages, http, tls, links, robotsTxt, sitemap, fetchedAt } = capture;
  const home = pages[0];
  const daysLeft = tls?.validTo ? Math.floor((Date.parse(tls.validTo) - Date.parse(fetchedAt)) / DAY) : null;
  const values: Readonly<Record<string, Metric['value']>> = {
    https_enforced: http?.redirectsToHttps ?? null,
    tls_version: tls?.version ?? null,
    certificate_days_left: daysLeft,
    server_response_ms: home === undefined ? null : Math.round(home.milliseconds),
    page_bytes: home?.bytes ?? null,
    redirects: home?.redirects.length ?? null,
    broken_internal_links: links.length === 0 ? null : links.filter(isBroken).length,
    robots_txt: robotsTxt === null ? null : robotsTxt.status === 200,
    sitemap_urls: sitemap?.urls ?? null,
  };
  return {
    branch: 'fetch',
    status: notMeasured.length === 0 ? 'done' : 'partial',
    score: null,
    results: [],
    metrics: METRICS.flatMap(({ id, unit, branch, from }) =>
      branch === 'fetch' ? [{ id, value: values[id] ?? null, unit, source: from }] : [],
    ),
    notMeasured: [...notMeasured],
  };
};
