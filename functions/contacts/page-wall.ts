import type { Passage } from './contract.ts';
import { asksForPassword, blocksOf, type Tree } from './page-text.ts';

/** A page that stands where a company's would: a dealer's or host's own page, or a sign-in. */
export type Wall = 'parked' | 'login_wall';

/** What registrars, dealers in domains and freshly set up servers show. */
const PARKED =
  /\b(?:(?:this )?domain (?:name )?(?:is|may be|could be) (?:for sale|parked|available for purchase)|buy this domain|purchase this domain|make an offer on this domain|domain (?:has )?expired|parked (?:free|domain|page)|domain parking|courtesy of godaddy|sedoparking|hugedomains|afternic|this account has been suspended|website (?:is )?(?:coming soon|under construction)|welcome to nginx|apache2 (?:ubuntu|debian) default page|default web site page|it works!|future home of|index of \/|placeholder page|diese domain (?:steht zum verkauf|ist geparkt)|ce (?:nom de )?domaine est (?:à vendre|parqué))|このドメインは.{0,30}(?:取得|売|期限)|ドメインパーキング/iu;
/** Where dealers in domains send visitors. */
const DEALERS =
  /(?:^|\.)(?:hugedomains|sedo|sedoparking|dan|afternic|bodis|parkingcrew|undeveloped|domainmarket|buydomains)\.com$/i;
const SIGN_IN =
  /\b(?:sign[ -]?in|log[ -]?in|login|anmelden|einloggen|se connecter|connexion|iniciar sesión|accedi)\b|ログイン|サインイン/iu;
/** More text than this is a website, whatever else stands on it. */
const MOST_WALL_TEXT = 600;

/** Whether an address belongs to a dealer in domains. */
export const isDealer = (url: string): boolean => URL.canParse(url) && DEALERS.test(new URL(url).hostname);

/** Why a home page says nothing of a company, judged by its few words and whether it asks for a password; null for a page that does. */
export const wallOf = (
  tree: Tree,
  { url, title, passages }: Readonly<{ url: string; title: string; passages: readonly Passage[] }>,
): Wall | null => {
  const said = passages.reduce((sum, { text }) => sum + text.length, 0);
  if (said > MOST_WALL_TEXT) return null;
  const all = [title, ...blocksOf(tree, () => false).map(({ text }) => text)].join('\n').slice(0, 4_000);
  if (isDealer(url) || PARKED.test(all)) return 'parked';
  const { pathname } = new URL(url);
  const signIn = SIGN_IN.test(title) || SIGN_IN.test(pathname.replaceAll(/[/_]/g, ' '));
  return asksForPassword(tree) || (signIn && SIGN_IN.test(all) && said < MOST_WALL_TEXT / 2) ? 'login_wall' : null;
};
