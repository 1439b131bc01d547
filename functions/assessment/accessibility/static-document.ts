import { isLanguageTag } from '../language-tag.ts';
import { type PageFacts, seen } from '../page-facts.ts';
import { type CheckOutcome, failed, notApplicable, notMeasured, passed, type Rule } from '../rule.ts';
import { axeRule, judgeEach } from './static-rule.ts';

const hasLanguage = (facts: PageFacts): CheckOutcome => {
  const language = facts.language();
  const what = 'The page does not say what language it is in.';
  return language === null || language.trim() === ''
    ? failed({ what, where: facts.url, quote: language === null ? '<html>' : '<html lang="">' })
    : passed({ what: 'The language of the page.', where: facts.url, quote: language });
};

const languageIsValid = (facts: PageFacts): CheckOutcome => {
  const language = facts.language()?.trim() ?? '';
  if (language === '') return notApplicable('The page names no language.');
  return isLanguageTag(language)
    ? passed()
    : failed({ what: `"${language}" is no language.`, where: facts.url, quote: `<html lang="${language}">` });
};

const partsAreValid = (facts: PageFacts): CheckOutcome =>
  judgeEach(
    facts,
    facts.elements().filter(({ name, attribs }) => name !== 'html' && (attribs['lang'] ?? '').trim() !== ''),
    ({ attribs }) => (isLanguageTag(attribs['lang'] ?? '') ? null : `"${attribs['lang'] ?? ''}" is no language.`),
  );

const baseLanguage = (tag: string): string => tag.trim().toLowerCase().split('-')[0] ?? '';

const languagesAgree = (facts: PageFacts): CheckOutcome => {
  const html = facts
    .named('html')
    .find(({ attribs }) => attribs['xml:lang'] !== undefined && attribs['lang'] !== undefined);
  const { lang = '', 'xml:lang': xmlLang = '' } = html?.attribs ?? {};
  if (html === undefined || !isLanguageTag(lang) || !isLanguageTag(xmlLang))
    return notApplicable('The page names its language once.');
  return baseLanguage(lang) === baseLanguage(xmlLang)
    ? passed()
    : failed({ what: `lang says "${lang}", xml:lang says "${xmlLang}".`, where: facts.url });
};

const hasTitle = (facts: PageFacts): CheckOutcome => {
  const title = facts.title() ?? '';
  if (title !== '') return passed({ what: 'The title of the page.', where: facts.url, quote: title.slice(0, 300) });
  const incomplete = facts.incomplete();
  return incomplete === null ? failed({ what: 'The page has no title.', where: facts.url }) : notMeasured(incomplete);
};

const bodyIsShown = (facts: PageFacts): CheckOutcome => {
  const body = facts.named('body').find(({ attribs }) => attribs['aria-hidden']?.trim() === 'true');
  return body === undefined
    ? passed()
    : failed(seen(facts, body, 'The whole page is hidden from assistive technology.'));
};

/** Pages that turn into another at once are allowed: the visitor never meets them. Up to 20 hours counts as while they read. */
const LONGEST_DELAY = 72_000;

const staysPut = (facts: PageFacts): CheckOutcome => {
  const refreshing = facts
    .named('meta')
    .filter(({ attribs }) => attribs['http-equiv']?.trim().toLowerCase() === 'refresh')
    .find(({ attribs }) => {
      const delay = Number.parseFloat((attribs['content'] ?? '').trim().split(/[;,\s]/)[0] ?? '');
      return delay > 0 && delay <= LONGEST_DELAY;
    });
  return refreshing === undefined
    ? passed()
    : failed(seen(facts, refreshing, 'The page loads itself or another page anew while it is read.'));
};

/** The settings of a viewport, in lower case. */
const viewportOf = (content: string): ReadonlyMap<string, string> =>
  new Map(
    content
      .toLowerCase()
      .split(/[;,]/)
      .map((item) => {
        const [name = '', value = ''] = item.split('=').map((part) => part.trim());
        return [name, value] as const;
      }),
  );

/** What stands in the way of enlarging a page to a scale; null when nothing does. Rule: axe-core `meta-viewport`. */
const zoomLimit = (content: string, scale: number): string | null => {
  const settings = viewportOf(content);
  const scalable = settings.get('user-scalable') ?? '';
  const factor = Number.parseFloat(scalable);
  const forbids = Number.isNaN(factor)
    ? !['', 'yes', 'device-width', 'device-height'].includes(scalable)
    : Math.abs(factor) < 1;
  if (forbids) return `user-scalable=${scalable}`;
  const most = Number.parseFloat(settings.get('maximum-scale') ?? '');
  return most >= 0 && most < scale ? `maximum-scale=${most}` : null;
};

const canBeEnlarged = (facts: PageFacts): CheckOutcome => {
  const content = facts.meta('viewport');
  if (content === undefined || content === '') return notApplicable('The page sets no viewport.');
  const limit = zoomLimit(content, 2);
  return limit === null
    ? passed()
    : failed({
        what: `The page cannot be enlarged: ${limit}.`,
        where: facts.url,
        quote: `<meta name="viewport" content="${content}">`,
      });
};

const canBeEnlargedMuch = (facts: PageFacts): CheckOutcome => {
  const content = facts.meta('viewport');
  if (content === undefined || content === '') return notApplicable('The page sets no viewport.');
  // What cannot even be doubled is the other rule's finding.
  if (zoomLimit(content, 2) !== null) return passed();
  const limit = zoomLimit(content, 5);
  return limit === null
    ? passed()
    : failed({
        what: `The page can be enlarged a little only: ${limit}.`,
        where: facts.url,
        quote: `<meta name="viewport" content="${content}">`,
      });
};

export const STATIC_DOCUMENT_RULES: readonly Rule<PageFacts>[] = [
  axeRule({
    ...{ id: 'html-has-lang', effort: 'minutes' },
    title: 'The page does not say what language it is in',
    detail: 'Screen readers choose their pronunciation, and browsers their translation, by it.',
    fix: 'Name the language on the first element: <html lang="en">.',
    check: hasLanguage,
  }),
  axeRule({
    ...{ id: 'html-lang-valid', effort: 'minutes' },
    title: 'The language of the page does not exist',
    fix: 'Use a language code such as "en" or "de-AT".',
    check: languageIsValid,
  }),
  axeRule({
    ...{ id: 'valid-lang', effort: 'minutes' },
    title: 'Languages of parts of the page do not exist',
    fix: 'Use language codes such as "en" or "de-AT" in lang.',
    check: partsAreValid,
  }),
  axeRule({
    ...{ id: 'html-xml-lang-mismatch', effort: 'minutes' },
    title: 'lang and xml:lang differ',
    fix: 'Give both the same language, or take xml:lang away.',
    check: languagesAgree,
  }),
  axeRule({
    ...{ id: 'document-title', effort: 'minutes' },
    title: 'The page has no title',
    detail: 'The title is the first thing a screen reader says, and the name of the tab.',
    fix: 'Give the page a <title> that says what it is about.',
    check: hasTitle,
  }),
  axeRule({
    ...{ id: 'aria-hidden-body', effort: 'minutes' },
    title: 'The page is hidden from assistive technology',
    fix: 'Take aria-hidden away from <body>.',
    check: bodyIsShown,
  }),
  axeRule({
    ...{ id: 'meta-refresh', effort: 'minutes' },
    title: 'The page loads anew by itself',
    detail: 'Whoever reads slowly is thrown out in the middle.',
    fix: 'Take the refresh away, or redirect on the server.',
    check: staysPut,
  }),
  axeRule({
    ...{ id: 'meta-viewport', effort: 'minutes' },
    title: 'The page cannot be enlarged to twice its size',
    detail: 'People who see badly enlarge with two fingers; this page forbids it.',
    fix: 'Take user-scalable=no and maximum-scale out of the viewport.',
    check: canBeEnlarged,
  }),
  axeRule({
    ...{ id: 'meta-viewport-large', effort: 'minutes' },
    title: 'The page cannot be enlarged to five times its size',
    fix: 'Take maximum-scale out of the viewport.',
    check: canBeEnlargedMuch,
  }),
];
