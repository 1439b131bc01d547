import type { Effort, Severity } from '../../contract.ts';
import type { ObservatoryTest, Verdict } from '../observatory/verdicts.ts';

export type Fault = Readonly<{ severity: Severity; effort: Effort; title: string; detail: string; fix: string }>;
export type ObservatoryRow = Readonly<{
  id: string;
  /** What the test is about; the title while nothing is wrong. */
  title: string;
  source: string;
  /** Where the evidence is found. */
  where: string;
  faults: Partial<Record<Verdict, Fault>>;
}>;

const GUIDES = 'https://developer.mozilla.org/en-US/docs/Web/Security/Practical_implementation_guides';

const CSP_DETAIL =
  'A content security policy tells browsers which scripts may run, so that injected code does nothing.';
const CSP_FIX =
  "Send a Content-Security-Policy header that names the sources of scripts, e.g. default-src 'self'; try it with Content-Security-Policy-Report-Only first.";
const cspMissing: Fault = {
  ...{ severity: 'medium', effort: 'days', title: 'No content security policy' },
  ...{ detail: CSP_DETAIL, fix: CSP_FIX },
};
const COOKIE_FIX = 'Set cookies with Secure, HttpOnly and SameSite=Lax in the shop or content system that sets them.';
const STEAL = 'Whoever watches the network, e.g. in a public Wi-Fi, can take the cookie and act as the visitor.';
const HSTS_DETAIL = 'Without it a browser may be led to the unencrypted site, where visits can be watched and changed.';
const HSTS_FIX = 'Send Strict-Transport-Security: max-age=31536000; includeSubDomains on every https answer.';
const FRAME: Fault = {
  ...{ severity: 'medium', effort: 'minutes', title: 'Other sites may show the site in a frame' },
  detail: 'A page in an invisible frame can be made to take clicks that visitors mean for something else.',
  fix: "Send Content-Security-Policy: frame-ancestors 'self', and X-Frame-Options: SAMEORIGIN for old browsers.",
};
const SNIFF: Fault = {
  ...{ severity: 'low', effort: 'minutes', title: 'Browsers may guess the type of files' },
  detail: 'A file that is uploaded as a picture can be run as a script when browsers guess.',
  fix: 'Send X-Content-Type-Options: nosniff with every answer.',
};
const REDIRECT_FIX = 'Answer every request on http with a permanent redirect (301) to the same address on https.';

/** The ten tests of MDN HTTP Observatory, and what each verdict that costs points means for the owner of a site. */
export const OBSERVATORY_ROWS: Readonly<Record<ObservatoryTest, ObservatoryRow>> = {
  'content-security-policy': {
    ...{ id: 'security.csp', title: 'Content security policy', source: `${GUIDES}/CSP` },
    where: 'Content-Security-Policy',
    faults: {
      'csp-not-implemented': cspMissing,
      'csp-not-implemented-but-reporting-enabled': {
        ...cspMissing,
        title: 'The content security policy only reports and protects nothing',
      },
      'csp-header-invalid': { ...cspMissing, title: 'The content security policy cannot be read' },
      'csp-implemented-with-unsafe-inline': {
        ...{ severity: 'medium', effort: 'days', title: 'The content security policy lets any script run' },
        detail: `${CSP_DETAIL} This one allows scripts in the page ('unsafe-inline'), from data: addresses or from anywhere.`,
        fix: "Replace 'unsafe-inline' by nonces or hashes, and name the hosts of scripts and objects.",
      },
      'csp-implemented-with-insecure-scheme': {
        ...{ severity: 'medium', effort: 'hours', title: 'The content security policy allows unencrypted sources' },
        detail: 'What is loaded over http can be changed on its way.',
        fix: 'Replace http: by https: in the policy.',
      },
      'csp-implemented-with-unsafe-eval': {
        ...{ severity: 'low', effort: 'days', title: "The content security policy allows 'unsafe-eval'" },
        detail: 'Text that becomes code is how injected data becomes a program.',
        fix: "Take 'unsafe-eval' out of the policy once no script needs it.",
      },
      'csp-implemented-with-insecure-scheme-in-passive-content-only': {
        ...{ severity: 'low', effort: 'hours', title: 'The content security policy allows unencrypted images' },
        detail: 'Images that come over http can be changed on their way.',
        fix: 'Allow images and media over https only.',
      },
    },
  },
  cookies: {
    ...{ id: 'security.cookies', title: 'Cookies', source: `${GUIDES}/Cookies`, where: 'Set-Cookie' },
    faults: {
      'cookies-session-without-secure-flag': {
        ...{ severity: 'high', effort: 'hours', title: 'A session cookie travels unencrypted' },
        ...{ detail: STEAL, fix: COOKIE_FIX },
      },
      'cookies-session-without-httponly-flag': {
        ...{ severity: 'high', effort: 'hours', title: 'Scripts can read a session cookie' },
        detail: 'One injected script is enough to take over the session of a visitor.',
        fix: COOKIE_FIX,
      },
      'cookies-anticsrf-without-samesite-flag': {
        ...{ severity: 'medium', effort: 'hours', title: 'A token against forged requests goes along with them' },
        detail: 'Without SameSite, browsers send the cookie with requests that other sites make.',
        fix: COOKIE_FIX,
      },
      'cookies-samesite-flag-invalid': {
        ...{ severity: 'medium', effort: 'minutes', title: 'A cookie has a SameSite value that does not work' },
        detail: 'Browsers ignore an unknown value, and drop a cookie with SameSite=None that is not Secure.',
        fix: 'Use SameSite=Lax or Strict; None needs Secure.',
      },
      'cookies-without-secure-flag': {
        ...{ severity: 'medium', effort: 'hours', title: 'Cookies travel unencrypted' },
        ...{ detail: STEAL, fix: COOKIE_FIX },
      },
      'cookies-session-without-secure-flag-but-protected-by-hsts': {
        ...{ severity: 'low', effort: 'hours', title: 'A session cookie lacks the Secure flag' },
        ...{ detail: 'Only HSTS keeps it off the unencrypted network.', fix: COOKIE_FIX },
      },
      'cookies-without-secure-flag-but-protected-by-hsts': {
        ...{ severity: 'low', effort: 'hours', title: 'Cookies lack the Secure flag' },
        ...{ detail: 'Only HSTS keeps them off the unencrypted network.', fix: COOKIE_FIX },
      },
    },
  },
  'cross-origin-resource-sharing': {
    ...{ id: 'security.cors', title: 'Who may read the site from other origins', source: `${GUIDES}/CORS` },
    where: 'Access-Control-Allow-Origin',
    faults: {
      'cross-origin-resource-sharing-implemented-with-universal-access': {
        ...{ severity: 'critical', effort: 'hours', title: 'Any site may read this one as its visitor' },
        detail: 'Other sites can read what a visitor who is logged in sees.',
        fix: 'Answer Access-Control-Allow-Origin only for origins on a list, or without Access-Control-Allow-Credentials.',
      },
    },
  },
  redirection: {
    ...{ id: 'security.redirect_to_https', title: 'Plain http leads to https' },
    ...{ source: `${GUIDES}/TLS#http_redirection`, where: 'http:' },
    faults: {
      'redirection-missing': {
        ...{ severity: 'high', effort: 'minutes', title: 'Plain http does not lead to https' },
        detail: 'Visitors who type the address may stay on the unencrypted site, which browsers call not secure.',
        fix: REDIRECT_FIX,
      },
      'redirection-not-to-https': {
        ...{ severity: 'high', effort: 'minutes', title: 'Plain http leads to another unencrypted address' },
        detail: 'Visitors who type the address stay on the unencrypted site.',
        fix: REDIRECT_FIX,
      },
      'redirection-not-to-https-on-initial-redirection': {
        ...{ severity: 'low', effort: 'minutes', title: 'Plain http leads to https by a detour over http' },
        detail: 'Each step over http can be changed on its way.',
        fix: REDIRECT_FIX,
      },
      'redirection-off-host-from-http': {
        ...{ severity: 'low', effort: 'minutes', title: 'Plain http leads to https on another host at once' },
        detail: 'The host that was typed never gets to say that it wants https only.',
        fix: 'Redirect to https on the same host first, and from there to the other.',
      },
      'redirection-invalid-cert': {
        ...{ severity: 'critical', effort: 'hours', title: 'Plain http leads to a certificate that does not hold' },
        detail: 'Browsers warn visitors off the site.',
        fix: 'Install a certificate for every name that is redirected to.',
      },
    },
  },
  'referrer-policy': {
    ...{ id: 'security.referrer_policy', title: 'Referrer policy', source: `${GUIDES}/Referrer_policy` },
    where: 'Referrer-Policy',
    faults: {
      'referrer-policy-unsafe': {
        ...{ severity: 'low', effort: 'minutes', title: 'Full addresses are told to other sites' },
        detail: 'Addresses may hold search words or tokens.',
        fix: 'Send Referrer-Policy: strict-origin-when-cross-origin.',
      },
      'referrer-policy-header-invalid': {
        ...{ severity: 'low', effort: 'minutes', title: 'The referrer policy is none that browsers know' },
        detail: 'Browsers ignore it.',
        fix: 'Send Referrer-Policy: strict-origin-when-cross-origin.',
      },
    },
  },
  'strict-transport-security': {
    ...{ id: 'security.hsts', title: 'Browsers are told to use https only' },
    ...{ source: `${GUIDES}/TLS#http_strict_transport_security_implementation`, where: 'Strict-Transport-Security' },
    faults: {
      'hsts-not-implemented': {
        ...{ severity: 'medium', effort: 'minutes', title: 'Browsers are not told to use https only (HSTS)' },
        ...{ detail: HSTS_DETAIL, fix: HSTS_FIX },
      },
      'hsts-header-invalid': {
        ...{ severity: 'medium', effort: 'minutes', title: 'The HSTS header cannot be read' },
        ...{ detail: HSTS_DETAIL, fix: HSTS_FIX },
      },
      'hsts-implemented-max-age-less-than-six-months': {
        ...{ severity: 'low', effort: 'minutes', title: 'HSTS holds for less than six months' },
        ...{ detail: HSTS_DETAIL, fix: HSTS_FIX },
      },
      'hsts-not-implemented-no-https': {
        ...{ severity: 'medium', effort: 'hours', title: 'HSTS needs https, which the site does not have' },
        ...{ detail: HSTS_DETAIL, fix: 'Set up https first.' },
      },
      'hsts-invalid-cert': {
        ...{ severity: 'medium', effort: 'hours', title: 'HSTS needs a certificate that holds' },
        ...{ detail: HSTS_DETAIL, fix: 'Install a valid certificate first.' },
      },
    },
  },
  'subresource-integrity': {
    ...{ id: 'security.sri', title: 'Scripts from elsewhere are what they should be' },
    ...{ source: 'https://developer.mozilla.org/en-US/docs/Web/Security/Subresource_Integrity', where: 'script' },
    faults: {
      'sri-not-implemented-but-external-scripts-loaded-securely': {
        ...{ severity: 'low', effort: 'hours', title: 'Scripts from elsewhere run unchecked' },
        detail: 'Whoever controls the other host can change what runs on this site.',
        fix: 'Give script elements of fixed versions an integrity attribute, or serve the files yourself.',
      },
      'sri-implemented-but-external-scripts-not-loaded-securely': {
        ...{ severity: 'medium', effort: 'minutes', title: 'Scripts from elsewhere are loaded without https' },
        detail: 'A script without https can be changed on its way; the digest then stops it and the site breaks.',
        fix: 'Begin the addresses of scripts with https:.',
      },
      'sri-not-implemented-and-external-scripts-not-loaded-securely': {
        ...{ severity: 'high', effort: 'minutes', title: 'Scripts from elsewhere are loaded without https, unchecked' },
        detail: 'Whoever is on the way can run any script on this site.',
        fix: 'Begin the addresses of scripts with https: and give them an integrity attribute.',
      },
    },
  },
  'x-content-type-options': {
    ...{ id: 'security.nosniff', title: 'Types of files are not guessed', source: `${GUIDES}/MIME_types` },
    where: 'X-Content-Type-Options',
    faults: {
      'x-content-type-options-not-implemented': SNIFF,
      'x-content-type-options-header-invalid': {
        ...SNIFF,
        title: 'X-Content-Type-Options has a value that does nothing',
      },
    },
  },
  'x-frame-options': {
    ...{ id: 'security.framing', title: 'Other sites may not frame the site', source: `${GUIDES}/Clickjacking` },
    where: 'X-Frame-Options',
    faults: {
      'x-frame-options-not-implemented': FRAME,
      'x-frame-options-header-invalid': { ...FRAME, title: 'X-Frame-Options has a value that does nothing' },
    },
  },
  'cross-origin-resource-policy': {
    ...{ id: 'security.corp', title: 'Cross-origin resource policy', source: `${GUIDES}/CORP` },
    where: 'Cross-Origin-Resource-Policy',
    faults: {
      'corp-header-invalid': {
        ...{ severity: 'low', effort: 'minutes', title: 'Cross-Origin-Resource-Policy has a value that does nothing' },
        detail: 'Browsers ignore it.',
        fix: 'Send same-origin or same-site, or leave the header out.',
      },
    },
  },
};
