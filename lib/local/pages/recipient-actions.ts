import type { Services } from '../services.ts';
import { oneClickOf } from './inbox-page.ts';

type Act = (id: string, fields: URLSearchParams) => Promise<string>;

const BROWSER = 'Mozilla/5.0 (local inbox)';

/**
 * What a recipient may do with a mail, each giving a sentence on what came of it. Links of our own (`/t/…`, `/u/…`) are really called, as the
 * recipient's browser or mailbox provider would; the rest are events of SES.
 */
export const createRecipientActions = (
  { mail }: Pick<Services, 'mail'>,
  origin: string,
): Readonly<Record<string, Act>> => ({
  open: async (id) => {
    const { html } = await mail.readMail(id);
    const pixels = [...html.matchAll(/<img\s[^>]*src="([^"]+)"/gi)].map(([, source = '']) =>
      source.replaceAll('&amp;', '&'),
    );
    const own = pixels.filter((source) => source.startsWith(`${origin}/`));
    for (const source of own) await fetch(source, { headers: { 'user-agent': BROWSER } });
    mail.open(id);
    return own.length === 0 ? 'Opened.' : 'Opened; its pictures were loaded.';
  },
  click: async (id, fields) => {
    const link = fields.get('link') ?? '';
    mail.click(id, link);
    if (!link.startsWith(`${origin}/`)) return `Clicked ${link}.`;
    const { status, headers } = await fetch(link, { headers: { 'user-agent': BROWSER }, redirect: 'manual' });
    const leadsTo = headers.get('location');
    return leadsTo === null ? `Clicked ${link}: it answered ${String(status)}.` : `Clicked; it leads to ${leadsTo}.`;
  },
  bounce: (id, fields) => {
    const transient = fields.get('kind') === 'transient';
    mail.bounce(id, transient ? 'transient' : 'permanent');
    return Promise.resolve(
      transient
        ? 'It bounced for now (the mailbox may take it later).'
        : 'It bounced for good (there is no such mailbox).',
    );
  },
  complain: (id) => {
    mail.complain(id);
    return Promise.resolve('It was reported as spam.');
  },
  unsubscribe: async (id) => {
    const address = oneClickOf(await mail.readMail(id));
    if (address === undefined) return 'This mail has no one-click unsubscribe.';
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
    return answer.ok
      ? 'Unsubscribed: this address is not written to any more.'
      : `The unsubscribe link answered ${String(answer.status)}.`;
  },
  reply: async (id, fields) => {
    const automatic = fields.has('automatic');
    await mail.reply(id, fields.get('answer') ?? '', { automatic });
    return automatic ? 'The automatic reply was sent.' : 'The reply was sent.';
  },
});
