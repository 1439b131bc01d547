import type { Handlers } from '../platform/http/api.ts';
import { type ProblemReply, problem } from '../platform/http/problem.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, instant } from '../platform/time.ts';
import { engagementItem } from '../sending/engagement.ts';
import { markUnsubscribed } from '../sending/mark-unsubscribed.ts';
import type { SuppressionStore } from '../sending/suppression-store.ts';
import { readClickToken, readOpenToken } from '../sending/tracked-links.ts';
import { readUnsubscribeToken } from '../sending/unsubscribe-link.ts';
import { visitorOf } from './bot-signs.ts';
import type { publicLinkRoutes } from './contract.ts';
import type { RecordVisit } from './record-visit.ts';
import { askPage, donePage } from './unsubscribe-page.ts';

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-robots-tag': 'noindex',
} as const;

const unknownLink: ProblemReply = problem(
  404,
  'link_unknown',
  'This link is not one of ours, or a part of it is missing.',
);
const goneLink: ProblemReply = problem(404, 'link_gone', 'What this link led to is no longer kept.');

/** The links in our mails. They need no sign-in and set no cookie; to look at one changes nothing, for scanners look at them all. */
export const createServePublicLinks = ({
  table,
  suppressions,
  visits,
  secret,
  clock,
}: {
  table: Pick<Table, 'put' | 'update'>;
  suppressions: Pick<SuppressionStore, 'add'>;
  visits: RecordVisit;
  secret: () => Promise<string>;
  clock: Clock;
}): Handlers<typeof publicLinkRoutes> => ({
  showUnsubscribe: async ({ params }) => {
    const link = readUnsubscribeToken(params.token, await secret());
    return link === undefined ? unknownLink : { body: askPage(link.address), headers: HEADERS };
  },

  unsubscribe: async ({ params }) => {
    const link = readUnsubscribeToken(params.token, await secret());
    if (link === undefined) return unknownLink;
    const { workspaceId, messageId, address } = link;
    const { added } = await suppressions.add(workspaceId, {
      kind: 'address',
      value: address,
      reason: 'unsubscribe',
      source: messageId,
    });
    if (added) {
      const now = instant(clock());
      const engagement = { eventId: 'unsubscribe', kind: 'unsubscribe', at: now, detail: null, raw: '' } as const;
      await table.put(engagementItem(workspaceId, messageId, engagement, now));
      await markUnsubscribed(table, { workspaceId, id: messageId }, now);
    }
    return { body: donePage(address), headers: HEADERS };
  },

  trackOpen: async ({ params, headers }) => {
    const mail = readOpenToken(params.token, await secret());
    if (mail === undefined) return unknownLink;
    await visits.open(mail, visitorOf(headers));
    return { body: undefined, headers: { 'x-robots-tag': 'noindex' } };
  },

  trackClick: async ({ params, headers }) => {
    const link = readClickToken(params.token, await secret());
    if (link === undefined) return unknownLink;
    const target = await visits.click(link, visitorOf(headers));
    return target === undefined
      ? goneLink
      : { body: undefined, headers: { location: target, 'x-robots-tag': 'noindex' } };
  },
});
