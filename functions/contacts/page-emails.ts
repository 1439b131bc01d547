import { parse } from 'tldts';
import { RESERVED_TOP_LEVEL } from './address-lists.ts';
import { structuredData, textsAt } from './page-structured-data.ts';
import { type Piece, piecesOf, type Tree } from './page-text.ts';

const PLAIN = /[a-z0-9][a-z0-9._%+'-]{0,63}@[a-z0-9](?:[a-z0-9.-]{0,250})\.[a-z]{2,24}(?![a-z0-9@])/gi;
/** `name [at] domain [dot] com`, `name(at)domain.com`, `name at domain dot com`: against harvesters, meant for people. */
const SPELLED =
  /\b([a-z0-9][a-z0-9._%+-]{0,62}(?:(?:\s*[[({<]\s*(?:dot|\.|punkt)\s*[\])}>]\s*|\s+dot\s+)[a-z0-9_%+-]{1,40}){0,3})\s*(?:[[({<]\s*(?:at|@|ät)\s*[\])}>]|\s+at\s+)\s*([a-z0-9-]+(?:\s*(?:[[({<]\s*(?:dot|\.|punkt)\s*[\])}>]|\s+dot\s+|\.)\s*[a-z0-9-]+)+)/gi;
const DOT = /\s*(?:[[({<]\s*(?:dot|\.|punkt)\s*[\])}>]|\s+dot\s+)\s*/gi;
/** No place where people put an address is longer; what is, is a script's data. */
const LONGEST_TEXT = 10_000;
const FILE_ENDINGS = /\.(?:png|jpe?g|gif|svg|webp|avif|css|js|mjs|woff2?|ico|mp4|pdf)$/i;

/** The addresses that a text shows, plain or spelled out, in lower case. */
export const emailsInText = (whole: string): readonly string[] => {
  const text = whole.slice(0, LONGEST_TEXT);
  const plain = [...text.matchAll(PLAIN)].map(([found]) => found);
  const spelled = [...text.matchAll(SPELLED)].flatMap(([match, local = '', domain = '']) => {
    const bracketed = /[[({<]\s*(?:at|@|ät)/i.test(match);
    const dotted = DOT.test(domain);
    DOT.lastIndex = 0;
    // "meet us at acme.com" is a sentence: words alone count only when the dots are spelled out as well.
    return (bracketed || dotted) && !/^(?:the|a|an|this|that|our|your|my|each|every)\b/i.test(domain)
      ? [`${local.replace(DOT, '.')}@${domain.replace(DOT, '.')}`]
      : [];
  });
  return unique([...plain, ...spelled].map(tidy).filter((email) => !FILE_ENDINGS.test(email) && isDomain(email)));
};

/** The addresses of one piece of a page: of its link, or of its text. */
export const emailsOfPiece = ({ text, email }: Piece): readonly string[] =>
  email === null ? emailsInText(text) : unique(emailsInText(email).slice(0, 1));

/** Every address a page gives: links, Cloudflare's protection, text, spelled-out text, and JSON-LD. */
export const emailsOf = (tree: Tree): readonly string[] =>
  unique([
    ...piecesOf(tree).flatMap(emailsOfPiece),
    ...structuredData(tree).flatMap((thing) =>
      textsAt(thing, 'email').flatMap((text) => emailsInText(text.replace(/^mailto:/i, ''))),
    ),
  ]);

/** Whether what follows the @ ends in a top-level domain that exists, or in one kept for examples. */
const isDomain = (email: string): boolean => {
  const host = email.slice(email.lastIndexOf('@') + 1);
  return parse(host).isIcann === true || RESERVED_TOP_LEVEL.has(host.split('.').at(-1) ?? '');
};
const tidy = (email: string): string => email.toLowerCase().replace(/^[.'-]+|[.'-]+$/g, '');
const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
