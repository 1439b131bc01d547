import { type CheckOutcome, failed, notApplicable, passed, type Rule } from '../rule.ts';
import { extraRule } from './extra-rule.ts';
import { absent, type SeoFacts } from './seo-facts.ts';

/** What the Open Graph protocol requires of every page. */
const REQUIRED = ['og:title', 'og:type', 'og:image', 'og:url'] as const;
const CARDS = new Set(['summary', 'summary_large_image', 'app', 'player']);

const openGraph = ({ home }: SeoFacts): CheckOutcome => {
  const missing = REQUIRED.filter(
    (name) => (home.meta(name) ?? (name === 'og:image' ? home.meta('og:image:url') : '') ?? '') === '',
  );
  if (missing.length === REQUIRED.length) return absent(home, 'The page has no Open Graph data.');
  return missing.length === 0 ? passed() : absent(home, `Of the Open Graph data is missing: ${missing.join(', ')}.`);
};

const openGraphImage = ({ home }: SeoFacts): CheckOutcome => {
  const image = home.meta('og:image') ?? home.meta('og:image:url') ?? '';
  if (image === '') return notApplicable('The page names no image to share.');
  const evidence = { where: home.url, quote: `<meta property="og:image" content="${image.slice(0, 200)}">` };
  return /^https?:$/.test(URL.parse(image)?.protocol ?? '')
    ? passed({ what: 'The image to share.', ...evidence })
    : failed({ what: 'The address of the image to share is not a whole one.', ...evidence });
};

const twitterCard = ({ home }: SeoFacts): CheckOutcome => {
  const card = home.meta('twitter:card');
  if (card !== undefined && card !== '')
    return CARDS.has(card.toLowerCase())
      ? passed()
      : failed({
          what: `There is no card "${card.slice(0, 60)}".`,
          where: home.url,
          quote: `<meta name="twitter:card" content="${card.slice(0, 60)}">`,
        });
  // X makes a card of Open Graph data when there are these three.
  const enough = ['og:type', 'og:title', 'og:description'].every((name) => (home.meta(name) ?? '') !== '');
  return enough
    ? passed()
    : absent(home, 'The page has neither a Twitter card nor the Open Graph data from which one is made.');
};

export const SHARING_RULES: readonly Rule<SeoFacts>[] = [
  extraRule({
    ...{ id: 'seo.open_graph', severity: 'low', effort: 'minutes', source: 'https://ogp.me/' },
    title: 'Links to the page are shared without the right title and image',
    detail: 'Facebook, LinkedIn, WhatsApp and Slack show a link with the title and image that Open Graph data name.',
    fix: 'Add og:title, og:type, og:image and og:url.',
    check: openGraph,
  }),
  extraRule({
    ...{ id: 'seo.open_graph_image', severity: 'low', effort: 'minutes', source: 'https://ogp.me/' },
    title: 'The image to share cannot be found',
    fix: 'Put the whole address of the image, with https, into og:image.',
    check: openGraphImage,
  }),
  extraRule({
    ...{ id: 'seo.twitter_card', severity: 'low', effort: 'minutes' },
    title: 'Links to the page are not shown as cards on X',
    fix: 'Add <meta name="twitter:card" content="summary_large_image">.',
    source: 'https://developer.x.com/en/docs/x-for-websites/cards/overview/abouts-cards',
    check: twitterCard,
  }),
];
