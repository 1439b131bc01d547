import { html, trusted } from '../pages/markup.ts';
import type { StripeObject } from './stripe-store.ts';

/** As a payment page is known to look: what is bought on the left, how it is paid on the right, nothing besides. */
const STYLE = `
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;font:16px/1.5 system-ui,sans-serif;color:#1a1f36;background:#fff}
.sides{display:grid;grid-template-columns:1fr 1fr;min-height:100vh}
.bought{background:#0b3f47;color:#fff;padding:4rem 2rem;display:flex;justify-content:flex-end}
.paid{padding:4rem 2rem}
.bought>div,.paid>div{width:100%;max-width:24rem}
.price{font-size:2.25rem;font-weight:600;margin:.25rem 0 1rem}
h1{font-size:1.1rem;font-weight:500;margin:0;overflow-wrap:anywhere}
h2{font-size:1.15rem;margin:0 0 1rem}
.soft{color:#cfe3e6}.paper{color:#4f566b;font-size:.9rem}
label{display:block;font-weight:500;margin:.75rem 0 .25rem}
input[type=email],input[type=number]{font:inherit;width:100%;padding:.6rem .75rem;border:1px solid #8792a2;border-radius:.4rem;min-height:2.75rem}
.check{display:flex;gap:.5rem;align-items:flex-start;font-weight:400}
.check input{margin-top:.3rem}
button{font:inherit;font-weight:600;width:100%;min-height:2.9rem;border-radius:.4rem;border:0;background:#0b6b77;color:#fff;margin-top:1rem;cursor:pointer}
button.quiet{background:#fff;color:#0b6b77;border:1px solid #0b6b77;font-weight:500;margin-top:.5rem}
a{color:#0b6b77}.bought a{color:#fff}
:focus-visible{outline:3px solid #7cc7d1;outline-offset:2px}
details{margin-top:1.5rem;border-top:1px solid #e3e8ee;padding-top:1rem}
.note{border-left:4px solid #b3261e;padding:.5rem .9rem;background:#fdf3f2}
@media (max-width:48rem){.sides{grid-template-columns:1fr;min-height:0}.bought{padding:1.5rem;justify-content:flex-start}.paid{padding:1.5rem}}
`;

export const moneyText = (amount: unknown, currency: unknown): string =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency: String(currency).toUpperCase() }).format(
    Number(amount) / 100,
  );

const frame = (title: string, body: ReturnType<typeof html>): string =>
  `<!doctype html>${
    html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="icon" href="data:,"><title>${title}</title><style>${trusted(STYLE)}</style></head><body>${body}</body></html>`
      .html
  }`;

const ENDED: Readonly<Record<string, string>> = {
  complete: 'You are all done here',
  expired: 'This payment page has expired',
};

/** `/local/checkout/<session>`: product, price, address and "Pay", and beside that what else may become of a payment. */
export const checkoutPage = (session: StripeObject, said: string | undefined): string => {
  const { product, description } = session['local'] as Readonly<{ product: string; description: string }>;
  const price = moneyText(session['amount_total'], session['currency']);
  const bought = html`<section class="bought" aria-label="What you buy"><div><p class="soft">${String(session['cancel_url']) !== '' && html`<a href="${String(session['cancel_url'])}">← Back</a>`}</p>
<h1>${product}</h1><p class="price">${price}</p><p class="soft">${description}</p><p class="soft">Payment page of this machine: no card is asked for and no money moves.</p></div></section>`;
  const status = String(session['status']);
  const title = ENDED[status];
  const paid =
    title === undefined
      ? open(session, price, said)
      : html`<h2>${title}</h2><p class="paper">Nothing more can be paid here. <a href="/local/payments">Payments of this machine</a></p>`;
  return frame(
    title ?? `Pay ${price}`,
    html`<main class="sides">${bought}<section class="paid" aria-label="How you pay"><div>${paid}</div></section></main>`,
  );
};

const open = (session: StripeObject, price: string, said: string | undefined) => {
  const action = `/local/checkout/${session.id}`;
  return html`${said !== undefined && html`<p class="note" role="alert">${said}</p>`}<h2>Pay by card</h2>
<form method="post" action="${action}/pay"><label for="email">Email</label><input id="email" name="email" type="email" autocomplete="email" required>
${session['consent'] !== null && html`<label class="check"><input type="checkbox" name="consent" value="yes"> You may write to me about this if I do not finish</label>`}
<button type="submit" name="how" value="card">Pay ${price}</button>
<button type="submit" name="how" value="decline" class="quiet">Pay with a card that is declined</button>
<button type="submit" name="how" value="debit" class="quiet">Pay by bank debit (confirmed later)</button>
<button type="submit" name="how" value="leave" class="quiet">Leave without paying</button></form>
<details><summary>What must not happen, to see what is made of it</summary>
<form method="post" action="${action}/pay"><label for="wrong-email">Email</label><input id="wrong-email" name="email" type="email" autocomplete="off" required>
<label for="amount">Amount in cents</label><input id="amount" name="amount" type="number" min="1" required value="100">
<button type="submit" name="how" value="card" class="quiet">Pay another amount than was asked for</button></form>
<form method="post" action="${action}/expire"><button type="submit" class="quiet">Let this page expire now</button></form></details>`;
};
