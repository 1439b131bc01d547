import * as z from 'zod';
import { defineRoutes } from '../platform/http/route.ts';

const links = {
  servedBy: 'tracking/serve-public-links',
  tag: 'Public links',
  root: true,
  permission: 'public',
} as const;
const params = z.object({ token: z.string().min(10).max(2_000) });

/** GET shows a page with a button and changes nothing (scanners follow links); POST unsubscribes at once (RFC 8058). */
export const publicLinkRoutes = defineRoutes({
  showUnsubscribe: {
    ...links,
    operationId: 'showUnsubscribe',
    method: 'GET',
    path: '/u/{token}',
    summary: 'The page with the unsubscribe button',
    params,
    status: 200,
    response: z.string(),
    produces: 'text/html; charset=utf-8',
  },
  unsubscribe: {
    ...links,
    operationId: 'unsubscribe',
    method: 'POST',
    path: '/u/{token}',
    summary: 'Unsubscribe (one click)',
    params,
    status: 200,
    response: z.string(),
    produces: 'text/html; charset=utf-8',
  },
  /** Without a picture in the answer: API Gateway passes binary answers only to clients that ask for nothing else, and mail programs do not. */
  trackOpen: {
    ...links,
    operationId: 'trackOpen',
    method: 'GET',
    path: '/t/o/{token}',
    summary: 'The open pixel of a mail',
    params,
    status: 204,
  },
  trackClick: {
    ...links,
    operationId: 'trackClick',
    method: 'GET',
    path: '/t/c/{token}',
    summary: 'Leads from a link in a mail to the stored address behind it',
    params,
    status: 302,
  },
});
