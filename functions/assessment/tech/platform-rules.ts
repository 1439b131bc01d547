import { loadedFrom, type TechnologyRule } from './technology-rule.ts';

/** What a site is made with: content systems, site builders and shops. */
export const PLATFORM_RULES: readonly TechnologyRule[] = [
  {
    ...{ name: 'WordPress', kind: 'CMS' },
    signs: [
      { generator: /^wordpress\b/i },
      { link: /\/wp-(?:content|includes)\// },
      { script: /\/wp-(?:content|includes)\// },
      { header: 'link', value: /rel="https:\/\/api\.w\.org\/"/ },
    ],
  },
  {
    ...{ name: 'Elementor', kind: 'site builder' },
    signs: [{ script: /\/plugins\/elementor(?:-pro)?\// }, { link: /\/plugins\/elementor(?:-pro)?\// }],
  },
  { ...{ name: 'Divi', kind: 'site builder' }, signs: [{ link: /\/themes\/divi\// }, { script: /\/themes\/divi\// }] },
  { ...{ name: 'Yoast SEO', kind: 'SEO' }, signs: [{ attribute: 'class', value: /^yoast-schema-graph$/ }] },
  {
    ...{ name: 'WooCommerce', kind: 'shop' },
    signs: [
      { script: /\/plugins\/woocommerce\// },
      { link: /\/plugins\/woocommerce\// },
      { generator: /^woocommerce\b/i },
      { cookie: /^woocommerce_/ },
    ],
  },
  {
    ...{ name: 'Shopify', kind: 'shop' },
    signs: [
      loadedFrom('cdn.shopify.com/', 'shopifycloud.com/'),
      { link: /^cdn\.shopify\.com\// },
      { script: /\/cdn\/shopifycloud\// },
      { header: 'x-shopid', value: /./ },
      { header: 'powered-by', value: /^shopify/i },
      { cookie: /^_shopify_/ },
    ],
  },
  {
    ...{ name: 'Magento', kind: 'shop' },
    signs: [
      { attribute: 'type', value: /^text\/x-magento-init$/ },
      { script: /\/static\/version\d+\/frontend\// },
      { script: /\/skin\/frontend\// },
      { header: 'x-magento-vary', value: /./ },
      { cookie: /^(?:x-magento-vary|mage-cache-)/i },
    ],
  },
  {
    ...{ name: 'PrestaShop', kind: 'shop' },
    signs: [
      { generator: /^prestashop\b/i },
      { cookie: /^prestashop-/i },
      { header: 'powered-by', value: /^prestashop/i },
    ],
  },
  {
    ...{ name: 'Shopware', kind: 'shop' },
    signs: [
      { header: 'sw-context-token', value: /./ },
      { header: 'shopware-cache-id', value: /./ },
      { script: /\/bundles\/storefront\// },
      { meta: 'shopware-page' },
    ],
  },
  {
    ...{ name: 'OpenCart', kind: 'shop' },
    signs: [{ cookie: /^ocsessid$/i }, { script: /\/catalog\/view\/(?:javascript|theme)\// }],
  },
  {
    ...{ name: 'BigCommerce', kind: 'shop' },
    signs: [loadedFrom('cdn11.bigcommerce.com/', 'cdn.bcapp.dev/'), { link: /^cdn\d+\.bigcommerce\.com\// }],
  },
  { ...{ name: 'Ecwid', kind: 'shop' }, signs: [loadedFrom('app.ecwid.com/')] },
  {
    ...{ name: 'Wix', kind: 'site builder' },
    signs: [
      { generator: /^wix\.com/i },
      { header: 'x-wix-request-id', value: /./ },
      loadedFrom('static.parastorage.com/', 'static.wixstatic.com/'),
    ],
  },
  {
    ...{ name: 'Squarespace', kind: 'site builder' },
    signs: [
      loadedFrom('assets.squarespace.com/', 'static1.squarespace.com/'),
      { header: 'server', value: /^squarespace/i },
      { generator: /^squarespace/i },
    ],
  },
  {
    ...{ name: 'Webflow', kind: 'site builder' },
    signs: [
      { generator: /^webflow/i },
      { attribute: 'data-wf-site', value: /^[0-9a-f]{20,}$/ },
      { link: /^(?:assets|cdn\.prod|uploads-ssl)\.(?:website-files|webflow)\.com\// },
    ],
  },
  { ...{ name: 'Weebly', kind: 'site builder' }, signs: [loadedFrom('cdn2.editmysite.com/', 'cdn1.editmysite.com/')] },
  {
    ...{ name: 'Duda', kind: 'site builder' },
    signs: [
      loadedFrom('dd-cdn.multiscreensite.com/', 'irp.cdn-website.com/'),
      { link: /^(?:irp|cdn)\.cdn-website\.com\// },
      { code: /\bwindow\.Parameters\s*=\s*window\.Parameters[\s\S]{0,400}\bSiteAlias\b/ },
    ],
  },
  {
    ...{ name: 'GoDaddy Website Builder', kind: 'site builder' },
    signs: [
      { generator: /^(?:starfield technologies; )?go daddy website builder/i },
      loadedFrom('img1.wsimg.com/blobby/', 'img1.wsimg.com/gfonts/'),
    ],
  },
  {
    ...{ name: 'Jimdo', kind: 'site builder' },
    signs: [loadedFrom('assets.jimstatic.com/', 'jimdo-storage.'), { link: /^(?:assets|u)\.jimstatic\.com\// }],
  },
  {
    ...{ name: 'IONOS MyWebsite', kind: 'site builder' },
    signs: [loadedFrom('cdn.website-start.de/', 'cdn.initial-website.com/')],
  },
  {
    ...{ name: 'Framer', kind: 'site builder' },
    signs: [{ generator: /^framer\b/i }, loadedFrom('framerusercontent.com/')],
  },
  {
    ...{ name: 'Drupal', kind: 'CMS' },
    signs: [
      { generator: /^drupal\b/i },
      { header: 'x-generator', value: /^drupal/i },
      { header: 'x-drupal-cache', value: /./ },
      { attribute: 'data-drupal-selector', value: /^drupal-settings-json$/ },
    ],
  },
  {
    ...{ name: 'Joomla', kind: 'CMS' },
    signs: [
      { generator: /^joomla!/i },
      { script: /\/media\/system\/js\/(?:core|caption|mootools-core)/ },
      { attribute: 'class', value: /^joomla-script-options\b/ },
    ],
  },
  {
    ...{ name: 'TYPO3', kind: 'CMS' },
    signs: [{ generator: /^typo3\b/i }, { script: /\/typo3(?:temp|conf)\// }, { link: /\/typo3(?:temp|conf)\// }],
  },
  { ...{ name: 'Contao', kind: 'CMS' }, signs: [{ generator: /^contao\b/i }] },
  { ...{ name: 'Ghost', kind: 'CMS' }, signs: [{ generator: /^ghost\b/i }] },
  {
    ...{ name: 'HubSpot CMS', kind: 'CMS' },
    signs: [{ generator: /^hubspot$/i }, { header: 'x-hs-hub-id', value: /^\d+$/ }],
  },
  {
    ...{ name: 'Craft CMS', kind: 'CMS' },
    signs: [{ header: 'x-powered-by', value: /craft cms/i }, { cookie: /^craftsessionid$/i }],
  },
  {
    ...{ name: 'Adobe Experience Manager', kind: 'CMS' },
    signs: [{ script: /\/etc\.clientlibs\// }, { link: /\/etc\.clientlibs\// }],
  },
  {
    ...{ name: 'Sitecore', kind: 'CMS' },
    signs: [{ cookie: /^sc_analytics_global_cookie$/i }, { image: /\/-\/media\/.+\.ashx$/ }],
  },
  { ...{ name: 'Contentful', kind: 'CMS' }, signs: [{ image: /^images\.ctfassets\.net\// }] },
  { ...{ name: 'Sanity', kind: 'CMS' }, signs: [{ image: /^cdn\.sanity\.io\// }] },
];
