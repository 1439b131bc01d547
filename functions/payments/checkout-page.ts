import { escapeHtml } from '../platform/escape-html.ts';
import { priceText } from '../reports/report-price.ts';
import type { Purchase } from './purchase.ts';
import type { CheckoutProblem } from './start-checkout.ts';

const STYLE = [
  ':root{color-scheme:light dark}',
  'body{font:1.0625rem/1.6 system-ui,sans-serif;color:#16262a;background:#fff;margin:0}',
  'main{max-width:36rem;margin:12vh auto 0;padding:0 1.5rem 3rem}',
  'h1{font-size:1.6rem;line-height:1.25;margin:0 0 .75rem}',
  '.paper{color:#526469}',
  'a.button,button{display:inline-block;font:inherit;padding:.7rem 1.4rem;min-height:2.75rem;box-sizing:border-box;border:0;border-radius:.5rem;background:#0b6b77;color:#fff;text-decoration:none;cursor:pointer}',
  'a{color:#0b6b77}',
  'a:focus-visible,button:focus-visible{outline:3px solid #0b6b77;outline-offset:3px}',
  '@media (prefers-color-scheme:dark){body{color:#e6eef0;background:#10191b}.paper{color:#9fb2b6}a{color:#5cc3d0}a.button,button{background:#5cc3d0;color:#06262b}a:focus-visible,button:focus-visible{outline-color:#5cc3d0}}',
].join('');

/** What a page may load and where its forms may lead: nothing from elsewhere, and on to Stripe only. */
export const CHECKOUT_PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self' https://checkout.stripe.com; base-uri 'none'; frame-ancestors 'none'",
  'x-robots-tag': 'noindex',
} as const;

const page = (title: string, content: string): string =>
  [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="robots" content="noindex">',
    `<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>`,
    `<body><main><h1>${escapeHtml(title)}</h1>${content}</main></body></html>`,
  ].join('\n');

const text = (words: string): string => `<p role="status">${escapeHtml(words)}</p>`;
const back = (token: string, words: string): string =>
  `<p><a class="button" href="/r/${encodeURIComponent(token)}">${escapeHtml(words)}</a></p>`;
const again = (token: string, words: string): string =>
  `<form method="post" action="/reports/${encodeURIComponent(token)}/checkout"><button type="submit">${escapeHtml(words)}</button></form>`;

/** Why there is nothing to pay, for a person: each with what they can do. */
export const CHECKOUT_PROBLEMS: Readonly<
  Record<CheckoutProblem, Readonly<{ status: number; title: string; detail: string }>>
> = {
  unknown_link: {
    status: 404,
    title: 'This link is not one of ours',
    detail: 'A part of it may be missing. Open it again from the mail that you got.',
  },
  expired_link: {
    status: 410,
    title: 'This link has expired',
    detail: 'Offers of reports end after a while. Answer the mail that you got, and a new link will be sent to you.',
  },
  revoked_link: {
    status: 410,
    title: 'This offer was withdrawn',
    detail: 'The report is not for sale through this link any more. Answer the mail that you got to ask why.',
  },
  already_bought: {
    status: 409,
    title: 'This report is already yours',
    detail:
      'It was paid for, and nothing more is charged. The report goes to the address that was given at the payment.',
  },
  payment_pending: {
    status: 409,
    title: 'Your payment is on its way',
    detail: 'Your bank has not confirmed it yet, which may take some days. The report is sent as soon as it has.',
  },
  not_for_sale: {
    status: 404,
    title: 'There is nothing to buy here',
    detail: 'This link shows a report that needs no payment, or the report no longer exists.',
  },
  payments_not_set_up: {
    status: 503,
    title: 'Payments are not possible yet',
    detail: 'Nothing was charged. Please try again later.',
  },
};

export const problemPage = (reason: CheckoutProblem): string => {
  const { title, detail } = CHECKOUT_PROBLEMS[reason];
  return page(title, text(detail));
};

/** The payment page could not be reached. */
export const unreachablePage = (token: string): string =>
  page(
    'The payment page cannot be reached',
    `${text('Nothing was charged. Please try again in a moment.')}${again(token, 'Try again')}`,
  );

/** Shows an address to its owner and not to who looks over a shoulder: `j…@example.com`. */
const masked = (address: string): string => `${address.slice(0, 1)}…${address.slice(address.lastIndexOf('@'))}`;

/** Where Stripe leads back to after a payment. What happened is told by events, which may come after the buyer. */
export const boughtPage = (token: string, purchase: Purchase | undefined): string => {
  if (purchase === undefined)
    return page(
      'Thank you',
      text('Your report will be sent to the address that you gave as soon as your payment is confirmed.'),
    );
  const { state, buyerEmail, domain, amount } = purchase;
  const to = buyerEmail === null ? 'the address that you gave' : masked(buyerEmail);
  switch (state) {
    case 'created':
      return page(
        'Thank you',
        `${text(`We are waiting for the confirmation of your payment. The report for ${domain} is sent to ${to} at once when it is there.`)}<p class="paper">Load this page again to see how far it is.</p>`,
      );
    case 'paid':
    case 'fulfilled':
    case 'partly_refunded':
      return page(
        'Thank you for your purchase',
        text(
          `You paid ${priceText(amount)}. The report for ${domain} is being made now and is sent to ${to} within a few minutes.`,
        ),
      );
    case 'refunded':
      return page(
        'Your payment was refunded',
        text(`${priceText(amount)} went back to you; your bank shows it within some days.`),
      );
    case 'disputed':
      return page(
        'Your payment is disputed',
        text('Your bank is looking at this payment. The report is available again when that has ended.'),
      );
    case 'expired':
      return page(
        'The payment page has expired',
        `${text('Nothing was charged.')}${again(token, `Buy the report for ${priceText(amount)}`)}`,
      );
    case 'failed':
      return page(
        'Your payment failed',
        `${text('Your bank refused it; nothing was charged. Another way to pay may work.')}${again(token, 'Try again')}`,
      );
  }
};

/** Where Stripe leads back to who turned back. */
export const cancelledPage = (token: string): string =>
  page(
    'You did not pay',
    `${text('Nothing was charged. The offer stands as it was.')}${back(token, 'Back to the report')}`,
  );
