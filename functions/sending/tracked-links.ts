import { MessageId, WorkspaceId } from '../platform/ids.ts';
import { signToken, verifyToken } from '../platform/signed-token.ts';

const OPEN = 'open';
const CLICK = 'click';
/** Stands for the link that no person sees. */
const HONEYPOT = 'h';
const LINK_NUMBER = /^(?:\d{1,3}|h)$/;

/** What is taken for a link in a mail's text. Punctuation behind it belongs to the sentence. */
export const URL_IN_TEXT = /https?:\/\/[^\s<>"]*[^\s<>".,;:!?)]/g;

type Ref = Readonly<{ workspaceId: WorkspaceId; messageId: MessageId }>;
export type Utm = Readonly<{ campaignId: string; variant: string; step: number }>;
/** The tracked forms of what a mail links to. */
export type TrackedLinks = Readonly<{
  /** Where the HTML part links to in place of a link of the body; what is no link of the body stays as it is. */
  href: (url: string) => string;
  /** Source of the open pixel. */
  pixel: string;
  /** Where the hidden link leads: whoever follows it reads markup, not mail. */
  honeypot: string;
}>;

/** The links of a mail's body, each once, in the order in which they first stand: what click links are numbered by. */
export const linksOf = (body: string): readonly string[] => [
  ...new Set([...body.matchAll(URL_IN_TEXT)].map(([url]) => url).filter((url) => URL.canParse(url))),
];

/**
 * Links that tell who opened and clicked. A click link holds no address to go to: only the number of a link in the message's stored text
 * (`MessageContent.body`), so nobody can make one that leads elsewhere. The text part keeps the links as they were approved.
 */
export const trackedLinks = (origin: string, ref: Ref, body: string, secret: string): TrackedLinks => {
  const links = linksOf(body);
  const click = (link: string): string =>
    `${origin}/t/c/${signToken(CLICK, [ref.workspaceId, ref.messageId, link], secret)}`;
  return {
    href: (url) => {
      const at = links.indexOf(url);
      return at < 0 ? url : click(String(at));
    },
    pixel: `${origin}/t/o/${signToken(OPEN, [ref.workspaceId, ref.messageId], secret)}`,
    honeypot: click(HONEYPOT),
  };
};

/** The message that an open pixel's token names, or undefined when it is not one of ours. */
export const readOpenToken = (token: string, secret: string): Ref | undefined => {
  const [workspaceId, messageId, ...rest] = verifyToken(OPEN, token, secret) ?? [];
  return rest.length > 0 ? undefined : refOf(workspaceId, messageId);
};

/** The message and the link that a click link's token names, or undefined when it is not one of ours. */
export const readClickToken = (
  token: string,
  secret: string,
): (Ref & Readonly<{ link: number | 'honeypot' }>) | undefined => {
  const [workspaceId, messageId, link = '', ...rest] = verifyToken(CLICK, token, secret) ?? [];
  const ref = refOf(workspaceId, messageId);
  if (ref === undefined || rest.length > 0 || !LINK_NUMBER.test(link)) return undefined;
  return { ...ref, link: link === HONEYPOT ? 'honeypot' : Number(link) };
};

const refOf = (workspace: string | undefined, message: string | undefined): Ref | undefined => {
  const workspaceId = WorkspaceId.safeParse(workspace);
  const messageId = MessageId.safeParse(message);
  return workspaceId.success && messageId.success
    ? { workspaceId: workspaceId.data, messageId: messageId.data }
    : undefined;
};

/** A link with the campaign's UTM parameters (https://support.google.com/analytics/answer/10917952); those it has of its own stay. */
export const withUtm = (url: string, { campaignId, variant, step }: Utm): string => {
  const target = new URL(url);
  const wanted = {
    utm_source: 'throughline',
    utm_medium: 'email',
    utm_campaign: campaignId,
    utm_content: `${variant}-${String(step)}`,
  };
  for (const [name, value] of Object.entries(wanted))
    if (!target.searchParams.has(name)) target.searchParams.set(name, value);
  return target.href;
};
