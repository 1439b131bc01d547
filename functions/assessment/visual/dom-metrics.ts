import * as z from 'zod';

const Seen = z.object({ selector: z.string(), text: z.string(), width: z.number(), height: z.number() });
export type Seen = z.infer<typeof Seen>;

/** What the DOM says of one view of the page; lengths in CSS pixels. Of everything that is listed, the first few. */
export const DomMetrics = z.object({
  width: z.number(),
  height: z.number(),
  /** By how much the page is wider than the screen. */
  overflow: z.number(),
  wide: z.array(Seen),
  textCharacters: z.number(),
  /** Characters of visible text below 12 px. */
  smallCharacters: z.number(),
  small: z.array(Seen),
  targets: z.number(),
  /** Targets below 24 px in a direction, links within sentences not counted (WCAG 2.2, 2.5.8). */
  smallTargets: z.number(),
  tight: z.array(Seen),
  /** Calls to action that show without scrolling. */
  calls: z.array(Seen),
  images: z.number(),
  brokenImages: z.number(),
  broken: z.array(Seen),
  /** Images above the fold shown at more than 1.5 times their own size: blurred. */
  stretchedImages: z.number(),
  stretched: z.array(Seen),
  /** The first heading that shows without scrolling. */
  headline: z.string().nullable(),
});
export type DomMetrics = z.infer<typeof DomMetrics>;

/** Words by which a link or button asks for the next step, in the languages that our customers' customers speak most. */
const CALLS =
  '\\b(?:buy|order|shop|book|reserve|schedule|appointment|quote|estimate|contact|call|get started|start|try|demo|sign ?up|register|join|subscribe|donate|apply|download|hire|request|enquir|inquir|learn more|tell me more|find out more|discover|talk to|get in touch|add to (?:cart|basket)|kaufen|bestellen|buchen|kontakt|termin|angebot|anfrage|testen|acheter|commander|r[ée]server|contactez|devis|essayer|comprar|reservar|contacto|cont[aá]ct|presupuesto|pedir|prueba|acquista|prenota|contatt|preventivo|kopen|boek|offerte|kup|zam[oó]w|kontakt)';

/**
 * What runs in the page's document to read them; a text, as bundlers would rename what a function calls. A page without a viewport tag is laid out wider than a phone's screen and
 * shown smaller: lengths are those that are seen.
 */
export const domMetricsScript = ({ width, height }: Readonly<{ width: number; height: number }>): string => `(() => {
  const MOST = 5;
  const CALL = new RegExp(${JSON.stringify(CALLS)}, 'iu');
  const root = document.documentElement;
  const width = ${width}, height = ${height};
  const scale = Math.min(1, width / root.clientWidth);
  const words = (text) => (text || '').replace(/\\s+/g, ' ').trim();
  const selector = (element) => {
    const parts = [];
    for (let at = element; at && at.nodeType === 1 && parts.length < 4; at = at.parentElement) {
      if (at.id) { parts.unshift('#' + CSS.escape(at.id)); break; }
      const same = at.parentElement ? [...at.parentElement.children].filter((one) => one.tagName === at.tagName) : [];
      parts.unshift(at.tagName.toLowerCase() + (same.length > 1 ? ':nth-of-type(' + (same.indexOf(at) + 1) + ')' : ''));
    }
    return parts.join(' > ');
  };
  const seen = (element, rect = element.getBoundingClientRect(), text = element.innerText || element.alt || element.value || '') => ({
    selector: selector(element), text: words(text).slice(0, 120),
    width: Math.round(rect.width * scale), height: Math.round(rect.height * scale),
  });
  const shows = (element) => {
    if (typeof element.checkVisibility === 'function' && !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    const { width: w, height: h } = element.getBoundingClientRect();
    return w > 0 && h > 0;
  };
  const aboveFold = (rect) => rect.top * scale < height && rect.bottom > 0 && rect.left * scale < width && rect.right > 0;
  const push = (list, one) => { if (list.length < MOST) list.push(one); };

  const overflow = Math.max(0, Math.max(root.scrollWidth, document.body ? document.body.scrollWidth : 0) - Math.min(root.clientWidth, width));
  const wide = [];
  if (overflow > 0)
    for (const element of document.body.querySelectorAll('*')) {
      if (wide.length >= MOST) break;
      const rect = element.getBoundingClientRect();
      if (rect.right > width + 1 && shows(element) && ![...element.children].some((child) => child.getBoundingClientRect().right > width + 1))
        push(wide, seen(element, rect));
    }

  let textCharacters = 0, smallCharacters = 0;
  const small = [];
  const texts = document.createTreeWalker(document.body || root, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(), count = 0; node && count < 20000; node = texts.nextNode(), count += 1) {
    const parent = node.parentElement;
    const text = words(node.nodeValue);
    if (!text || !parent || /^(?:SCRIPT|STYLE|NOSCRIPT|TEMPLATE|TITLE)$/.test(parent.tagName) || !shows(parent)) continue;
    textCharacters += text.length;
    if (parseFloat(getComputedStyle(parent).fontSize) * scale < 11.95) { smallCharacters += text.length; push(small, seen(parent, undefined, text)); }
  }

  let targets = 0, smallTargets = 0;
  const tight = [], calls = [];
  const inSentence = (element) => {
    if (element.tagName !== 'A' || getComputedStyle(element).display !== 'inline') return false;
    const around = element.parentElement;
    return !!around && words(around.innerText).length > words(element.innerText).length + 10;
  };
  for (const element of [...document.querySelectorAll('a[href],button,input:not([type=hidden]),select,textarea,[role=button],[role=link],[onclick]')].slice(0, 5000)) {
    if (!shows(element)) continue;
    const rect = element.getBoundingClientRect();
    targets += 1;
    if ((rect.width * scale < 23.5 || rect.height * scale < 23.5) && !inSentence(element)) { smallTargets += 1; push(tight, seen(element, rect)); }
    const asks = CALL.test(words(element.innerText || element.value || element.getAttribute('aria-label'))) || /^(?:tel|mailto|sms):/i.test(element.getAttribute('href') || '');
    if (asks && aboveFold(rect)) push(calls, seen(element, rect));
  }

  let images = 0, brokenImages = 0, stretchedImages = 0;
  const broken = [], stretched = [];
  for (const image of document.images) {
    if (!shows(image)) continue;
    const rect = image.getBoundingClientRect();
    const isBroken = image.complete && image.naturalWidth === 0 && !!(image.currentSrc || image.getAttribute('src'));
    if (isBroken) { brokenImages += 1; push(broken, { ...seen(image, rect), text: (image.currentSrc || image.getAttribute('src') || '').slice(0, 200) }); }
    if (!aboveFold(rect)) continue;
    if (!isBroken) images += 1;
    if (image.naturalWidth > 0 && rect.width > 100 && rect.width > 1.5 * image.naturalWidth && !/\\.svg/i.test(image.currentSrc)) {
      stretchedImages += 1;
      push(stretched, { ...seen(image, rect), text: image.naturalWidth + '×' + image.naturalHeight + ' shown at ' + Math.round(rect.width) + '×' + Math.round(rect.height) });
    }
  }
  for (const element of [...document.querySelectorAll('body *')].slice(0, 3000))
    if (/url\\(/.test(getComputedStyle(element).backgroundImage) && shows(element)) {
      const rect = element.getBoundingClientRect();
      if (rect.width * rect.height > 10000 && aboveFold(rect)) images += 1;
    }
  const head = [...document.querySelectorAll('h1,h2,[role=heading]')].find((one) => shows(one) && aboveFold(one.getBoundingClientRect()));

  return JSON.stringify({
    width, height, overflow, wide, textCharacters, smallCharacters, small, targets, smallTargets, tight, calls,
    images, brokenImages, broken, stretchedImages, stretched, headline: head ? words(head.innerText).slice(0, 200) : null,
  });
})()`;
