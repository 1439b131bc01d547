import type { Evidence } from '../../contract.ts';
import { type PageElement, startTag } from '../../page-elements.ts';
import type { PageFacts } from '../../page-facts.ts';
import { type CheckOutcome, failed, notApplicable, passed, type Rule } from '../../rule.ts';
import type { SecurityFacts } from '../security-facts.ts';
import { exposedAddresses } from './exposed-addresses.ts';

/** Elements by the attribute that loads something, and whether what is loaded can change the page. Source: Mixed Content § 4. */
const PASSIVE: Readonly<Record<string, string>> = {
  img: 'src',
  audio: 'src',
  video: 'src',
  source: 'src',
  track: 'src',
  input: 'src',
};
const ACTIVE: Readonly<Record<string, string>> = {
  script: 'src',
  iframe: 'src',
  frame: 'src',
  embed: 'src',
  object: 'data',
  link: 'href',
};
/** Links that load; the others only name an address. */
const LOADING_LINK = /(?:^|\s)(?:stylesheet|preload|modulepreload|manifest|icon)(?:\s|$)/i;
const NOT_HTTPS = 'Mixed content is a matter of pages on https.';

const isInsecure = (address: string, page: PageFacts): boolean =>
  URL.parse(address.trim(), page.base())?.protocol === 'http:';

const found = (page: PageFacts, element: PageElement, what: string): Evidence => ({
  what,
  where: page.url,
  quote: startTag(element),
});

const loadedInsecurely = (attributes: Readonly<Record<string, string>>, what: string) => {
  const loads = ({ name, attribs }: PageElement): string | undefined =>
    name === 'link' && !LOADING_LINK.test(attribs['rel'] ?? '') ? undefined : attribs[attributes[name] ?? ''];
  return ({ pages }: SecurityFacts): CheckOutcome => {
    const secure = pages.filter(({ url }) => url.startsWith('https:'));
    if (secure.length === 0) return notApplicable(NOT_HTTPS);
    return failedOrPassed(
      secure.flatMap((page) =>
        page
          .named(...Object.keys(attributes))
          .filter((element) => isInsecure(loads(element) ?? '', page))
          .map((element) => found(page, element, what)),
      ),
    );
  };
};

const failedOrPassed = ([first, ...rest]: readonly Evidence[]): CheckOutcome =>
  first === undefined ? passed() : failed(first, ...rest);

/** What the pages themselves give away or load. They give findings and stand outside the category's score, which is Observatory's alone. */
export const PAGE_RULES: readonly Rule<SecurityFacts>[] = [
  {
    ...{ id: 'security.mixed_active', category: 'security', weight: 0, severity: 'high', effort: 'hours' },
    title: 'Encrypted pages load scripts, styles or frames without encryption',
    detail: 'Browsers block them, so that parts of the page do not work.',
    source: 'https://www.w3.org/TR/mixed-content/',
    fix: 'Load them over https, or send Content-Security-Policy: upgrade-insecure-requests.',
    check: loadedInsecurely(ACTIVE, 'Loaded over http on an https page'),
  },
  {
    ...{ id: 'security.mixed_passive', category: 'security', weight: 0, severity: 'low', effort: 'hours' },
    title: 'Encrypted pages load images or media without encryption',
    detail: 'Browsers ask for them over https instead; where that does not work, they are missing.',
    source: 'https://www.w3.org/TR/mixed-content/',
    fix: 'Begin their addresses with https:.',
    check: loadedInsecurely(PASSIVE, 'Loaded over http on an https page'),
  },
  {
    ...{ id: 'security.form_http', category: 'security', weight: 0, severity: 'high', effort: 'minutes' },
    title: 'A form sends what visitors write without encryption',
    detail: 'Browsers warn before such a form is sent.',
    source: 'https://www.w3.org/TR/mixed-content/',
    fix: 'Let the form send to an https address.',
    check: ({ pages }) => {
      const forms = pages.flatMap((page) => page.named('form').map((form) => ({ page, form })));
      if (forms.length === 0) return notApplicable('The pages have no forms.');
      return failedOrPassed(
        forms
          .filter(({ page, form }) => isInsecure(form.attribs['action'] ?? '', page))
          .map(({ page, form }) =>
            found(
              page,
              form,
              `Sends to ${URL.parse(form.attribs['action'] ?? '', page.base())?.href.slice(0, 200) ?? ''}`,
            ),
          ),
      );
    },
  },
  {
    ...{ id: 'security.exposed_emails', category: 'security', weight: 0, severity: 'low', effort: 'minutes' },
    title: 'Mail addresses stand open to harvesters',
    detail: 'Programs that collect addresses for unwanted mail read them from the page.',
    source: 'https://www.rfc-editor.org/rfc/rfc2505#section-1.4',
    fix: 'Offer a form, or have the address put together by a script.',
    check: ({ pages }) => {
      const seen = new Set<string>();
      return failedOrPassed(
        pages.flatMap((page) =>
          exposedAddresses(page).flatMap((address) => {
            if (seen.has(address)) return [];
            seen.add(address);
            return [{ what: 'A mail address in plain text', where: page.url, quote: address }];
          }),
        ),
      );
    },
  },
];
