import type { InboxMail, MailSummary } from '../mail/inbox.ts';
import { page } from './frame.ts';
import { type Html, html } from './markup.ts';
import { moment } from './time.ts';

const GOOD = new Set(['Delivery', 'Open', 'Click']);
const BAD = new Set(['Bounce', 'Complaint', 'Reject']);

const eventTag = (type: string): Html =>
  html`<span class="tag${GOOD.has(type) ? ' good' : BAD.has(type) ? ' bad' : ''}">${type}</span> `;

/** `/local/inbox`: sent mail, newest first. */
export const inboxPage = ({
  mails,
  to,
  older,
}: {
  mails: readonly MailSummary[];
  to: string | undefined;
  older: string | undefined;
}): string =>
  page(
    'Inbox',
    '/local/inbox',
    html`<h1>Inbox</h1>
<p class="lead">Mail that was sent, as the people it was sent to got it.${to !== undefined && html` Only to ${to}. <a href="/local/inbox">Show all</a>`}</p>
<form method="get" action="/local/inbox"><label for="to">Only mail to this address</label><div class="split"><input id="to" name="to" type="email" autocomplete="off" value="${to ?? ''}" style="flex:1 1 16rem"><button type="submit" class="quiet">Show</button></div></form>
${
  mails.length === 0
    ? html`<p class="note">No mail was sent yet. Start a run in the <a href="/">web app</a> and look here again.</p>`
    : html`<ul class="rows" style="margin-top:1rem">${mails.map(
        (
          mail,
        ) => html`<li><a href="/local/inbox/${encodeURIComponent(mail.id)}"><div class="split"><b>${mail.to.join(', ')}</b><span class="soft">${moment(mail.at)}</span></div>
<div>${mail.subject === '' ? '(no subject)' : mail.subject}</div><div class="soft">from ${mail.from} · ${[...new Set(mail.events)].map(eventTag)}</div></a></li>`,
      )}</ul>`
}
${older !== undefined && html`<p><a class="button" href="${older}">Older mail</a></p>`}`,
  );

/** Links of a mail in the order they stand in it, as its reader sees them: from its HTML, else from its text. */
export const linksIn = ({ html: markup, text }: Pick<InboxMail, 'html' | 'text'>): string[] => {
  const found =
    markup === ''
      ? [...text.matchAll(/https?:\/\/[^\s<>"')]+/g)].map(([link]) => link.replace(/[.,;:]+$/, ''))
      : [...markup.matchAll(/<a\s[^>]*href="(https?:[^"]+)"[^>]*>/gi)]
          .filter(([tag]) => !/display:\s*none/i.test(tag))
          .map(([, link = '']) => link.replaceAll('&amp;', '&'));
  return [...new Set(found)];
};

/** The address that a mail's one-click unsubscribe goes to (RFC 8058), or undefined when it has none. */
export const oneClickOf = ({ headers }: Pick<InboxMail, 'headers'>): string | undefined => {
  const headerText = (wanted: string): string =>
    headers.find(({ name }) => name.toLowerCase() === wanted)?.value.replace(/\s+/g, '') ?? '';
  if (headerText('list-unsubscribe-post').toLowerCase() !== 'list-unsubscribe=one-click') return undefined;
  return /<(https?:[^>]+)>/.exec(headerText('list-unsubscribe'))?.[1];
};

const action = (base: string, name: string, label: string, look = 'quiet', fields: Html = html``): Html =>
  html`<form class="row" method="post" action="${base}/${name}">${fields}<button type="submit" class="${look}">${label}</button></form>`;

const actions = (mail: InboxMail): Html => {
  const base = `/local/inbox/${encodeURIComponent(mail.id)}`;
  return html`<h2>What the recipient does</h2>
<div>${action(base, 'open', 'Open')}${linksIn(mail).map((link) =>
    action(
      base,
      'click',
      `Click ${link.length > 48 ? `${link.slice(0, 47)}…` : link}`,
      'quiet',
      html`<input type="hidden" name="link" value="${link}">`,
    ),
  )}${oneClickOf(mail) !== undefined && action(base, 'unsubscribe', 'Unsubscribe (one click)')}</div>
<div>${action(base, 'bounce', 'Bounce for good', 'bad', html`<input type="hidden" name="kind" value="permanent">`)}${action(base, 'bounce', 'Bounce for now', 'bad', html`<input type="hidden" name="kind" value="transient">`)}${action(base, 'complain', 'Report as spam', 'bad')}</div>
<form method="post" action="${base}/reply"><label for="answer">Reply</label><textarea id="answer" name="answer" rows="4" required></textarea><p class="split"><button type="submit">Send the reply</button><button type="submit" class="quiet" name="automatic" value="yes">Send it as an automatic reply</button></p></form>`;
};

/** `/local/inbox/<id>`: one mail, what was heard of it, and what its recipient may do. */
export const mailPage = (mail: InboxMail, replies: readonly string[], said: string | undefined): string =>
  page(
    mail.subject === '' ? 'Mail' : mail.subject,
    '/local/inbox',
    html`<p><a href="/local/inbox">← Inbox</a></p>
${said !== undefined && html`<p class="note" role="status">${said}</p>`}
<h1>${mail.subject === '' ? '(no subject)' : mail.subject}</h1>
<dl><dt>From</dt><dd>${headerOf(mail, 'from') ?? mail.from}</dd><dt>To</dt><dd>${headerOf(mail, 'to') ?? mail.to.join(', ')}</dd><dt>Sent</dt><dd>${moment(mail.at)}</dd>${
      mail.attachments.length > 0 &&
      html`<dt>Attached</dt><dd>${mail.attachments.map(({ filename, bytes }) => `${filename} (${String(bytes)} bytes)`).join(', ')}</dd>`
    }</dl>
${
  mail.html === ''
    ? html`<pre>${mail.text}</pre>`
    : html`<iframe title="The mail as it was sent" sandbox="" src="/local/inbox/${encodeURIComponent(mail.id)}/html"></iframe>
<details><summary>Plain text</summary><pre>${mail.text}</pre></details>`
}
${actions(mail)}
<h2>What was heard of it</h2>
${
  mail.events.length === 0
    ? html`<p class="soft">Nothing yet.</p>`
    : html`<ul class="rows">${mail.events.map(({ type, at }) => html`<li style="padding:.6rem 1rem" class="split">${eventTag(type)}<span class="soft">${moment(at)}</span></li>`)}</ul>`
}
${replies.length > 0 && html`<h2>Replies</h2><p class="soft">Kept on this machine.</p>${replies.map((reply) => html`<pre>${reply}</pre>`)}`}
<h2>Headers</h2>
<div class="scroll"><table>${mail.headers.map(({ name, value }) => html`<tr><th scope="row">${name}</th><td style="overflow-wrap:anywhere">${value}</td></tr>`)}</table></div>
<p class="soft"><a href="/local/inbox/${encodeURIComponent(mail.id)}/raw">The mail as it went out (MIME)</a></p>`,
  );

const headerOf = ({ headers }: Pick<InboxMail, 'headers'>, wanted: string): string | undefined =>
  headers.find(({ name }) => name.toLowerCase() === wanted)?.value;
