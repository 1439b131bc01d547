import { loadedFrom, type TechnologyRule } from './technology-rule.ts';

/** What pages are written in and where they come from. */
export const BUILDING_RULES: readonly TechnologyRule[] = [
  {
    ...{ name: 'Next.js', kind: 'framework' },
    signs: [{ script: /\/_next\/static\// }, { header: 'x-powered-by', value: /^next\.js/i }],
  },
  { ...{ name: 'Nuxt', kind: 'framework' }, signs: [{ script: /\/_nuxt\// }, { attribute: 'id', value: /^__nuxt$/ }] },
  {
    ...{ name: 'Gatsby', kind: 'framework' },
    signs: [{ generator: /^gatsby\b/i }, { attribute: 'id', value: /^___gatsby$/ }],
  },
  {
    ...{ name: 'Astro', kind: 'framework' },
    signs: [{ generator: /^astro\b/i }, { element: 'astro-island' }, { script: /\/_astro\// }],
  },
  {
    ...{ name: 'SvelteKit', kind: 'framework' },
    signs: [{ script: /\/_app\/immutable\// }, { link: /\/_app\/immutable\// }],
  },
  { ...{ name: 'Angular', kind: 'framework' }, signs: [{ attribute: 'ng-version', value: /^\d/ }] },
  {
    ...{ name: 'AngularJS', kind: 'framework' },
    signs: [{ attribute: 'ng-app', value: /^/ }, { script: /\/angular(?:\.min)?\.js(?:$|\?)/ }],
  },
  {
    ...{ name: 'React', kind: 'framework' },
    signs: [
      { attribute: 'data-reactroot', value: /^/ },
      { script: /\/react(?:-dom)?(?:@[\d.]+\/umd\/react(?:-dom)?)?(?:\.production)?(?:\.min)?\.js(?:$|\?)/ },
      { script: /\/_next\/static\// },
    ],
  },
  {
    ...{ name: 'Vue', kind: 'framework' },
    signs: [
      { attribute: 'data-v-app', value: /^/ },
      { script: /\/vue(?:@[\d.]+)?(?:\/dist\/vue)?(?:\.global|\.runtime)?(?:\.prod)?(?:\.min)?\.js(?:$|\?)/ },
      { script: /\/_nuxt\// },
    ],
  },
  {
    ...{ name: 'Alpine.js', kind: 'framework' },
    signs: [{ script: /\/alpinejs(?:@[\w.]+)?(?:\/|$)/ }, { script: /\/alpine(?:\.min)?\.js(?:$|\?)/ }],
  },
  {
    ...{ name: 'Laravel', kind: 'framework' },
    signs: [{ cookie: /^laravel_session$/i }, { script: /\/livewire(?:\.min)?\.js(?:$|\?)/ }],
  },
  {
    ...{ name: 'Ruby on Rails', kind: 'framework' },
    signs: [
      { attribute: 'content', value: /^authenticity_token$/ },
      { header: 'x-powered-by', value: /phusion passenger/i },
    ],
  },
  { ...{ name: 'Django', kind: 'framework' }, signs: [{ attribute: 'name', value: /^csrfmiddlewaretoken$/ }] },
  {
    ...{ name: 'ASP.NET', kind: 'framework' },
    signs: [
      { header: 'x-aspnet-version', value: /./ },
      { header: 'x-powered-by', value: /^asp\.net/i },
      { cookie: /^asp\.net_sessionid$/i },
      { attribute: 'name', value: /^__viewstate$/i },
    ],
  },
  { ...{ name: 'Express', kind: 'framework' }, signs: [{ header: 'x-powered-by', value: /^express$/i }] },
  { ...{ name: 'Hugo', kind: 'framework' }, signs: [{ generator: /^hugo\b/i }] },
  { ...{ name: 'Jekyll', kind: 'framework' }, signs: [{ generator: /^jekyll\b/i }] },
  { ...{ name: 'Docusaurus', kind: 'framework' }, signs: [{ generator: /^docusaurus\b/i }] },
  {
    ...{ name: 'jQuery', kind: 'JavaScript library' },
    signs: [{ script: /\/jquery(?:[.@-]?\d[\w.]*)?(?:\/(?:dist\/)?jquery)?(?:\.slim)?(?:\.min)?\.js(?:$|\?)/ }],
  },
  {
    ...{ name: 'GSAP', kind: 'JavaScript library' },
    signs: [{ script: /\/(?:gsap|tweenmax)(?:@[\d.]+)?(?:\/dist\/gsap)?(?:\.min)?\.js(?:$|\?)/ }],
  },
  { ...{ name: 'Modernizr', kind: 'JavaScript library' }, signs: [{ script: /\/modernizr[\w.-]*\.js(?:$|\?)/ }] },
  {
    ...{ name: 'Swiper', kind: 'JavaScript library' },
    signs: [{ script: /\/swiper(?:@[\d.]+)?(?:-bundle)?[\w./-]*\.js(?:$|\?)/ }],
  },
  {
    ...{ name: 'Bootstrap', kind: 'CSS framework' },
    signs: [
      { link: /\/bootstrap(?:@[\d.]+)?(?:[\w./-]*\/bootstrap)?[\d.-]*(?:\.min)?\.css(?:$|\?)/ },
      { script: /\/bootstrap(?:@[\d.]+)?(?:[\w./-]*\/bootstrap)?[\d.-]*(?:\.bundle)?(?:\.min)?\.js(?:$|\?)/ },
    ],
  },
  {
    ...{ name: 'Tailwind CSS', kind: 'CSS framework' },
    signs: [loadedFrom('cdn.tailwindcss.com'), { link: /\/tailwind(?:css)?(?:@[\d.]+)?[\w./-]*\.css(?:$|\?)/ }],
  },
  { ...{ name: 'Foundation', kind: 'CSS framework' }, signs: [{ link: /\/foundation(?:\.min)?\.css(?:$|\?)/ }] },
  {
    ...{ name: 'Font Awesome', kind: 'fonts' },
    signs: [
      loadedFrom('kit.fontawesome.com/', 'use.fontawesome.com/'),
      { link: /\/font-?awesome[\w./@-]*\.css(?:$|\?)/ },
    ],
  },
  { ...{ name: 'Google Fonts', kind: 'fonts' }, signs: [{ link: /^fonts\.(?:googleapis|gstatic)\.com\// }] },
  {
    ...{ name: 'Adobe Fonts', kind: 'fonts' },
    signs: [{ link: /^(?:use|p)\.typekit\.net\// }, loadedFrom('use.typekit.net/')],
  },
  {
    ...{ name: 'Google reCAPTCHA', kind: 'security' },
    signs: [{ script: /^www\.(?:google|recaptcha)\.(?:com|net)\/recaptcha\// }],
  },
  { ...{ name: 'hCaptcha', kind: 'security' }, signs: [loadedFrom('js.hcaptcha.com/', 'hcaptcha.com/1/api.js')] },
  {
    ...{ name: 'Cloudflare Turnstile', kind: 'security' },
    signs: [loadedFrom('challenges.cloudflare.com/turnstile/')],
  },
  {
    ...{ name: 'Sentry', kind: 'error monitoring' },
    signs: [loadedFrom('browser.sentry-cdn.com/', 'js.sentry-cdn.com/')],
  },
  {
    ...{ name: 'New Relic', kind: 'error monitoring' },
    signs: [loadedFrom('js-agent.newrelic.com/'), { code: /\bNREUM\s*\|\|\s*\(\s*NREUM\s*=/ }],
  },
  {
    ...{ name: 'Cloudflare', kind: 'CDN' },
    signs: [
      { header: 'cf-ray', value: /./ },
      { header: 'server', value: /^cloudflare$/i },
    ],
  },
  {
    ...{ name: 'Amazon CloudFront', kind: 'CDN' },
    signs: [
      { header: 'x-amz-cf-id', value: /./ },
      { header: 'via', value: /\(cloudfront\)/i },
    ],
  },
  {
    ...{ name: 'Fastly', kind: 'CDN' },
    signs: [
      { header: 'x-served-by', value: /^cache-[a-z]{3}/i },
      { header: 'x-fastly-request-id', value: /./ },
    ],
  },
  {
    ...{ name: 'Akamai', kind: 'CDN' },
    signs: [
      { header: 'x-akamai-transformed', value: /./ },
      { header: 'server', value: /^akamaighost/i },
    ],
  },
  { ...{ name: 'Bunny', kind: 'CDN' }, signs: [{ header: 'server', value: /^bunnycdn/i }] },
  { ...{ name: 'Sucuri', kind: 'CDN' }, signs: [{ header: 'x-sucuri-id', value: /./ }] },
  {
    ...{ name: 'Vercel', kind: 'hosting' },
    signs: [
      { header: 'x-vercel-id', value: /./ },
      { header: 'server', value: /^vercel$/i },
    ],
  },
  {
    ...{ name: 'Netlify', kind: 'hosting' },
    signs: [
      { header: 'x-nf-request-id', value: /./ },
      { header: 'server', value: /^netlify$/i },
    ],
  },
  { ...{ name: 'GitHub Pages', kind: 'hosting' }, signs: [{ header: 'server', value: /^github\.com$/i }] },
  {
    ...{ name: 'Heroku', kind: 'hosting' },
    signs: [
      { header: 'via', value: /\bvegur\b/i },
      { header: 'server', value: /^(?:cowboy|heroku)$/i },
    ],
  },
  { ...{ name: 'Fly.io', kind: 'hosting' }, signs: [{ header: 'fly-request-id', value: /./ }] },
  { ...{ name: 'Render', kind: 'hosting' }, signs: [{ header: 'x-render-origin-server', value: /./ }] },
  { ...{ name: 'Amazon S3', kind: 'hosting' }, signs: [{ header: 'server', value: /^amazons3$/i }] },
  {
    ...{ name: 'WP Engine', kind: 'hosting' },
    signs: [
      { header: 'x-powered-by', value: /^wp engine/i },
      { header: 'wpe-backend', value: /./ },
    ],
  },
  {
    ...{ name: 'Kinsta', kind: 'hosting' },
    signs: [
      { header: 'x-kinsta-cache', value: /./ },
      { header: 'ki-cache-type', value: /./ },
    ],
  },
  { ...{ name: 'Pantheon', kind: 'hosting' }, signs: [{ header: 'x-pantheon-styx-hostname', value: /./ }] },
  { ...{ name: 'nginx', kind: 'server' }, signs: [{ header: 'server', value: /^nginx\b/i }] },
  { ...{ name: 'Apache', kind: 'server' }, signs: [{ header: 'server', value: /^apache\b/i }] },
  { ...{ name: 'Microsoft IIS', kind: 'server' }, signs: [{ header: 'server', value: /^microsoft-iis\b/i }] },
  { ...{ name: 'LiteSpeed', kind: 'server' }, signs: [{ header: 'server', value: /^litespeed\b/i }] },
  { ...{ name: 'Caddy', kind: 'server' }, signs: [{ header: 'server', value: /^caddy\b/i }] },
  {
    ...{ name: 'PHP', kind: 'language' },
    signs: [{ header: 'x-powered-by', value: /^php\b/i }, { cookie: /^phpsessid$/i }],
  },
];
