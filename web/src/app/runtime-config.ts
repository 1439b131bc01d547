/**
 * What differs between deployments, read from `/config.json` at the start so that one build serves them all.
 * `authority` is the OpenID issuer; `signOutUrl` is where a provider without an end-session endpoint (Cognito) signs its browser session out.
 */
export type RuntimeConfig = Readonly<{
  authority: string;
  clientId: string;
  scope: string;
  resource: string | undefined;
  signOutUrl: string | undefined;
}>;

const textIn = (value: object, name: string): string | undefined => {
  const found: unknown = Object.entries(value).find(([key]) => key === name)?.[1];
  return typeof found === 'string' && found !== '' ? found : undefined;
};

/** Reads and checks the configuration; throws with what is missing, for the page that says so. */
export const readRuntimeConfig = async (): Promise<RuntimeConfig> => {
  const response = await fetch('/config.json', { headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`/config.json answered ${response.status}`);
  const body: unknown = await response.json();
  if (typeof body !== 'object' || body === null) throw new Error('/config.json is not an object');
  const authority = textIn(body, 'authority') ?? textIn(body, 'issuer');
  const clientId = textIn(body, 'clientId');
  if (authority === undefined || clientId === undefined) throw new Error('/config.json lacks authority or clientId');
  return {
    authority,
    clientId,
    scope: textIn(body, 'scope') ?? 'openid profile email',
    resource: textIn(body, 'resource'),
    signOutUrl: textIn(body, 'signOutUrl'),
  };
};
