import { parseAllowedHosts } from '../platform/safe-fetch/allowed-hosts.ts';
import type { FetchReason } from '../platform/safe-fetch/fetch-answer.ts';
import { createLocate } from '../platform/safe-fetch/locate.ts';
import { type PostAnswer, type PostOnce, postOnce } from '../platform/safe-fetch/post-once.ts';
import { createResolveHost, type ResolveHost } from '../platform/safe-fetch/resolve-host.ts';
import { SECOND } from '../platform/time.ts';

const USER_AGENT = 'Throughline-Webhooks/1.0';
/** A receiver has so long to answer (spec/payments.md, "Webhooks out"). */
const TIMEOUT = 15 * SECOND;
/** So much of what went out and came back is kept in the log. */
export const EXCERPT_BYTES = 2_048;

export type PostOutcome =
  | Extract<PostAnswer, { kind: 'answered' }>
  | Readonly<{ kind: 'refused'; reason: FetchReason | Extract<PostAnswer, { kind: 'refused' }>['reason'] }>;
export type PostWebhook = (
  url: string,
  message: Readonly<{ headers: Readonly<Record<string, string>>; body: string }>,
) => Promise<PostOutcome>;

/**
 * The way to customers' receivers: https on its usual port, to an address that was checked when it was resolved and is connected to as checked, so that no webhook
 * reaches into a network of ours. Hosts that the operator allows (`FETCH_ALLOW_HOSTS`) go where the operator says, by http too.
 */
export const createWebhookTarget = ({
  allowHosts = '',
  resolveHost = createResolveHost(),
  post = postOnce,
  timeout = TIMEOUT,
  ca,
}: {
  allowHosts?: string;
  resolveHost?: ResolveHost;
  post?: PostOnce;
  timeout?: number;
  /** Certificates to trust beside the system's (PEM). */
  ca?: string;
} = {}) => {
  const locate = createLocate(parseAllowedHosts(allowHosts), resolveHost);

  const find = async (url: string): ReturnType<typeof locate> => {
    const found = await locate(url);
    return found.ok && !found.own && found.url.protocol !== 'https:' ? { ok: false, reason: 'bad_scheme' } : found;
  };

  const send: PostWebhook = async (url, message) => {
    const found = await find(url);
    if (!found.ok) return { kind: 'refused', reason: found.reason };
    return await post(
      found.url,
      found.target,
      { userAgent: USER_AGENT, ...message },
      { timeout, keepBytes: EXCERPT_BYTES, ca },
    );
  };

  return {
    send,

    /** Why webhooks could not be sent to an address, in words; undefined when they can. A name that is not known yet may be known tomorrow. */
    whatIsWrong: async (url: string): Promise<string | undefined> => {
      const found = await find(url);
      return found.ok ? undefined : WRONG[found.reason];
    },
  };
};
export type WebhookTarget = ReturnType<typeof createWebhookTarget>;

const WRONG: Readonly<Partial<Record<FetchReason, string>>> = {
  bad_url: 'is not an address that can be used; leave out user names and passwords, and keep it under 2,048 characters',
  bad_scheme: 'must begin with https://, so that what webhooks say stays between us',
  bad_port: 'must use the usual port of https, 443',
  private_address: 'leads into a private network; give an address that can be reached from the internet',
};
