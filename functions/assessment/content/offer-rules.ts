import { headingsOf } from '../accessibility/static-structure.ts';
import { accessibleName } from '../element-name.ts';
import type { PageFacts } from '../page-facts.ts';
import { type CheckOutcome, failed, notMeasured, passed } from '../rule.ts';
import { formOn, unreadContactPage, waysToReach } from './contact-data.ts';
import { type ContentFacts, isKnownLanguage, UNKNOWN_LANGUAGE } from './content-facts.ts';
import { placeholderIn } from './placeholder-phrases.ts';
import { saysUnfinished } from './unfinished.ts';
import { NEXT_STEP, SOCIAL_PROOF } from './word-lists.ts';

/** Headings that say nothing of what is offered. */
const EMPTY_WORDS =
  /^(?:(?:welcome|willkommen|herzlich willkommen|bienvenue|bienvenid[oa]s?|benvenuti|bem[- ]vindos?|welkom)\b.{0,40}|home(?: ?page)?|start(?:seite)?|accueil|inicio|index|main|hello(?: world)?!?|about (?:us|me|the \w+)|about|news|blog|menu|navigation|search|untitled(?: document| page)?|new (?:page|site)|my (?:site|website|blog))[\s!.:]*$/i;
const ANNOUNCED = /\b(?:under construction|coming soon)\b/i;
const LEAST_WORDS = 3;
/** How far down a visitor reads to learn where they are. */
const FIRST_BLOCKS = 25;

/** Words, or what stands for them in scripts that do not part them: two characters make one. */
const wordCount = (text: string): number => {
  const unparted = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu)?.length ?? 0;
  return unparted > 0 ? Math.ceil(unparted / 2) : (text.match(/\p{L}[\p{L}\p{N}'’-]*/gu)?.length ?? 0);
};

/** What the home page says that it offers: its first heading that says something, the first sentence, or its description. */
export const offerOf = (home: PageFacts): string | null => {
  const headings = headingsOf(home)
    .slice(0, 4)
    .map(({ element }) => accessibleName(home, element) ?? '');
  const first = home
    .blocks()
    .slice(0, FIRST_BLOCKS)
    .map(({ text }) => text);
  const means = (text: string): boolean =>
    !EMPTY_WORDS.test(text.trim()) && !saysUnfinished(text) && placeholderIn(text) === null;
  const sentence = first.find((text) => wordCount(text) >= 8 && /[.!?。！？]/u.test(text) && means(text));
  const heading = headings.find((text) => wordCount(text) >= LEAST_WORDS && means(text));
  const description = home.meta('description') ?? '';
  const offer = heading ?? sentence ?? (ANNOUNCED.test(description) ? '' : description);
  return wordCount(offer) >= LEAST_WORDS ? offer.slice(0, 300) : null;
};

export const valueProposition = ({ home }: ContentFacts): CheckOutcome => {
  const offer = offerOf(home);
  if (offer !== null) return passed({ what: 'What the page says first.', where: home.url, quote: offer });
  const incomplete = home.incomplete();
  if (incomplete !== null) return notMeasured(incomplete);
  const heading = headingsOf(home)[0];
  const quote =
    heading === undefined
      ? (home.blocks()[0]?.text ?? home.title() ?? '')
      : (accessibleName(home, heading.element) ?? '');
  return failed({
    what: 'Neither the headings nor the first sentences nor the description of the page say what is offered.',
    where: home.url,
    ...(quote === '' ? {} : { quote: quote.slice(0, 200) }),
  });
};

/** Why something that no page shows may still be there; null when it is not there. */
const uncertain = ({ pages }: ContentFacts): string | null =>
  pages.map((page) => page.incomplete()).find((reason) => reason !== null) ?? null;

export const contactData = (facts: ContentFacts): CheckOutcome => {
  const ways = waysToReach(facts.pages);
  if (ways.length > 0) return passed(...ways);
  const reason = uncertain(facts);
  if (reason !== null) return notMeasured(reason);
  const unread = unreadContactPage(facts.pages);
  if (unread !== null) return notMeasured(`The contact page was not read: ${unread.slice(0, 200)}`);
  const what = `None of the ${facts.pages.length} pages read shows a telephone number, a mail address, a postal address or a form.`;
  return failed({
    what: facts.pages.length === 1 ? 'The page shows no telephone number, mail address, postal address or form.' : what,
    where: facts.home.url,
  });
};

const BOOKING =
  /(?:calendly|acuityscheduling|opentable|resy|booksy|fresha|simplybook|setmore|squareup\.com\/appointments|cal\.com|doctolib|treatwell|zocdoc|booking\.com|toasttab|doordash|ubereats)\./i;

/** What has more words is the heading of an article, not a button. */
const MOST_LABEL_WORDS = 6;

/** What a visitor can do next on the home page: a link or button that asks for it, an address to call or write to, or a form. */
const nextStepOf = (home: PageFacts): string | null => {
  const link = home
    .anchors()
    .filter(({ element }) => !element.ariaHidden)
    .find(({ element, href, text }) => {
      if (element.attribs['href'] === undefined) return false;
      if (text.split(/\s+/).length > MOST_LABEL_WORDS) return false;
      const label = `${text} ${element.attribs['aria-label'] ?? ''} ${element.attribs['title'] ?? ''}`;
      return (
        /^\s*(?:tel|mailto|sms|whatsapp):/i.test(href) ||
        BOOKING.test(href) ||
        /(?:wa\.me|m\.me|t\.me)\//i.test(href) ||
        NEXT_STEP.test(label)
      );
    });
  if (link !== undefined) return link.text === '' ? link.href : link.text;
  const buttons = [
    ...home.named('button'),
    ...home.named('input').filter(({ attribs }) => /^(?:submit|button)$/i.test(attribs['type'] ?? '')),
  ];
  const button = buttons
    .map((one) => accessibleName(home, one) || (one.attribs['value'] ?? ''))
    .find((name) => NEXT_STEP.test(name));
  return button ?? null;
};

export const nextStep = (facts: ContentFacts): CheckOutcome => {
  const { home } = facts;
  const step = nextStepOf(home) ?? formOn(home) ?? null;
  if (step !== null)
    return passed({ what: 'What visitors are asked to do.', where: home.url, quote: step.slice(0, 120) });
  const reason = home.incomplete() ?? (isKnownLanguage(facts) ? null : UNKNOWN_LANGUAGE);
  return reason === null
    ? failed({
        what: 'No link or button of the home page asks visitors to call, write, book, buy or try.',
        where: home.url,
      })
    : notMeasured(reason);
};

const REVIEW_SERVICE =
  /(?:trustpilot|trustindex|elfsight|reviews\.io|yotpo|judge\.me|feefo|trustedshops|provenexpert|birdeye|podium|okendo|stamped\.io|loox|bazaarvoice|powerreviews|g2\.com|capterra|clutch\.co|tripadvisor|yelp)\./i;
const PROOF_CLASS =
  /(?:^|[\s_-])(?:testimonials?|reviews?|clients?|customers?|partners?|awards?|trust(?:ed)?|ratings?|case-?stud(?:y|ies)|referenzen|kundenstimmen)(?:$|[\s_-])/i;
/** "More than 500 customers", "since 1985 for over 2,000 families", "4.9 out of 5", "★★★★★". */
const FIGURES =
  /\b\d[\d.,]*\s?(?:k|m)?\+?\s+(?:happy |satisfied |loyal )?(?:customers|clients|users|companies|businesses|families|patients|students|members|projects|kunden|projekte|clientes|clienti|klanten)\b|\b\d[^.!?]{0,60}\b(?:clients?|customers?|kund(?:en|innen)|clientes|clienti|klanten)\b|\b[45][.,]\d\s?(?:\/|out of|von|sur|de|su)\s?5\b|★{3}|⭐{3}/iu;

/** The company's own logo may stand in the header and in the footer; more are those of others. */
const LEAST_LOGOS = 4;

/** What shows that others trust the company: ratings, reviews, customers, awards. */
const proofOn = (page: PageFacts): string | null => {
  const rated = page
    .things()
    .some((thing) => 'aggregateRating' in thing || 'review' in thing || thing['@type'] === 'Review');
  if (rated) return 'Ratings in structured data';
  const service = page
    .named('script', 'iframe', 'a')
    .find(({ attribs }) => REVIEW_SERVICE.test(attribs['src'] ?? attribs['href'] ?? ''));
  if (service !== undefined) return (service.attribs['src'] ?? service.attribs['href'] ?? '').slice(0, 120);
  const marked = page
    .elements()
    .find(
      ({ name, attribs, hidden }) =>
        !hidden &&
        name !== 'body' &&
        name !== 'html' &&
        PROOF_CLASS.test(`${attribs['class'] ?? ''} ${attribs['id'] ?? ''}`),
    );
  if (marked !== undefined)
    return `<${marked.name} class="${(marked.attribs['class'] ?? '').slice(0, 60)}" id="${(marked.attribs['id'] ?? '').slice(0, 40)}">`;
  const logos = page
    .named('img')
    .filter(({ attribs }) => /logo/i.test(`${attribs['src'] ?? ''} ${attribs['alt'] ?? ''}`));
  if (logos.length >= LEAST_LOGOS) return `${logos.length} logos`;
  const heading = page
    .blocks()
    .find(
      ({ text, heading: isHeading }) => (isHeading && SOCIAL_PROOF.test(text)) || FIGURES.test(text.slice(0, 1_000)),
    );
  if (heading !== undefined) return heading.text.slice(0, 160);
  const link = page.anchors().find(({ text }) => text.length < 40 && SOCIAL_PROOF.test(text));
  return (
    link?.text ??
    page
      .named('blockquote')
      .flatMap((quote) => accessibleName(page, quote) || [])[0]
      ?.slice(0, 160) ??
    null
  );
};

export const socialProof = (facts: ContentFacts): CheckOutcome => {
  for (const page of facts.pages) {
    const proof = proofOn(page);
    if (proof !== null) return passed({ what: 'What others say of the company.', where: page.url, quote: proof });
  }
  const reason = uncertain(facts) ?? (isKnownLanguage(facts) ? null : UNKNOWN_LANGUAGE);
  const what = 'No page that was read shows reviews, ratings, names of customers, awards or references.';
  return reason === null ? failed({ what, where: facts.home.url }) : notMeasured(reason);
};
