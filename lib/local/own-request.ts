import type { IncomingMessage } from 'node:http';

/** Whether a form was sent from one of our own pages: another site must not bounce a mail or move money for its visitor. */
export const isOwnRequest = ({ headers }: IncomingMessage): boolean => {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return headers.origin === undefined || new URL(headers.origin).host === headers.host;
};
