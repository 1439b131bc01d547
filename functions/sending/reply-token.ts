import { createHmac, timingSafeEqual } from 'node:crypto';
import { MessageId, WorkspaceId } from '../platform/ids.ts';

/** RFC 4648 base32 in lower case: what a mail server makes of upper and lower case does not change it. */
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const MAC_BYTES = 10;
const MAC_LENGTH = 16;

/** What is signed for one purpose is worth nothing for another. */
const tokenOf = (purpose: string, id: string, secret: string): string =>
  `${id}${base32(createHmac('sha256', secret).update(`${purpose}.${id}`).digest().subarray(0, MAC_BYTES))}`;

/** The id in an address `<letter>+<id><mac>@…` that we signed, or undefined for any other address. */
const readToken = (letter: string, purpose: string, address: string, secret: string): string | undefined => {
  const lower = address.trim().toLowerCase();
  const local = lower.slice(0, lower.lastIndexOf('@'));
  const token = local.startsWith(`${letter}+`) ? local.slice(2) : '';
  const id = token.slice(0, -MAC_LENGTH);
  if (!/^[0-9a-z]{10,46}$/.test(id)) return undefined;
  const expected = Buffer.from(tokenOf(purpose, id, secret));
  const given = Buffer.from(token);
  return expected.length === given.length && timingSafeEqual(given, expected) ? id : undefined;
};

/**
 * The Reply-To address of a message: `r+<id><mac>@host`. It names the message alone (whose run names the workspace), stays within the 64
 * octets of a local part (RFC 5321 § 4.5.3.1.1: 2 + 46 + 16), and survives servers that write addresses in lower case. The MAC is HMAC-SHA-256
 * cut to 80 bits: who guesses one puts a reply beside a message, at the speed of sending mail.
 */
export const replyAddress = (host: string, messageId: MessageId, secret: string): string =>
  `r+${tokenOf('reply', messageId.slice('msg_'.length), secret)}@${host}`;

/** The message that a Reply-To address of ours names, or undefined for any other address. */
export const readReplyAddress = (address: string, secret: string): MessageId | undefined => {
  const id = readToken('r', 'reply', address, secret);
  return id === undefined ? undefined : MessageId.safeParse(`msg_${id}`).data;
};

/** The address to which a workspace may forward what its own mailboxes get: `w+<id><mac>@host`. */
export const workspaceAddress = (host: string, workspaceId: WorkspaceId, secret: string): string =>
  `w+${tokenOf('workspace', workspaceId.slice('ws_'.length), secret)}@${host}`;

/** The workspace that such an address names, or undefined for any other address. */
export const readWorkspaceAddress = (address: string, secret: string): WorkspaceId | undefined => {
  const id = readToken('w', 'workspace', address, secret);
  return id === undefined ? undefined : WorkspaceId.safeParse(`ws_${id}`).data;
};

const base32 = (bytes: Uint8Array): string => {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  return Array.from({ length: MAC_LENGTH }, (_, at) =>
    BASE32.charAt(Number((bits >> BigInt(5 * (MAC_LENGTH - 1 - at))) & 31n)),
  ).join('');
};
