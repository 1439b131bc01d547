import { detectTechnologies, TECHNOLOGY_RULES } from '../../../../functions/assessment/tech/detect-technologies.ts';
import { TECHNOLOGY_KINDS } from '../../../../functions/assessment/tech/technology-rule.ts';
import { aCapture } from '../a-site-capture.ts';

const found = (html: string, headers: [string, string][] = []) =>
  detectTechnologies(aCapture(html === '' ? '<p>Hi</p>' : html, { headers })).technologies ?? [];
const names = (html: string, headers: [string, string][] = []): readonly string[] =>
  found(html, headers).map(({ name }) => name);

test('there are more than eighty rules, each of a kind that exists and under a name of its own', () => {
  expect(TECHNOLOGY_RULES.length).toBeGreaterThanOrEqual(80);
  expect(new Set(TECHNOLOGY_RULES.map(({ name }) => name)).size).toBe(TECHNOLOGY_RULES.length);
  expect(new Set(TECHNOLOGY_RULES.map(({ kind }) => kind))).toEqual(new Set(TECHNOLOGY_KINDS));
});

test.each([
  ['<meta name="generator" content="WordPress 6.6">', 'WordPress'],
  ['<link rel="stylesheet" href="/wp-content/themes/oak/style.css">', 'WordPress'],
  ['<script src="/wp-content/plugins/woocommerce/assets/js/cart.min.js"></script>', 'WooCommerce'],
  ['<script src="https://cdn.shopify.com/s/files/1/theme.js"></script>', 'Shopify'],
  ['<html data-wf-site="5f0c8a0e4d2b3c1a9e8d7f60">', 'Webflow'],
  ['<script src="//www.googletagmanager.com/gtm.js?id=GTM-ABC123"></script>', 'Google Tag Manager'],
  ['<script src="https://www.googletagmanager.com/gtag/js?id=G-ABC1234567"></script>', 'Google Analytics 4'],
  ["<script>gtag('config', 'G-ABC1234567');</script>", 'Google Analytics 4'],
  ["<script>fbq('init', '1234');</script>", 'Meta Pixel'],
  ['<script src="/_next/static/chunks/main.js"></script>', 'Next.js'],
  ['<app-root ng-version="17.1.0"></app-root>', 'Angular'],
  ['<script src="https://code.jquery.com/jquery-3.7.1.min.js"></script>', 'jQuery'],
  [
    '<link rel="stylesheet" href="https://cdn.jsdelivr.net/npm/bootstrap@5.3.0/dist/css/bootstrap.min.css">',
    'Bootstrap',
  ],
  ['<form action="https://oak.us6.list-manage.com/subscribe/post"></form>', 'Mailchimp'],
  ['<iframe src="https://calendly.com/oak/visit"></iframe>', 'Calendly'],
  ['<script src="https://js.stripe.com/v3/"></script>', 'Stripe'],
  ['<script data-src="https://consent.cookiebot.com/uc.js"></script>', 'Cookiebot'],
])('%s shows %s', (html, name) => {
  expect(names(html)).toContain(name);
});

test.each<[[string, string], string]>([
  [['server', 'nginx/1.24'], 'nginx'],
  [['cf-ray', '8a1-FRA'], 'Cloudflare'],
  [['x-powered-by', 'PHP/8.2'], 'PHP'],
  [['set-cookie', '_shopify_y=abc; path=/'], 'Shopify'],
  [['x-vercel-id', 'fra1::x'], 'Vercel'],
])('the header %j shows %s', (header, name) => {
  expect(names('', [header])).toContain(name);
});

test('words of a page, links to other sites, comments and data show nothing', () => {
  const html = `<h1>We build WordPress, Shopify, Wix and Next.js sites with Google Analytics (gtag('config', 'G-ABC1234567')) and jQuery</h1>
    <p>/wp-content/themes/ cdn.shopify.com Stripe, PayPal, Hotjar, HubSpot, Intercom, Mailchimp. &lt;script src="https://js.stripe.com/v3/"&gt;</p>
    <a href="https://wordpress.org/">WordPress</a><a href="https://calendly.com/oak">Book</a><a href="https://www.paypal.com/donate">PayPal</a>
    <a href="https://cdn.shopify.com/s/files/1/theme.js">x</a><img src="/img/stripe-logo.svg" alt="Stripe"><img src="/jquery.js.png">
    <!-- <script src="https://static.hotjar.com/c/hotjar.js"></script> --><meta name="description" content="WordPress 6.6">
    <meta name="keywords" content="generator WordPress"><link rel="alternate" href="/wp-content/feed">
    <script type="application/ld+json">{"text":"fbq('init', '1')"}</script><script src="/js/my-jquery-like.js"></script>
    <script src="https://evil.example/?x=cdn.shopify.com/"></script><script src="https://notjs.stripe.com.evil.example/a.js"></script>
    <div class="shopify wordpress bootstrap"></div><noscript><iframe src="https://www.youtube.com/embed/x"></iframe></noscript>`;
  expect(names(html)).toEqual([]);
});

test('evidence says where it was seen, and a cookie’s value is never kept', () => {
  const [technology] = found('', [['set-cookie', 'PHPSESSID=secret; path=/']]);
  expect(technology).toEqual({
    name: 'PHP',
    kind: 'language',
    evidence: [{ what: 'The name of a cookie.', where: 'https://site.example/', quote: 'PHPSESSID' }],
  });
});

test('the same page shows the same', () => {
  const html = '<script src="/wp-content/a.js"></script><script src="/jquery.min.js"></script>';
  expect(found(html)).toEqual(found(html));
});
