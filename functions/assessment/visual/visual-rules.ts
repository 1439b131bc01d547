import type { Evidence } from '../contract.ts';
import { type CheckOutcome, failed, notApplicable, notMeasured, passed, type Rule } from '../rule.ts';
import type { DomMetrics, Seen } from './dom-metrics.ts';

/** The DOM of both views; null where a view could not be read. */
export type VisualFacts = Readonly<{ url: string; desktop: DomMetrics | null; mobile: DomMetrics | null }>;

const NO_VIEW = 'No browser showed this view of the page.';

/** A share of small text or tight targets up to which a page still passes: footnotes and small print are usual. */
const SMALL_TEXT_SHARE = 0.1;
const TIGHT_SHARE = 0.1;

const told = (list: readonly Seen[], what: (one: Seen) => string): Evidence[] =>
  list.map((one) => ({ what: what(one), where: one.selector, ...(one.text === '' ? {} : { quote: one.text }) }));

const size = ({ width, height }: Seen): string => `${width}×${height} px`;
const percent = (share: number): string => `${Math.round(share * 100)} %`;

const inView =
  (view: 'desktop' | 'mobile', check: (dom: DomMetrics, url: string) => CheckOutcome) =>
  (facts: VisualFacts): CheckOutcome => {
    const dom = facts[view];
    return dom === null ? notMeasured(NO_VIEW) : check(dom, facts.url);
  };

const fitsScreen = (dom: DomMetrics, url: string): CheckOutcome =>
  dom.overflow <= 1
    ? passed({ what: `The page is as wide as the screen of ${dom.width} px`, where: url })
    : failed(
        { what: `The page is ${Math.round(dom.overflow)} px wider than the screen of ${dom.width} px`, where: url },
        ...told(dom.wide, (one) => `Reaches beyond the screen (${size(one)})`),
      );

const readable = (dom: DomMetrics, url: string): CheckOutcome => {
  if (dom.textCharacters === 0) return notApplicable('The page shows no text.');
  const share = dom.smallCharacters / dom.textCharacters;
  const summary = { what: `${percent(share)} of the text is smaller than 12 px`, where: url };
  return share <= SMALL_TEXT_SHARE ? passed(summary) : failed(summary, ...told(dom.small, () => 'Text below 12 px'));
};

const tappable = (dom: DomMetrics, url: string): CheckOutcome => {
  if (dom.targets === 0) return notApplicable('The page has nothing to tap.');
  const share = dom.smallTargets / dom.targets;
  const summary = {
    what: `${dom.smallTargets} of ${dom.targets} links and buttons are smaller than 24 px`,
    where: url,
  };
  return share <= TIGHT_SHARE ? passed(summary) : failed(summary, ...told(dom.tight, size));
};

const asks = (dom: DomMetrics, url: string): CheckOutcome =>
  dom.calls.length > 0
    ? passed(...told(dom.calls, (one) => `A call to action that shows at once (${size(one)})`))
    : failed({
        what: `No link or button that asks for a next step shows in the first ${dom.height} px`,
        where: url,
        ...(dom.headline === null ? {} : { quote: dom.headline }),
      });

const whole = ({ broken, brokenImages }: DomMetrics, url: string): CheckOutcome =>
  brokenImages === 0
    ? passed()
    : failed(
        { what: `${brokenImages} images do not load`, where: url },
        ...told(broken, () => 'An image that does not load'),
      );

const sharp = ({ stretched, stretchedImages, images }: DomMetrics, url: string): CheckOutcome => {
  if (images === 0) return notApplicable('No image shows at once.');
  return stretchedImages === 0
    ? passed()
    : failed(
        { what: `${stretchedImages} images are shown larger than they are`, where: url },
        ...told(stretched, ({ text }) => text),
      );
};

const pictured = ({ images, width, height }: DomMetrics, url: string): CheckOutcome =>
  images > 0
    ? passed({ what: `${images} images in the first screen`, where: url })
    : failed({ what: `No image shows in the first screen of ${width}×${height} px`, where: url });

const headed = ({ headline, height }: DomMetrics, url: string): CheckOutcome =>
  headline === null
    ? failed({ what: `No heading shows in the first ${height} px`, where: url })
    : passed({ what: 'A heading shows at once', where: url, quote: headline });

const FOLD = 'https://www.nngroup.com/articles/page-fold-manifesto/';

/** What the DOM tells of how a page looks; the weights are ours: what hinders people on a phone counts most. */
export const VISUAL_RULES: readonly Rule<VisualFacts>[] = [
  {
    id: 'visual.mobile_overflow',
    category: 'visual',
    title: 'The page is wider than a phone’s screen',
    weight: 20,
    severity: 'high',
    effort: 'hours',
    source: 'https://www.w3.org/WAI/WCAG22/Understanding/reflow.html',
    fix: 'Let images and tables shrink with the screen: max-width: 100 %, and no fixed widths.',
    check: inView('mobile', fitsScreen),
  },
  {
    id: 'visual.desktop_overflow',
    category: 'visual',
    title: 'The page is wider than the screen',
    weight: 5,
    severity: 'low',
    effort: 'hours',
    source: 'https://www.w3.org/WAI/WCAG22/Understanding/reflow.html',
    fix: 'Let nothing reach beyond the right edge of the page.',
    check: inView('desktop', fitsScreen),
  },
  {
    id: 'visual.mobile_text_size',
    category: 'visual',
    title: 'Text is too small to read on a phone',
    weight: 15,
    severity: 'medium',
    effort: 'hours',
    source: 'https://developer.chrome.com/docs/lighthouse/seo/font-size',
    fix: 'Set text at 16 px, and nothing that matters below 12 px.',
    check: inView('mobile', readable),
  },
  {
    id: 'visual.mobile_tap_targets',
    category: 'visual',
    title: 'Links and buttons are too small to tap',
    weight: 15,
    severity: 'medium',
    effort: 'hours',
    source: 'https://www.w3.org/WAI/WCAG22/Understanding/target-size-minimum.html',
    fix: 'Make links and buttons at least 24 by 24 pixels, better 44.',
    check: inView('mobile', tappable),
  },
  {
    id: 'visual.mobile_call_to_action',
    category: 'visual',
    title: 'On a phone no call to action shows without scrolling',
    weight: 15,
    severity: 'high',
    effort: 'hours',
    source: FOLD,
    fix: 'Put the one thing a visitor should do into the first screen: call, book, ask for an offer.',
    check: inView('mobile', asks),
  },
  {
    id: 'visual.desktop_call_to_action',
    category: 'visual',
    title: 'No call to action shows without scrolling',
    weight: 10,
    severity: 'medium',
    effort: 'hours',
    source: FOLD,
    fix: 'Put the one thing a visitor should do into the first screen.',
    check: inView('desktop', asks),
  },
  {
    id: 'visual.headline',
    category: 'visual',
    title: 'No heading shows without scrolling',
    weight: 5,
    severity: 'medium',
    effort: 'hours',
    source: FOLD,
    fix: 'Say in a heading at the top what the site offers.',
    check: inView('desktop', headed),
  },
  {
    id: 'visual.first_screen_image',
    category: 'visual',
    title: 'No image shows without scrolling',
    weight: 5,
    severity: 'low',
    effort: 'hours',
    source: FOLD,
    fix: 'Show what you sell, or who you are, in the first screen.',
    check: inView('desktop', pictured),
  },
  {
    id: 'visual.broken_images',
    category: 'visual',
    title: 'Images do not load',
    weight: 5,
    severity: 'medium',
    effort: 'minutes',
    source: 'https://developer.mozilla.org/en-US/docs/Web/HTML/Reference/Elements/img#image_loading_errors',
    fix: 'Put the files back, or take the images out.',
    check: inView('desktop', whole),
  },
  {
    id: 'visual.blurred_images',
    category: 'visual',
    title: 'Images are shown larger than they are',
    weight: 5,
    severity: 'low',
    effort: 'hours',
    source: 'https://developer.chrome.com/docs/lighthouse/best-practices/image-size-responsive',
    fix: 'Use images that have at least as many pixels as they are shown in.',
    check: inView('desktop', sharp),
  },
];
