import { emailsOf } from '../../contacts/page-emails.ts';
import { textsAt, thingsAt } from '../../contacts/page-structured-data.ts';
import { typeOf } from '../accessibility/static-rule.ts';
import type { Evidence } from '../contract.ts';
import { closest, type PageElement, startTag, textWithin } from '../page-elements.ts';
import type { PageFacts } from '../page-facts.ts';
import { CONTACT_PAGE } from './word-lists.ts';

/** Written on the page without a word before it; what is said to be missing is looked for with less care than what is written to. */
const LIKE_A_PHONE =
  /(?:\+|\(0|(?<![\d.,])0)\d[\d\s()./-]{6,16}\d|(?<![\d.,-])\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}(?!\d)|\b(?:tel|phone|telefon\w?|tél|fon|call us|mobile?|cell)\b\.?:?\s{0,2}\d[\d\s()./-]{5,16}\d/i;
const LIKE_AN_ADDRESS =
  /\b\d{1,5}[a-z]? (?:[A-Z][\p{L}'’.]+ ){1,4}(?:st|street|rd|road|ave|avenue|blvd|boulevard|ln|lane|dr|drive|way|ct|court|sq|square|pl|place|hwy|highway|pkwy|parkway|suite)\b|\p{L}(?:straße|strasse|str\.|weg|platz|gasse|allee|straat|laan|gatan|vej) \d{1,4}|\b(?:rue|avenue|boulevard|calle|avenida|via|viale|piazza|rua|plaza) [\p{L}' ]{3,40},? ?\d{1,4}\b|\b\d{1,4},? (?:rue|avenue|boulevard) \p{L}|\bp\.? ?o\.? box \d/iu;
const MAP =
  /(?:google\.[a-z.]{2,6}\/maps|maps\.google\.|goo\.gl\/maps|maps\.app\.goo\.gl|maps\.apple\.com|openstreetmap\.org)/i;

/** A form by which a visitor can write to the company: it has a text area, or asks for a mail address among other things. Comments, newsletters and sign-ins are none. */
const contactFormOn = (page: PageFacts): string | undefined => {
  const byForm = Map.groupBy(
    page.named('input', 'textarea', 'select').filter((field) => !field.hidden && !SILENT_FIELDS.has(typeOf(field))),
    (field) => closest(field, ({ name }) => name === 'form'),
  );
  const isContact = (fields: readonly PageElement[]): boolean => {
    if (fields.some((field) => typeOf(field) === 'password' || /^comment$/i.test(field.attribs['name'] ?? '')))
      return false;
    return fields.some(({ name }) => name === 'textarea') || (fields.length > 2 && fields.some(asksForMail));
  };
  const fields = [...byForm.values()].find(isContact);
  return fields?.[0] === undefined ? undefined : startTag(fields[0]);
};

const SILENT_FIELDS = new Set(['submit', 'button', 'reset', 'image', 'hidden', 'search', 'checkbox', 'radio']);
const asksForMail = (field: PageElement): boolean =>
  typeOf(field) === 'email' || /e-?mail/i.test(`${field.attribs['name'] ?? ''} ${field.attribs['placeholder'] ?? ''}`);

const EMBEDDED_FORM =
  /(?:hsforms|typeform|jotform|calendly|acuityscheduling|forms\.gle|docs\.google\.com\/forms|formstack|wufoo|tally\.so|cal\.com)/i;

const phoneOn = (page: PageFacts): string | undefined =>
  page
    .anchors()
    .find(({ href }) => /^\s*tel:/i.test(href))
    ?.href.trim() ??
  page.things().flatMap((thing) => textsAt(thing, 'telephone'))[0] ??
  firstIn(page, LIKE_A_PHONE);

/** The first text of the page that a pattern finds. Blocks are cut: no line with a number or address is longer. */
const firstIn = (page: PageFacts, pattern: RegExp): string | undefined => {
  for (const { text } of page.blocks()) {
    const hit = pattern.exec(text.slice(0, 1_000));
    if (hit !== null) return hit[0];
  }
  return undefined;
};

const addressOn = (page: PageFacts): string | undefined => {
  const element = page.named('address').find(({ hidden }) => !hidden);
  const described = page
    .things()
    .some((thing) => thingsAt(thing, 'address').length > 0 || textsAt(thing, 'address').length > 0);
  const map =
    page.anchors().find(({ href }) => MAP.test(href))?.href ??
    page.named('iframe').find(({ attribs }) => MAP.test(attribs['src'] ?? ''))?.attribs['src'];
  const written = element === undefined ? firstIn(page, LIKE_AN_ADDRESS) : textWithin(element.children);
  return written ?? (described ? 'in structured data' : map);
};

const PLAIN_MAIL =
  /[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,4}\.\p{L}{2,24}/u;

const plainMailOn = (page: PageFacts): string | undefined =>
  page
    .anchors()
    .find(({ href }) => /^\s*mailto:./i.test(href))
    ?.href.trim() ?? firstIn(page, PLAIN_MAIL);

const embeddedFormOn = (page: PageFacts): string | undefined =>
  page.named('iframe', 'script').find(({ attribs }) => EMBEDDED_FORM.test(attribs['src'] ?? ''))?.attribs['src'];

type Way = readonly [what: string, on: (page: PageFacts) => string | undefined];

const firstOf = (pages: readonly PageFacts[], [what, on]: Way): readonly Evidence[] => {
  for (const page of pages) {
    const quote = on(page) ?? '';
    if (quote !== '') return [{ what, where: page.url, quote: quote.slice(0, 160) }];
  }
  return [];
};

const MAIL = 'A mail address.';
const WAYS: readonly Way[] = [
  ['A telephone number.', phoneOn],
  [MAIL, plainMailOn],
  ['A postal address.', addressOn],
  ['A form to write with.', contactFormOn],
  ['A form of another service.', embeddedFormOn],
];

/** How the company can be reached, each way once, as the first page that tells of it does. Addresses that are written so that harvesters do not find them are looked for last: that takes longest. */
export const waysToReach = (pages: readonly PageFacts[]): readonly Evidence[] => {
  const ways = WAYS.flatMap((way) => firstOf(pages, way));
  return ways.some(({ what }) => what === MAIL)
    ? ways
    : [...ways, ...firstOf(pages, [MAIL, (page) => emailsOf(page.tree())[0]])];
};

/** The form by which a visitor can write to the company, or book, on a page. */
export const formOn = (page: PageFacts): string | undefined => contactFormOn(page) ?? embeddedFormOn(page);

/** Whether a link leads to a page that is called after contact and was not read. */
export const unreadContactPage = (pages: readonly PageFacts[]): string | null => {
  const read = new Set(pages.map(({ url }) => url.split('#')[0]));
  for (const page of pages)
    for (const { url, text } of page.anchors()) {
      const address = url?.href.split('#')[0] ?? '';
      if (/^https?:$/.test(url?.protocol ?? '') && CONTACT_PAGE.test(text) && !read.has(address)) return address;
    }
  return null;
};
