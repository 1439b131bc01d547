import fc from 'fast-check';
import { messageIdOf } from '../../../functions/platform/keys.ts';
import {
  readReplyAddress,
  readWorkspaceAddress,
  replyAddress,
  workspaceAddress,
} from '../../../functions/sending/reply-token.ts';
import {
  linksOf,
  readClickToken,
  readOpenToken,
  trackedLinks,
  withUtm,
} from '../../../functions/sending/tracked-links.ts';
import { runId, workspaceId } from '../../support/sending-world.ts';

const messageId = messageIdOf(runId, 'jane@acme.example', 1);
const ref = { workspaceId, messageId };
const BODY = 'See https://a.example/x, (https://b.example/y?z=1&q=2) and https://a.example/x again.';
const links = trackedLinks('https://t.example', ref, BODY, 's');
const tokenOf = (url: string): string => url.split('/').at(-1) ?? '';

test('links are numbered as they first stand, each once, without the punctuation around them', () => {
  expect(linksOf(BODY)).toEqual(['https://a.example/x', 'https://b.example/y?z=1&q=2']);
  expect(linksOf('no link, http:// neither')).toEqual([]);
});

test('a click link names a link of the text and nothing else', () => {
  expect(readClickToken(tokenOf(links.href('https://b.example/y?z=1&q=2')), 's')).toEqual({ ...ref, link: 1 });
  expect(readClickToken(tokenOf(links.honeypot), 's')).toEqual({ ...ref, link: 'honeypot' });
  expect(readOpenToken(tokenOf(links.pixel), 's')).toEqual(ref);
  expect(links.href('https://elsewhere.example')).toBe('https://elsewhere.example');
  expect(links.href('https://a.example/x')).not.toContain('a.example');
});

test('a token is worth nothing for another purpose, with another secret, or changed by one character', () => {
  const token = tokenOf(links.href('https://a.example/x'));
  expect(readOpenToken(token, 's')).toBeUndefined();
  expect(readClickToken(tokenOf(links.pixel), 's')).toBeUndefined();
  expect(readClickToken(token, 'other')).toBeUndefined();
  fc.assert(
    fc.property(fc.nat(token.length - 1), fc.constantFrom('A', 'b', '9', '-'), (at, letter) => {
      if (token[at] === letter) return;
      const changed = token.slice(0, at) + letter + token.slice(at + 1);
      const read = readClickToken(changed, 's');
      // The last character of base64url holds bits that decode to nothing; such a change changes nothing.
      expect(read === undefined || JSON.stringify(read) === JSON.stringify({ ...ref, link: 0 })).toBe(true);
    }),
  );
});

test('a link’s own UTM parameters and its fragment stay', () => {
  const utm = { campaignId: 'cmp_1', variant: 'benefit', step: 2 };
  expect(withUtm('https://a.example/?utm_source=partner#top', utm)).toBe(
    'https://a.example/?utm_source=partner&utm_medium=email&utm_campaign=cmp_1&utm_content=benefit-2#top',
  );
});

test('a reply address is a local part of 64 octets at most, in lower case, and names its message in any case', () => {
  const address = replyAddress('replies.example', messageId, 's');
  expect(address).toMatch(/^r\+[0-9a-z]{62}@replies\.example$/);
  expect(address.indexOf('@')).toBeLessThanOrEqual(64);
  for (const spelled of [address, address.toUpperCase(), ` ${address} `])
    expect(readReplyAddress(spelled, 's')).toBe(messageId);
});

test('a forged, changed or foreign reply address names nothing', () => {
  const address = replyAddress('replies.example', messageId, 's');
  expect(readReplyAddress(address, 'other')).toBeUndefined();
  expect(readReplyAddress('r+abc@replies.example', 's')).toBeUndefined();
  expect(readReplyAddress('ada@replies.example', 's')).toBeUndefined();
  const at = address.indexOf('@');
  fc.assert(
    fc.property(fc.integer({ min: 2, max: at - 1 }), fc.constantFrom('a', 'b', '3', '7', 'z'), (where, letter) => {
      if (address[where] !== letter)
        expect(readReplyAddress(address.slice(0, where) + letter + address.slice(where + 1), 's')).toBeUndefined();
    }),
  );
});

test('a workspace’s address names the workspace, and is worth nothing as a message’s', () => {
  const address = workspaceAddress('replies.example', workspaceId, 's');
  expect(address.indexOf('@')).toBeLessThanOrEqual(64);
  expect(readWorkspaceAddress(address.toUpperCase(), 's')).toBe(workspaceId);
  expect(readWorkspaceAddress(address, 'other')).toBeUndefined();
  expect(readReplyAddress(address.replace(/^w/, 'r'), 's')).toBeUndefined();
  expect(readWorkspaceAddress(replyAddress('replies.example', messageId, 's').replace(/^r/, 'w'), 's')).toBeUndefined();
});

test('addresses of different messages differ', () => {
  const addresses = Array.from({ length: 200 }, (_, n) =>
    replyAddress('h.example', messageIdOf(runId, `p${String(n)}@x.example`, 1), 's'),
  );
  expect(new Set(addresses).size).toBe(200);
});
