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
});
