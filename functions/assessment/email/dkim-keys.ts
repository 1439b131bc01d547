import { type DkimKey, readDkimKey, USUAL_SELECTORS } from '../../sending/preflight/check-dkim.ts';
import type { ResolveDns } from '../../sending/preflight/resolve-dns.ts';

export type FoundKey = Readonly<{ selector: string; key: DkimKey }>;

/** Further selectors of services that smaller companies use, beside those of `sending`. */
const FURTHER_SELECTORS = [
  'mandrill',
  'everlytickey1',
  'mailjet',
  'pm',
  'sig1',
  'turbo-smtp',
  'zoho',
  'hs1',
  'hs2',
  'ctct1',
  'cm',
];
export const SELECTORS: readonly string[] = [...new Set([...USUAL_SELECTORS, ...FURTHER_SELECTORS])];

/** Keys under the selectors that are usual. Selectors cannot be listed: finding none says nothing. @throws Error when DNS answers none of the questions */
export const findKeys = async (resolve: ResolveDns, domain: string): Promise<readonly FoundKey[]> => {
  const asked = await Promise.allSettled(
    SELECTORS.map(async (selector) => {
      const texts = await resolve(`${selector}._domainkey.${domain}`, 'TXT');
      // Some zones answer any name with some text; a key record has a p=.
      const text = texts.find((one) => /(?:^|;)\s*p\s*=/.test(one));
      return text === undefined ? [] : [{ selector, key: readDkimKey(text) }];
    }),
  );
  const answers = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const [failure] = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  if (answers.length === 0) throw failure;
  return answers.flat();
};
