import fc from 'fast-check';
import { corsHeaders } from '../../../lib/local/object-storage/cors.ts';
import { pastPrefix } from '../../../lib/local/object-storage/list-objects.ts';
import { byteRange } from '../../../lib/local/object-storage/read-object.ts';

const bytewise = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const key = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 });

test('what is past a prefix stands after every key with it and before or at every greater key without it', () => {
  fc.assert(
    fc.property(key, key, (prefix, other) => {
      const past = pastPrefix(prefix);
      if (past === undefined) return;
      expect(bytewise(prefix + other, past)).toBeLessThan(0);
      if (bytewise(other, prefix) > 0 && !other.startsWith(prefix))
        expect(bytewise(other, past)).toBeGreaterThanOrEqual(0);
    }),
  );
  expect(pastPrefix('\u{10ffff}')).toBeUndefined();
});

test('a byte range lies within the object', () => {
  fc.assert(
    fc.property(fc.nat(50), fc.nat(50), fc.integer({ min: 1, max: 40 }), (first, last, size) => {
      fc.pre(first < size && first <= last);
      const range = byteRange(`bytes=${first}-${last}`, size);
      expect(range).toEqual({ start: first, end: Math.min(last, size - 1) });
    }),
  );
  expect(byteRange('bytes=-99', 10)).toEqual({ start: 0, end: 9 });
  expect(byteRange('bytes=5-2', 10)).toBeUndefined();
  expect(byteRange('bytes=0-1,4-5', 10)).toBeUndefined();
  expect(() => byteRange('bytes=-0', 10)).toThrow('not satisfiable');
});

test('a CORS rule fits by origin, method and every asked header, wildcards included', () => {
  const settings = {
    CorsConfiguration: {
      CorsRules: [
        {
          AllowedOrigins: ['https://*.example.com'],
          AllowedMethods: ['PUT' as const],
          AllowedHeaders: ['x-amz-*', 'Content-Type'],
          ExposedHeaders: [],
        },
      ],
    },
  };
  const fits = (origin: string, method: string, headers: string[]) =>
    corsHeaders(settings, { origin, method, headers }) !== undefined;
  expect(fits('https://app.example.com', 'PUT', ['content-type', 'x-amz-meta-a'])).toBe(true);
  expect(fits('https://example.com', 'PUT', [])).toBe(false);
  expect(fits('https://app.example.com', 'GET', [])).toBe(false);
  expect(fits('https://app.example.com', 'PUT', ['authorization'])).toBe(false);
});
