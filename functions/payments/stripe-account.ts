import * as z from 'zod';
import { type Clock, MINUTE } from '../platform/time.ts';

/**
 * The deployment's Stripe account as its secret holds it (docs/payments.md says how it is filled). Two webhook secrets or more while one is replaced by
 * another. Stripe asks for consent to promotions only for accounts that have accepted its terms for that, so it is off until somebody says so.
 */
const Stored = z.object({
  secretKey: z.string(),
  webhookSecrets: z.array(z.string().min(1)),
  collectConsent: z.boolean().default(false),
});

export type StripeAccount = Readonly<{
  secretKey: string;
  webhookSecrets: readonly string[];
  collectConsent: boolean;
  /** Whether its key moves real money: every object that Stripe shows must say the same of itself. */
  livemode: boolean;
}>;

/** A changed secret takes effect within so long. */
const KEPT = MINUTE;

/** Whether a key is one of live mode (https://docs.stripe.com/keys: `sk_live_…`, restricted `rk_live_…`). */
const isLive = (key: string): boolean => /^[sr]k_live_/.test(key);

/**
 * Reads the account of a deployment; undefined while nobody has put a key into its secret. Kept for a minute; `fresh` reads past that, for a signature that
 * no known secret made.
 * @throws ZodError when the secret is not of this form
 */
export const createReadStripeAccount = ({ readSecret, clock }: { readSecret: () => Promise<string>; clock: Clock }) => {
  let known: Readonly<{ until: number; account: StripeAccount | undefined }> | undefined;
  return async (options: Readonly<{ fresh?: boolean }> = {}): Promise<StripeAccount | undefined> => {
    if (known !== undefined && known.until > clock() && options.fresh !== true) return known.account;
    const { secretKey, webhookSecrets, collectConsent } = Stored.parse(JSON.parse(await readSecret()));
    const account =
      secretKey === '' ? undefined : { secretKey, webhookSecrets, collectConsent, livemode: isLive(secretKey) };
    known = { until: clock() + KEPT, account };
    return account;
  };
};
export type ReadStripeAccount = ReturnType<typeof createReadStripeAccount>;
