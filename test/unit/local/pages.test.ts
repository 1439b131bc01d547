import { metricsOf } from '../../../lib/local/lambda/output-lines.ts';
import { linksIn, oneClickOf } from '../../../lib/local/pages/inbox-page.ts';
import { html, trusted } from '../../../lib/local/pages/markup.ts';
import { duration, moment } from '../../../lib/local/pages/time.ts';

test('values in markup are escaped, markup in markup is not', () => {
  const inner = html`<b>${'<script>"&\''}</b>`;
  expect(html`<p class="${'"x'}">${[inner, undefined, false, 3]}${trusted('<br>')}</p>`.html).toBe(
    '<p class="&quot;x"><b>&lt;script&gt;&quot;&amp;&#39;</b>3<br></p>',
  );
});

test('links of a mail come from its HTML, else from its text, each once', () => {
  expect(
    linksIn({ html: '<a class="x" href="https://a.example/?a=1&amp;b=2">a</a><a href="mailto:x@y">m</a>', text: '' }),
  ).toEqual(['https://a.example/?a=1&b=2']);
  expect(linksIn({ html: '', text: 'See https://a.example/x, or (https://b.example). https://a.example/x' })).toEqual([
    'https://a.example/x',
    'https://b.example',
  ]);
});

test('a one-click unsubscribe needs both headers (RFC 8058)', () => {
  const link = { name: 'List-Unsubscribe', value: '<mailto:u@x.example>,\r\n <https://x.example/u/1>' };
  const post = { name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' };
  expect(oneClickOf({ headers: [link, post] })).toBe('https://x.example/u/1');
  expect(oneClickOf({ headers: [link] })).toBeUndefined();
  expect(oneClickOf({ headers: [post] })).toBeUndefined();
});

test('times read as people write them', () => {
  expect(moment('2026-11-21T09:30:12.500Z')).toBe('21 Nov 2026, 09:30:12 UTC');
  expect([duration(850), duration(12_400), duration(200_000)]).toEqual(['850 ms', '12.4 s', '3 min 20 s']);
});

test('metrics are read from embedded metric lines only', () => {
  const line = JSON.stringify({
    _aws: {
      Timestamp: 1,
      CloudWatchMetrics: [
        { Namespace: 'T', Dimensions: [['F']], Metrics: [{ Name: 'A' }, { Name: 'B' }, { Name: 'C' }] },
      ],
    },
    A: 2.5,
    B: [1, 2],
    F: 'f',
  });
  expect(metricsOf(line)).toEqual([
    { name: 'A', value: 2.5 },
    { name: 'B', value: 3 },
  ]);
  expect(metricsOf('{"A":1}')).toEqual([]);
  expect(metricsOf('"_aws" is not JSON here')).toEqual([]);
});
