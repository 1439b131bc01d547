import { parse } from 'tldts';
import { RESERVED_TOP_LEVEL } from './address-lists.ts';
import { addressesInScript } from './hidden-addresses.ts';
import { structuredData, textsAt } from './page-structured-data.ts';
import { blocksOf, type Piece, piecesOf, scriptsOf, type Tree } from './page-text.ts';

const PLAIN = /[a-z0-9][a-z0-9._%+'-]{0,63}@[a-z0-9](?:[a-z0-9.-]{0,250})\.[a-z]{2,24}(?![a-z0-9@])/gi;
const AT = '(?:at|@|ät|arroba|chiocciola|apenstaartje|snabel-?a|kukac|zavinac|malpa)';
const POINT = '(?:dot|\\.|d0t|punkt|punto|point|ponto|punt|kropka)';
/** `[at]`, `(at)`, `{at}`, `<at>`, `|at|`, `*at*`, `__at__`: what stands round the word makes it a sign. */
const OPEN = '[\\[({<|*]';
const CLOSE = '[\\])}>|*]';
const SIGN_AT = `\\s*${OPEN}\\s*${AT}\\s*${CLOSE}\\s*|_+${AT}_+`;
const SIGN_DOT = `\\s*${OPEN}\\s*${POINT}\\s*${CLOSE}\\s*|_+${POINT}_+|\\s+${POINT}\\s+`;
/** `name [at] domain [dot] com`, `name(at)domain.com`, `name at domain dot com`: against harvesters, meant for people. */
const SPELLED = new RegExp(
  `\\b([a-z0-9][a-z0-9._%+-]{0,62}?(?:(?:${SIGN_DOT})[a-z0-9%+-]{1,40}){0,3})(${SIGN_AT}|\\s+(?:at|arroba)\\s+)([a-z0-9-]{1,63}(?:(?:${SIGN_DOT}|\\.)[a-z0-9-]{1,63}){1,5})`,
  'gi',
);
const DOT = new RegExp(SIGN_DOT, 'gi');
/** No place where people put an address is longer; what is, is a script's data. */
const LONGEST_TEXT = 10_000;
const FILE_ENDINGS = /\.(?:png|jpe?g|gif|svg|webp|avif|css|js|mjs|woff2?|ico|mp4|pdf)$/i;

/** The addresses that a text shows, plain or spelled out, in lower case. */
export const emailsInText = (whole: string): readonly string[] => {
  // Full-width forms (＠, ．) are how East Asian keyboards write an address, and harvesters do not.
  const text = whole.slice(0, LONGEST_TEXT).normalize('NFKC');
  const plain = [...text.matchAll(PLAIN)].map(([found]) => found);
  const spelled = [...text.matchAll(SPELLED)].flatMap(([, local = '', at = '', domain = '']) => {
    const signed = !/^\s+[a-z]+\s+$/i.test(at);
    const dotted = domain.search(DOT) !== -1;
    // "meet us at acme.com" is a sentence: words alone count only when the dots are spelled out as well.
    return (signed || dotted) && !/^(?:the|a|an|this|that|our|your|my|each|every)\b/i.test(domain)
      ? [`${local.replace(DOT, '.')}@${domain.replace(DOT, '.')}`]
      : [];
  });
  return unique([...plain, ...spelled].map(tidy).filter((email) => !FILE_ENDINGS.test(email) && isDomain(email)));
};

/** The addresses of one piece of a page: of its link, or of its text. */
export const emailsOfPiece = ({ text, email }: Piece): readonly string[] =>
  email === null ? emailsInText(text) : unique(emailsInText(email).slice(0, 1));

/** Words within an address that no reader sees, put there for harvesters. */
const isDecoy = (_name: string, attribs: Readonly<Record<string, string>>): boolean =>
  'hidden' in attribs || /display\s*:\s*none|visibility\s*:\s*hidden/i.test(attribs['style'] ?? '');

/**
 * Every address a page gives: links, protected forms, text, text in several elements (`<b>ana</b>@acme.com`), spelled-out text, scripts that write one, and JSON-LD.
 */
export const emailsOf = (tree: Tree): readonly string[] => {
  const whole = piecesOf(tree).flatMap(emailsOfPiece);
  const joined = blocksOf(tree, isDecoy)
    .flatMap(({ text }) => emailsInText(text))
    // A neighbour without a space between grows onto an address: "Ana Silva" and "ana@acme.com" to "silvaana@acme.com".
    .filter((email) => whole.every((known) => !email.includes(known)));
  const written = scriptsOf(tree).flatMap((text) => addressesInScript(text).flatMap(emailsInText));
  const structured = structuredData(tree).flatMap((thing) =>
    textsAt(thing, 'email').flatMap((text) => emailsInText(text.replace(/^mailto:/i, ''))),
  );
  return unique([...whole, ...joined, ...written, ...structured]);
};

/** Whether what follows the @ ends in a top-level domain that exists, or in one kept for examples. */
const isDomain = (email: string): boolean => {
  const host = email.slice(email.lastIndexOf('@') + 1);
  return parse(host).isIcann === true || RESERVED_TOP_LEVEL.has(host.split('.').at(-1) ?? '');
};
const tidy = (email: string): string => email.toLowerCase().replace(/^[.'-]+|[.'-]+$/g, '');
const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
