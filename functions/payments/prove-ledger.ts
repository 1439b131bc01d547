import type { Handlers } from '../platform/http/api.ts';
import type { ledgerProofRoutes } from './ledger-contract.ts';
import type { StripePayments } from './stripe-payments.ts';
import type { VerifyLedger } from './verify-ledger.ts';

/** The proof of a workspace's ledger when somebody asks for it. Apart from what reads the ledger, since it alone asks Stripe. */
export const createProveLedger = ({
  stripePayments,
  verify,
}: {
  stripePayments: StripePayments;
  verify: VerifyLedger;
}): Handlers<typeof ledgerProofRoutes> => ({
  verifyLedger: async ({ principal: { workspaceId } }) => {
    const payments = await stripePayments();
    const own = payments?.filter(({ purchase }) => purchase?.workspaceId === workspaceId) ?? null;
    return { body: await verify(workspaceId, own) };
  },
});
