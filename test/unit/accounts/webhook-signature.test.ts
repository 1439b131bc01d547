import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import * as z from 'zod';
import { makeWebhookSecret, signatureHeaders } from '../../../functions/accounts/webhook-signature.ts';

const Vector = z.object({
  secret: z.string(),
  id: z.string(),
  timestamp: z.int(),
  body: z.string(),
  signature: z.string(),
});
const vector = Vector.parse(
  JSON.parse(readFileSync(new URL('../../data/standard-webhooks.json', import.meta.url), 'utf8')),
);

test('the signature is the one of the reference vector', () => {
  const { secret, id, timestamp, body, signature } = vector;
  expect(signatureHeaders({ id, at: timestamp * 1_000, body }, [secret])).toEqual({
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signature,
  });
});

test('the library of Standard Webhooks accepts what is signed, by the new secret and by the one before it', () => {
  fc.assert(
    fc.property(fc.string(), fc.stringMatching(/^evt_[0-9a-f]{32}$/), (text, id) => {
      const [before, after] = [makeWebhookSecret(), makeWebhookSecret()];
      const body = JSON.stringify({ text });
      const headers = signatureHeaders({ id, at: Date.now(), body }, [after, before]);
      expect(headers['webhook-signature'].split(' ')).toHaveLength(2);
      for (const secret of [before, after]) expect(new Webhook(secret).verify(body, { ...headers })).toEqual({ text });
      expect(() => new Webhook(makeWebhookSecret()).verify(body, { ...headers })).toThrow();
    }),
    { numRuns: 50 },
  );
});

test('a secret is whsec_ and 32 bytes, another one each time', () => {
  const secret = makeWebhookSecret();
  expect(secret).toMatch(/^whsec_/);
  expect(Buffer.from(secret.slice('whsec_'.length), 'base64')).toHaveLength(32);
  expect(makeWebhookSecret()).not.toBe(secret);
});
