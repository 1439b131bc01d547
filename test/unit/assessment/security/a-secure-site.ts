import type { CapturedPage, SiteCapture } from '../../../../functions/assessment/site-capture.ts';
import { aCapture } from '../a-site-capture.ts';

type Header = readonly [string, string];

/** A site on https with a certificate that holds, to which plain http leads. */
export const aSite = ({
  headers = [],
  html = '',
  host = 'shop.example.com',
  page = {},
  ...given
}: Readonly<{ headers?: readonly Header[]; html?: string; host?: string; page?: Partial<CapturedPage> }> &
  Partial<SiteCapture> = {}): SiteCapture => {
  const url = `https://${host}/`;
  return aCapture(
    html,
    {
      ...{ url, finalUrl: url },
      headers: [['content-type', 'text/html'], ...headers.map(([name, value]): [string, string] => [name, value])],
      ...page,
    },
    {
      ...{ requestedUrl: url, finalUrl: page.finalUrl ?? url },
      http: { status: 301, location: url, redirectsToHttps: true },
      tls: {
        ...{ version: 'TLSv1.3', validFrom: '2026-10-01T00:00:00.000Z', validTo: '2026-12-30T00:00:00.000Z' },
        ...{ issuer: "Let's Encrypt, R11", subjectAltNames: [host], authorized: true },
      },
      ...given,
    },
  );
};

/** A site that Observatory gives 130 points. */
export const SECURE_HEADERS: readonly Header[] = [
  ['strict-transport-security', 'max-age=63072000; includeSubDomains'],
  ['x-content-type-options', 'nosniff'],
  ['content-security-policy', "default-src 'none'; script-src 'self'; frame-ancestors 'none'; form-action 'self'"],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-resource-policy', 'same-origin'],
];
