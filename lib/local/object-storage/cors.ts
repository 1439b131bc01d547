import type { BucketSettings } from './bucket-settings.ts';

/**
 * The CORS headers of an answer, by the first of the bucket's rules that fits origin, method and (in a preflight) headers;
 * undefined when none does, which S3 answers to a preflight with 403.
 */
export function corsHeaders(
  settings: BucketSettings,
  request: { origin: string; method: string; headers?: readonly string[] },
): Record<string, string> | undefined {
  const { origin, method, headers = [] } = request;
  const rule = (settings.CorsConfiguration?.CorsRules ?? []).find(
    ({ AllowedOrigins, AllowedMethods, AllowedHeaders }) =>
      AllowedOrigins.some((one) => fits(one, origin)) &&
      AllowedMethods.some((one) => one === method) &&
      headers.every((header) => AllowedHeaders.some((one) => fits(one.toLowerCase(), header.toLowerCase()))),
  );
  if (!rule) return undefined;
  return {
    'access-control-allow-origin': rule.AllowedOrigins.includes('*') ? '*' : origin,
    'access-control-allow-methods': rule.AllowedMethods.join(', '),
    ...(headers.length === 0 ? {} : { 'access-control-allow-headers': headers.join(', ') }),
    ...(rule.ExposedHeaders.length === 0 ? {} : { 'access-control-expose-headers': rule.ExposedHeaders.join(', ') }),
    ...(rule.MaxAge === undefined ? {} : { 'access-control-max-age': String(rule.MaxAge) }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}

/** Whether a value fits a pattern that may hold one `*`. */
function fits(pattern: string, value: string): boolean {
  const [start = '', end] = pattern.split('*');
  if (end === undefined) return pattern === value;
  return value.length >= start.length + end.length && value.startsWith(start) && value.endsWith(end);
}
