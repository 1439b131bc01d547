import { PROVIDER_NAMES, providerCredentialRoutes } from '../../../functions/accounts/contract.ts';
import { mailboxRoutes } from '../../../functions/sending/mailbox-contract.ts';
import type { Route } from './canned-route.ts';

const id = (n: number): string => `mbx_${String(n).padStart(26, '0')}`;
const at = (minute: number): string => new Date(Date.UTC(2026, 10, 20, 9, minute)).toISOString();

const credentials = providerCredentialRoutes.listProviderCredentials.response.parse({
  items: PROVIDER_NAMES.map((provider) => ({
    provider,
    configured: provider === 'anthropic',
    updatedAt: provider === 'anthropic' ? at(2) : null,
  })),
});

const healthy = { sent: 184, bounceRate: 0.005, complaintRate: 0, healthy: true, reason: null };
const mailbox = (n: number, of: object) => ({
  id: id(n),
  channel: 'smtp',
  address: 'robin@outreach-meadowlark.example',
  name: 'Robin Ferrow',
  dailyCap: 30,
  ramp: { start: 5, perDay: 2 },
  gapSeconds: 90,
  smtp: { host: 'smtp.outreach-meadowlark.example', port: 587, security: 'starttls', user: 'robin' },
  status: 'active',
  rampFrom: '2026-11-16',
  hasPassword: true,
  verifiedAt: at(3),
  createdAt: at(0),
  updatedAt: at(3),
  capToday: 13,
  health: healthy,
  ...of,
});
const mailboxes = mailboxRoutes.listMailboxes.response.parse({
  items: [
    mailbox(1, {}),
    mailbox(2, {
      channel: 'ses',
      smtp: null,
      address: 'hello@meadowlark.example',
      ramp: null,
      capToday: 30,
      verifiedAt: null,
      health: {
        sent: 212,
        bounceRate: 0.061,
        complaintRate: 0.004,
        healthy: false,
        reason: 'Its bounces of seven days are over 5 %.',
      },
    }),
  ],
  nextCursor: null,
});

export const settingsAnswers: readonly Route[] = [
  ['GET', /^\/provider-credentials$/, () => ({ body: credentials })],
  ['PUT', /^\/provider-credentials\/[^/]+$/, () => ({ body: credentials.items[0] })],
  ['DELETE', /^\/provider-credentials\/[^/]+$/, () => ({ status: 204, body: undefined })],
  ['GET', /^\/mailboxes$/, () => ({ body: mailboxes })],
  ['PATCH', /^\/mailboxes\/[^/]+$/, () => ({ body: mailboxes.items[0] })],
  [
    'POST',
    /^\/mailboxes\/[^/]+\/verify$/,
    () => ({ body: { ok: false, reason: 'The server refused the password.', mailbox: mailboxes.items[0] } }),
  ],
];
