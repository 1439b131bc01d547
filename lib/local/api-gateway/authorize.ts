import * as z from 'zod';
import type { Outcome } from '../lambda/function-environment.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../protocol.ts';
import type { GatewayResponseType } from './gateway-responses.ts';
import { allowsInvoke, PolicyDocument } from './policy.ts';
import { type GatewayRequest, headerOf, requestEvent } from './proxy-event.ts';
import type { Authorizer, Method, RestApi } from './rest-api.ts';

const AuthorizerAnswer = z.object({
  principalId: z.string(),
  policyDocument: PolicyDocument,
  context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  usageIdentifierKey: z.string().optional(),
});
type AuthorizerAnswer = z.infer<typeof AuthorizerAnswer>;

export type Authorized = Readonly<
  | { ok: true; context: Readonly<Record<string, string>>; usageIdentifierKey: string | undefined }
  | { ok: false; response: GatewayResponseType }
>;

/** Entries kept at most; an authorizer's cache is a convenience, not a store. */
const KEPT_ANSWERS = 10_000;

const identityOf = (request: GatewayRequest, api: RestApi, sources: readonly string[]): (string | undefined)[] =>
  sources.map((source) => {
    const [place = '', ...rest] = source.split('.');
    const name = rest.join('.');
    if (place === 'header') return headerOf(request, name) || undefined;
    if (place === 'querystring') return request.query.get(name) || undefined;
    if (place === 'stageVariables') return api.stageVariables[name];
    throw new Error(`The identity source method.request.${source} is not supported by the local API Gateway`);
  });

const methodArnOf = (api: RestApi, request: GatewayRequest): string =>
  `arn:aws:execute-api:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${api.id}/${api.stage}/${request.httpMethod}${request.path}`;

/**
 * Asks a REQUEST authorizer whether a request may pass, keeping its answers by identity for the template's time (the policy is looked at anew
 * for every method). A request without its identity is refused without asking, as API Gateway does while it caches.
 * Source: API Gateway developer guide, "Use API Gateway Lambda authorizers".
 */
export const createAuthorize = ({
  api,
  invoke,
  clock,
}: {
  api: RestApi;
  invoke: (functionArn: string, event: unknown) => Promise<Outcome>;
  clock: () => number;
}) => {
  const kept = new Map<string, { answer: AuthorizerAnswer; until: number }>();

  const ask = async (
    authorizer: Authorizer,
    method: Method,
    request: GatewayRequest,
    parameters: Readonly<Record<string, string>>,
  ): Promise<AuthorizerAnswer | GatewayResponseType> => {
    const event = {
      type: 'REQUEST',
      methodArn: methodArnOf(api, request),
      ...requestEvent(api, method, request, parameters),
    };
    const outcome = await invoke(authorizer.functionArn, event);
    if (!outcome.ok) return outcome.error.errorMessage === 'Unauthorized' ? 'UNAUTHORIZED' : 'AUTHORIZER_FAILURE';
    const answer = AuthorizerAnswer.safeParse(JSON.parse(outcome.payload));
    return answer.success ? answer.data : 'AUTHORIZER_CONFIGURATION_ERROR';
  };

  const keep = (key: string, answer: AuthorizerAnswer, seconds: number): void => {
    const [oldest] = kept.keys();
    if (kept.size >= KEPT_ANSWERS && oldest !== undefined) kept.delete(oldest);
    kept.set(key, { answer, until: clock() + seconds * 1000 });
  };

  return async (
    authorizer: Authorizer,
    method: Method,
    request: GatewayRequest,
    parameters: Readonly<Record<string, string>>,
  ): Promise<Authorized> => {
    const identity = identityOf(request, api, authorizer.identitySources);
    if (identity.includes(undefined)) return { ok: false, response: 'UNAUTHORIZED' };
    const key = JSON.stringify([authorizer.id, ...identity]);
    const found = authorizer.ttlSeconds > 0 ? kept.get(key) : undefined;
    const fresh = found !== undefined && found.until > clock();
    const answer = fresh ? found.answer : await ask(authorizer, method, request, parameters);
    if (typeof answer === 'string') return { ok: false, response: answer };
    if (!fresh && authorizer.ttlSeconds > 0) keep(key, answer, authorizer.ttlSeconds);
    if (!allowsInvoke(answer.policyDocument, methodArnOf(api, request)))
      return { ok: false, response: 'ACCESS_DENIED' };
    const context = Object.fromEntries(Object.entries(answer.context).map(([name, value]) => [name, String(value)]));
    return {
      ok: true,
      context: { ...context, principalId: answer.principalId },
      usageIdentifierKey: answer.usageIdentifierKey,
    };
  };
};
