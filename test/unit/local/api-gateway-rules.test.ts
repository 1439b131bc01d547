import fc from 'fast-check';
import { createPathTree } from '../../../lib/local/api-gateway/path-tree.ts';
import { allowsInvoke, covers, PolicyDocument } from '../../../lib/local/api-gateway/policy.ts';
import { isBinary } from '../../../lib/local/api-gateway/proxy-event.ts';
import type { RestApi } from '../../../lib/local/api-gateway/rest-api.ts';
import { createBucket, createUsage } from '../../../lib/local/api-gateway/usage.ts';

test('the more exact path is found first, and a dead end is left for a less exact way', () => {
  const tree = createPathTree<string>();
  tree.add('GET', '/runs/{id}', 'run');
  tree.add('GET', '/runs/latest', 'latest');
  tree.add('POST', '/runs/latest/stop', 'stop');
  tree.add('GET', '/runs/{id}/events', 'events');
  tree.add('ANY', '/{proxy+}', 'rest');
  const at = (method: string, path: string) => {
    const found = tree.find(method, path);
    return found === undefined ? undefined : [found.value, found.parameters];
  };
  expect(at('GET', '/runs/latest')).toEqual(['latest', {}]);
  expect(at('GET', '/runs/7')).toEqual(['run', { id: '7' }]);
  expect(at('GET', '/runs/latest/events')).toEqual(['events', { id: 'latest' }]);
  expect(at('GET', '/runs/latest/stop')).toEqual(['rest', { proxy: 'runs/latest/stop' }]);
  expect(at('DELETE', '/a/b')).toEqual(['rest', { proxy: 'a/b' }]);
  expect(at('GET', '/runs/%zz')).toEqual(['run', { id: '%zz' }]);
  expect(at('GET', '/')).toBeUndefined();
});

test('two names for one place are refused', () => {
  const tree = createPathTree<string>();
  tree.add('GET', '/a/{one}', '');
  expect(() => tree.add('GET', '/a/{two}/b', '')).toThrow('{one} and {two}');
});

test('a policy allows what something allows and nothing denies', () => {
  const arn = 'arn:aws:execute-api:us-east-1:0:api/live/GET/runs/1';
  const policy = (...statements: object[]) => PolicyDocument.parse({ Version: '2012-10-17', Statement: statements });
  const statement = (
    Effect: string,
    Resource: string | string[],
    Action: string | string[] = 'execute-api:Invoke',
  ) => ({ Effect, Resource, Action });
  expect(allowsInvoke(policy(statement('Allow', 'arn:aws:execute-api:*:*:api/live/*')), arn)).toBe(true);
  expect(allowsInvoke(policy(statement('Allow', '*', 'execute-api:*'), statement('Deny', '*/GET/runs/*')), arn)).toBe(
    false,
  );
  expect(allowsInvoke(policy(statement('Allow', ['arn:other', '*/POST/*'])), arn)).toBe(false);
  expect(allowsInvoke(policy(statement('Allow', '*', 's3:GetObject')), arn)).toBe(false);
  expect(allowsInvoke(policy(), arn)).toBe(false);
  expect(() => policy({ ...statement('Allow', '*'), Condition: {} })).toThrow();
});

test('a pattern without wildcards covers itself and nothing else', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (pattern, text) => {
      fc.pre(!/[*?]/.test(pattern));
      expect(covers(pattern, text)).toBe(pattern === text);
    }),
  );
});

test('a bucket lets no more through than its burst and its rate', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 100 }),
      (rate, burst, pauses) => {
        let now = 0;
        const bucket = createBucket({ rate, burst }, () => now);
        let passed = 0;
        for (const pause of pauses) {
          now += pause;
          if (bucket.take() === 0) passed += 1;
        }
        expect(passed).toBeLessThanOrEqual(burst + Math.ceil((now / 1000) * rate));
      },
    ),
  );
});

test('a quota is over until the next day', () => {
  let now = Date.UTC(2026, 10, 21, 23, 59, 0);
  const api = {
    stageThrottle: undefined,
    usagePlans: [
      {
        id: 'p',
        throttle: undefined,
        quota: { limit: 2, period: 'DAY' },
        keys: [
          { id: 'k', value: 'key', enabled: true },
          { id: 'o', value: 'off', enabled: false },
        ],
      },
    ],
  } as unknown as RestApi;
  const usage = createUsage(api, () => now);
  expect([usage.ofKey('key').ok, usage.ofKey('key').ok]).toEqual([true, true]);
  expect(usage.ofKey('key')).toEqual({ ok: false, response: 'QUOTA_EXCEEDED', retryAfterSeconds: 60 });
  now += 60_000;
  expect(usage.ofKey('key').ok).toBe(true);
  expect(usage.ofKey('off')).toEqual({ ok: false, response: 'INVALID_API_KEY' });
  expect(usage.ofKey(undefined)).toEqual({ ok: false, response: 'INVALID_API_KEY' });
});

test('binary media types match by parts', () => {
  expect(isBinary(['image/*', 'application/pdf'], 'image/png')).toBe(true);
  expect(isBinary(['image/*', 'application/pdf'], 'application/pdf; q=1')).toBe(true);
  expect(isBinary(['image/*'], 'text/html')).toBe(false);
  expect(isBinary(['*/*'], undefined)).toBe(true);
  expect(isBinary([], 'image/png')).toBe(false);
});
