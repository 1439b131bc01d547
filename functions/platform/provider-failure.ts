/** Why a provider gave nothing, as far as the caller has to tell them apart. */
export type ProviderFailureKind =
  | 'bad_key'
  | 'no_credits'
  | 'not_permitted'
  | 'rate_limited'
  | 'unavailable'
  | 'schema_changed'
  | 'bad_request';

/** `message` names the provider and what mends it, in a sentence for a person; it never holds a key. */
export type ProviderFailure = Readonly<{ provider: string; kind: ProviderFailureKind; message: string }>;

const LABELS: Readonly<Record<string, string>> = {
  directory: 'The YC directory',
  openstreetmap: 'OpenStreetMap (Overpass)',
  crustdata: 'Crustdata',
  apollo: 'Apollo',
  'people-data-labs': 'People Data Labs',
  'google-places': 'Google Places',
  hunter: 'Hunter',
  anthropic: 'Anthropic',
  openai: 'OpenAI',
  instantly: 'Instantly',
  smtp: 'The mail server',
  pagespeed: 'PageSpeed Insights',
  semrush: 'Semrush',
};

/** A provider's name as people know it. */
export const providerLabel = (provider: string): string => LABELS[provider] ?? provider;

const MENDS: Readonly<Record<ProviderFailureKind, (provider: string) => string>> = {
  bad_key: (provider) => `refused the API key. Store a valid one (PUT /provider-credentials/${provider}).`,
  no_credits: () => 'has no credits left for this key. Top the account up, or leave the provider out.',
  not_permitted: () => 'does not allow this call for this key. Choose a plan that includes it, or leave it out.',
  rate_limited: () => 'is over its rate limit for this key. Try again later, or ask for less.',
  unavailable: () => 'does not answer as it should. Try again later.',
  schema_changed: () => 'answers in a shape that is not known. Its API has changed; leave it out until this is mended.',
  bad_request: () => 'refused the question. Check what the profile asks for.',
};

/** Longest piece of a provider's own words that is passed on, characters. */
const TOLD = 200;

/** Puts a failure in words; `told` is what the provider said itself. */
export const failureOf = (provider: string, kind: ProviderFailureKind, told = ''): ProviderFailure => {
  const words = told.replaceAll(/\s+/g, ' ').trim().slice(0, TOLD);
  const message = `${providerLabel(provider)} ${MENDS[kind](provider)}${words === '' ? '' : ` (It says: ${words})`}`;
  return { provider, kind, message };
};

/** A provider that is asked for without a key. */
export const missingKey = (provider: string): ProviderFailure => ({
  provider,
  kind: 'bad_key',
  message: `${providerLabel(provider)} needs an API key and none is stored. Store one (PUT /provider-credentials/${provider}).`,
});
