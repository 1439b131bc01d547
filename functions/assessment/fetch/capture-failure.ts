import type { FetchReason } from '../../platform/safe-fetch/fetch-answer.ts';
import type { AssessmentFailure } from '../contract.ts';
import { isNoText } from '../no-text.ts';

type Why = Readonly<{ url: string; reason: FetchReason; status?: number; tlsError?: string }>;

const WORDS: Partial<Readonly<Record<FetchReason, string>>> = {
  dns_not_found: 'its name is not in the DNS',
  dns_failed: 'the DNS did not answer for its name',
  resolver_unavailable: 'the DNS could not be asked',
  connection_failed: 'nothing accepts connections there, or they break off before the page is whole',
  bad_encoding: 'what it sends cannot be decoded',
};

/** Why a home page could not be read, in words for a person: what was seen, and what helps. */
export const captureFailure = ({ url, reason, status = 0, tlsError }: Why): AssessmentFailure => {
  switch (reason) {
    case 'bad_url':
    case 'bad_scheme':
    case 'bad_port':
      return badUrl(url);
    case 'private_address':
      return {
        reason: 'private_address',
        detail: `url: ${url} leads to a private address, which is never read. Give a public website.`,
      };
    case 'too_many_redirects':
      return {
        reason: 'redirect_loop',
        detail: `url: ${url} redirects again and again without arriving. Visitors see an error; mend the redirects, then assess again.`,
      };
    case 'tls_failed':
      return {
        reason: 'tls_error',
        detail: `url: no secure connection to ${url} (${tlsError ?? 'the TLS handshake failed'}), and plain http does not answer with a page. Visitors see a warning instead of the site; mend the certificate, then assess again.`,
      };
    case 'timeout':
      return {
        reason: 'timed_out',
        detail: `url: ${url}, or its robots.txt, did not finish answering in time. Try again later, or give another page of the site.`,
      };
    case 'robots':
      return status >= 500
        ? {
            reason: 'server_error',
            detail: `url: the robots.txt of ${url} answers ${String(status)}, which means that nothing may be read (RFC 9309). Mend the server, then assess again.`,
          }
        : {
            reason: 'disallowed',
            detail: `url: the robots.txt of ${url} does not allow ThroughlineBot to read it. Allow it there, or give a page that may be read.`,
          };
    default:
      return {
        reason: 'unreachable',
        detail: `url: ${url} could not be reached (${WORDS[reason] ?? reason}). Check the address and try again.`,
      };
  }
};

/** An address that is not one of a website. */
export const badUrl = (url: string): AssessmentFailure => ({
  reason: 'bad_url',
  detail: `url: "${url.slice(0, 100)}" is not the address of a website. Give one like https://example.com.`,
});

/** The beginning of any element, comment or declaration. */
const MARKUP = /<[a-z!?]/i;

/** Why an answer that did come is no page to assess; undefined when it is one. */
export const answerFailure = ({
  finalUrl: url,
  status,
  contentType,
  text,
}: Readonly<{ finalUrl: string; status: number; contentType: string; text: string }>):
  | AssessmentFailure
  | undefined => {
  if (status >= 500)
    return {
      reason: 'server_error',
      detail: `url: ${url} answers ${String(status)}. Mend the server, then assess again.`,
    };
  if (status < 200 || status >= 300)
    return {
      reason: 'http_error',
      detail: `url: ${url} answers ${String(status)}, not a page. Give a page that anybody may read.`,
    };
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  const isHtml = type === 'text/html' || type === 'application/xhtml+xml' || (type === '' && /^\s*</.test(text));
  if (!isHtml)
    return {
      reason: 'not_html',
      detail: `url: ${url} is ${type === '' ? 'of no kind that is named' : type}, not a web page. Give an HTML page.`,
    };
  if (text.trim() === '')
    return { reason: 'not_html', detail: `url: ${url} answers with an empty page. Give a page with HTML.` };
  if (isNoText(text))
    return {
      reason: 'not_html',
      detail: `url: ${url} calls itself HTML, but is no text in a known encoding. Mend what the server sends, or give another page.`,
    };
  return MARKUP.test(text)
    ? undefined
    : {
        reason: 'not_html',
        detail: `url: ${url} is plain text without any HTML. Give a page with HTML.`,
      };
};
