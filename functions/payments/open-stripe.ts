import { providerUrls } from '../platform/provider-urls.ts';
import { createSecrets } from '../platform/secrets.ts';
import type { Clock } from '../platform/time.ts';
import { createOpenStripe } from './providers/stripe.ts';
import { createReadStripeAccount, type ReadStripeAccount } from './stripe-account.ts';
import type { OpenStripe } from './stripe-port.ts';

/** The account that a secret of Secrets Manager holds, read anew each minute: a changed key or webhook secret needs no deployment. */
export const readAccountOf = (secretArn: string, clock: Clock): ReadStripeAccount =>
  // A reader of secrets remembers them for its whole life, so each reading has one of its own.
  createReadStripeAccount({ readSecret: () => createSecrets()(secretArn), clock });

/** Opens Stripe as a function's environment says. */
export const openStripeOf = (
  environment: Readonly<{ STRIPE_SECRET_ARN: string; PUBLIC_ORIGIN: string; PROVIDER_URLS?: string | undefined }>,
  clock: Clock,
): OpenStripe =>
  createOpenStripe({
    readAccount: readAccountOf(environment.STRIPE_SECRET_ARN, clock),
    baseUrl: providerUrls(environment.PROVIDER_URLS).stripe,
    publicOrigin: environment.PUBLIC_ORIGIN,
  });
