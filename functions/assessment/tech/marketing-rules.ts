import { loadedFrom, type TechnologyRule } from './technology-rule.ts';

/** What a site measures, advertises, asks and sells with. */
export const MARKETING_RULES: readonly TechnologyRule[] = [
  {
    ...{ name: 'Google Analytics 4', kind: 'analytics' },
    signs: [
      { script: /^www\.googletagmanager\.com\/gtag\/js\?(?:.*&)?id=g-/ },
      { code: /\bgtag\(\s*['"]config['"]\s*,\s*['"]G-[A-Z0-9]{4,}['"]/ },
    ],
  },
  {
    ...{ name: 'Google Universal Analytics', kind: 'analytics' },
    signs: [
      { script: /google-analytics\.com\/(?:ga|urchin|analytics)\.js/ },
      { code: /\bga\(\s*['"]create['"]\s*,\s*['"]UA-\d+-\d+['"]/ },
      { script: /^www\.googletagmanager\.com\/gtag\/js\?(?:.*&)?id=ua-/ },
    ],
  },
  {
    ...{ name: 'Matomo', kind: 'analytics' },
    signs: [
      { script: /\/(?:matomo|piwik)\.js(?:$|\?)/ },
      { code: /\b_paq\.push\(\s*\[/ },
      { cookie: /^_pk_(?:id|ses)/ },
    ],
  },
  { ...{ name: 'Plausible', kind: 'analytics' }, signs: [loadedFrom('plausible.io/js/')] },
  { ...{ name: 'Fathom', kind: 'analytics' }, signs: [loadedFrom('cdn.usefathom.com/')] },
  {
    ...{ name: 'Adobe Analytics', kind: 'analytics' },
    signs: [{ script: /\/(?:appmeasurement|s_code)(?:\.min)?\.js(?:$|\?)/ }, { script: /^assets\.adobedtm\.com\// }],
  },
  {
    ...{ name: 'Hotjar', kind: 'analytics' },
    signs: [loadedFrom('static.hotjar.com/'), { code: /\bh\._hjSettings\s*=/ }],
  },
  {
    ...{ name: 'Microsoft Clarity', kind: 'analytics' },
    signs: [loadedFrom('www.clarity.ms/'), { code: /["']https:\/\/www\.clarity\.ms\/tag\// }],
  },
  { ...{ name: 'Mixpanel', kind: 'analytics' }, signs: [loadedFrom('cdn.mxpnl.com/'), { code: /\bmixpanel\.init\(/ }] },
  { ...{ name: 'Segment', kind: 'analytics' }, signs: [loadedFrom('cdn.segment.com/')] },
  {
    ...{ name: 'PostHog', kind: 'analytics' },
    signs: [loadedFrom('i.posthog.com/', 'app.posthog.com/'), { code: /\bposthog\.init\(/ }],
  },
  { ...{ name: 'Cloudflare Web Analytics', kind: 'analytics' }, signs: [loadedFrom('static.cloudflareinsights.com/')] },
  {
    ...{ name: 'Google Tag Manager', kind: 'tag manager' },
    signs: [{ script: /^www\.googletagmanager\.com\/gtm\.js/ }, { code: /['"]GTM-[A-Z0-9]{4,}['"]/ }],
  },
  { ...{ name: 'Tealium', kind: 'tag manager' }, signs: [loadedFrom('tags.tiqcdn.com/')] },
  {
    ...{ name: 'Meta Pixel', kind: 'advertising' },
    signs: [{ script: /^connect\.facebook\.net\/[^?]*\/fbevents\.js/ }, { code: /\bfbq\(\s*['"]init['"]/ }],
  },
  {
    ...{ name: 'Google Ads', kind: 'advertising' },
    signs: [
      { script: /^www\.googletagmanager\.com\/gtag\/js\?(?:.*&)?id=aw-/ },
      { code: /\bgtag\(\s*['"]config['"]\s*,\s*['"]AW-\d+/ },
      loadedFrom('www.googleadservices.com/'),
    ],
  },
  {
    ...{ name: 'Google AdSense', kind: 'advertising' },
    signs: [{ script: /^pagead2\.googlesyndication\.com\/pagead\// }],
  },
  {
    ...{ name: 'LinkedIn Insight Tag', kind: 'advertising' },
    signs: [loadedFrom('snap.licdn.com/'), { code: /\b_linkedin_partner_id\s*=/ }],
  },
  {
    ...{ name: 'TikTok Pixel', kind: 'advertising' },
    signs: [loadedFrom('analytics.tiktok.com/'), { code: /\bttq\.load\(/ }],
  },
  { ...{ name: 'Microsoft Advertising', kind: 'advertising' }, signs: [loadedFrom('bat.bing.com/')] },
  {
    ...{ name: 'Pinterest Tag', kind: 'advertising' },
    signs: [loadedFrom('s.pinimg.com/ct/'), { code: /\bpintrk\(\s*['"]load['"]/ }],
  },
  { ...{ name: 'Optimizely', kind: 'A/B testing' }, signs: [loadedFrom('cdn.optimizely.com/')] },
  {
    ...{ name: 'VWO', kind: 'A/B testing' },
    signs: [loadedFrom('dev.visualwebsiteoptimizer.com/'), { code: /\b_vwo_code\s*=/ }],
  },
  { ...{ name: 'AB Tasty', kind: 'A/B testing' }, signs: [loadedFrom('try.abtasty.com/')] },
  { ...{ name: 'Cookiebot', kind: 'consent' }, signs: [loadedFrom('consent.cookiebot.com/', 'consent.cookiebot.eu/')] },
  {
    ...{ name: 'OneTrust', kind: 'consent' },
    signs: [loadedFrom('cdn.cookielaw.org/', 'optanon.blob.core.windows.net/')],
  },
  {
    ...{ name: 'Usercentrics', kind: 'consent' },
    signs: [loadedFrom('app.usercentrics.eu/', 'web.cmp.usercentrics.eu/')],
  },
  {
    ...{ name: 'CookieYes', kind: 'consent' },
    signs: [loadedFrom('cdn-cookieyes.com/'), { script: /\/plugins\/cookie-law-info\// }],
  },
  {
    ...{ name: 'Complianz', kind: 'consent' },
    signs: [{ script: /\/plugins\/complianz-gdpr/ }, { link: /\/plugins\/complianz-gdpr/ }],
  },
  { ...{ name: 'iubenda', kind: 'consent' }, signs: [loadedFrom('cdn.iubenda.com/')] },
  {
    ...{ name: 'Intercom', kind: 'chat' },
    signs: [loadedFrom('widget.intercom.io/', 'js.intercomcdn.com/'), { code: /\bwindow\.intercomSettings\s*=/ }],
  },
  { ...{ name: 'Zendesk', kind: 'chat' }, signs: [loadedFrom('static.zdassets.com/', 'v2.zopim.com/')] },
  {
    ...{ name: 'Tawk.to', kind: 'chat' },
    signs: [loadedFrom('embed.tawk.to/'), { code: /['"]https:\/\/embed\.tawk\.to\// }],
  },
  { ...{ name: 'Drift', kind: 'chat' }, signs: [loadedFrom('js.driftt.com/'), { code: /\bdrift\.load\(/ }] },
  { ...{ name: 'Crisp', kind: 'chat' }, signs: [loadedFrom('client.crisp.chat/'), { code: /\bCRISP_WEBSITE_ID\s*=/ }] },
  {
    ...{ name: 'LiveChat', kind: 'chat' },
    signs: [loadedFrom('cdn.livechatinc.com/'), { code: /\b__lc\.license\s*=/ }],
  },
  { ...{ name: 'tidio', kind: 'chat' }, signs: [loadedFrom('code.tidio.co/')] },
  {
    ...{ name: 'HubSpot', kind: 'email marketing' },
    signs: [loadedFrom('js.hs-scripts.com/', 'js.hsforms.net/', 'js-eu1.hs-scripts.com/', 'js-eu1.hsforms.net/')],
  },
  {
    ...{ name: 'Mailchimp', kind: 'email marketing' },
    signs: [
      { form: /^[a-z0-9-]+\.(?:us|list)\d*[a-z0-9-]*\.list-manage\.com\// },
      { form: /^[a-z0-9.-]+\.list-manage\.com\// },
      loadedFrom('chimpstatic.com/'),
    ],
  },
  {
    ...{ name: 'Klaviyo', kind: 'email marketing' },
    signs: [loadedFrom('static.klaviyo.com/', 'a.klaviyo.com/', 'static-tracking.klaviyo.com/')],
  },
  {
    ...{ name: 'ActiveCampaign', kind: 'email marketing' },
    signs: [loadedFrom('trackcmp.net/'), { form: /^[a-z0-9-]+\.activehosted\.com\// }],
  },
  {
    ...{ name: 'Brevo', kind: 'email marketing' },
    signs: [loadedFrom('sibautomation.com/', 'sibforms.com/'), { form: /\.sibforms\.com\// }],
  },
  { ...{ name: 'CleverReach', kind: 'email marketing' }, signs: [{ form: /\.cleverreach\.com\// }] },
  {
    ...{ name: 'ConvertKit', kind: 'email marketing' },
    signs: [{ form: /^app\.(?:convert)?kit\.com\/forms\// }, { script: /\.ck\.page\// }],
  },
  {
    ...{ name: 'Typeform', kind: 'forms' },
    signs: [loadedFrom('embed.typeform.com/'), { frame: /\.typeform\.com\/to\// }],
  },
  {
    ...{ name: 'JotForm', kind: 'forms' },
    signs: [loadedFrom('form.jotform.com/', 'cdn.jotfor.ms/'), { frame: /\.jotform\.com\// }],
  },
  {
    ...{ name: 'Google Forms', kind: 'forms' },
    signs: [{ frame: /^docs\.google\.com\/forms\// }, { form: /^docs\.google\.com\/forms\// }],
  },
  {
    ...{ name: 'Contact Form 7', kind: 'forms' },
    signs: [{ script: /\/plugins\/contact-form-7\// }, { link: /\/plugins\/contact-form-7\// }],
  },
  {
    ...{ name: 'Gravity Forms', kind: 'forms' },
    signs: [{ script: /\/plugins\/gravityforms\// }, { link: /\/plugins\/gravityforms\// }],
  },
  { ...{ name: 'Formspree', kind: 'forms' }, signs: [{ form: /^formspree\.io\// }] },
  {
    ...{ name: 'Calendly', kind: 'booking' },
    signs: [loadedFrom('assets.calendly.com/'), { frame: /^calendly\.com\// }],
  },
  {
    ...{ name: 'OpenTable', kind: 'booking' },
    signs: [{ script: /^www\.opentable\.[a-z.]+\/widget\// }, { frame: /^www\.opentable\.[a-z.]+\// }],
  },
  { ...{ name: 'Stripe', kind: 'payments' }, signs: [loadedFrom('js.stripe.com/')] },
  {
    ...{ name: 'PayPal', kind: 'payments' },
    signs: [
      { script: /^(?:www\.paypal\.com\/sdk\/js|www\.paypalobjects\.com\/api\/)/ },
      { form: /^www\.paypal\.com\/(?:cgi-bin|donate)/ },
    ],
  },
  { ...{ name: 'Square', kind: 'payments' }, signs: [loadedFrom('web.squarecdn.com/', 'js.squareup.com/')] },
  { ...{ name: 'Klarna', kind: 'payments' }, signs: [loadedFrom('js.klarna.com/', 'x.klarnacdn.net/')] },
  { ...{ name: 'Trustpilot', kind: 'reviews' }, signs: [loadedFrom('widget.trustpilot.com/')] },
  { ...{ name: 'Trusted Shops', kind: 'reviews' }, signs: [loadedFrom('widgets.trustedshops.com/')] },
  {
    ...{ name: 'Elfsight', kind: 'reviews' },
    signs: [loadedFrom('apps.elfsight.com/', 'static.elfsight.com/', 'elfsightcdn.com/')],
  },
  {
    ...{ name: 'YouTube', kind: 'video' },
    signs: [{ frame: /^www\.youtube(?:-nocookie)?\.com\/embed\// }, { script: /^www\.youtube\.com\/iframe_api/ }],
  },
  {
    ...{ name: 'Vimeo', kind: 'video' },
    signs: [{ frame: /^player\.vimeo\.com\// }, loadedFrom('player.vimeo.com/api/')],
  },
  { ...{ name: 'Wistia', kind: 'video' }, signs: [loadedFrom('fast.wistia.com/', 'fast.wistia.net/')] },
  {
    ...{ name: 'Google Maps', kind: 'maps' },
    signs: [
      { script: /^maps\.google(?:apis)?\.com\/maps/ },
      { frame: /^(?:www\.google\.[a-z.]+\/maps|maps\.google\.[a-z.]+\/maps)/ },
    ],
  },
];
