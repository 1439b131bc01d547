import { ServiceError } from '../protocol.ts';
import { addressesIn, headerValue, type MimeMessage, parseMime } from './mime-message.ts';

export type Tags = Readonly<Record<string, string>>;

/** What a sender hands to SES. */
export type Submission = {
  operation: 'SendRawEmail' | 'SendEmail';
  raw: Uint8Array;
  source: string | undefined;
  destinations: readonly string[];
  tags: Tags;
  configurationSet: string | undefined;
};

/** A mail that SES would take: its envelope, with the X-SES-* headers read. */
export type AcceptedMail = {
  message: MimeMessage;
  source: string;
  recipients: readonly string[];
  tags: Tags;
  configurationSet: string | undefined;
};

const LARGEST_BYTES = 10 * 1024 * 1024;
const MOST_RECIPIENTS = 50;
const TAG = /^[A-Za-z0-9_-]{1,256}$/;

/** Headers that SES takes once only, of those that its developer guide lists ("Amazon SES header fields"). */
const SINGLE = [
  ...['auto-submitted', 'content-type', 'date', 'from', 'in-reply-to', 'list-id', 'list-unsubscribe'],
  ...['list-unsubscribe-post', 'message-id', 'mime-version', 'precedence', 'references', 'reply-to', 'return-path'],
  ...['sender', 'subject', 'content-transfer-encoding', 'user-agent'],
];

/**
 * Holds a submission to SES's rules for a message: size, required and single headers, addresses, recipients, tags.
 * Throws InvalidParameterValue in SES's words.
 */
export function acceptMail(submission: Submission): AcceptedMail {
  const { raw } = submission;
  if (raw.length > LARGEST_BYTES) {
    throw invalid(`Message length is more than ${LARGEST_BYTES} bytes long: '${raw.length}'.`);
  }
  const message = parseMime(raw);
  const names = message.headers.map(({ name }) => name.toLowerCase());
  const twice = SINGLE.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice !== undefined) throw invalid(`Duplicate header '${twice}'.`);
  const from = headerValue(message, 'From');
  if (from === undefined || from === '') throw invalid("Missing required header 'From'.");
  const recipients = recipientsOf(submission.destinations, message);
  if (recipients.length === 0) throw invalid("Missing required header 'To'.");
  if (recipients.length > MOST_RECIPIENTS) throw invalid(`Recipient count exceeds ${MOST_RECIPIENTS}.`);
  const source = addressesIn(submission.source ?? from)[0] ?? '';
  for (const address of [source, ...recipients]) assertAddress(address);
  const tags = { ...headerTags(headerValue(message, 'X-SES-MESSAGE-TAGS')), ...submission.tags };
  for (const [name, value] of Object.entries(tags)) {
    if (!TAG.test(name)) throw invalid(`Invalid tag name: ${name}`);
    if (!TAG.test(value)) throw invalid(`Invalid tag value: ${value}`);
  }
  const configurationSet = submission.configurationSet ?? headerValue(message, 'X-SES-CONFIGURATION-SET');
  return { message, source, recipients, tags, configurationSet };
}

function recipientsOf(destinations: readonly string[], message: MimeMessage): string[] {
  const named =
    destinations.length > 0
      ? destinations.flatMap((one) => addressesIn(one))
      : ['To', 'Cc', 'Bcc'].flatMap((name) => addressesIn(headerValue(message, name)));
  return [...new Set(named)];
}

function assertAddress(address: string): void {
  const at = address.lastIndexOf('@');
  if (at === -1 || at === address.length - 1) throw invalid("Missing final '@domain'");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a control character is what SES refuses here
  if (at === 0 || /[\s\u0000-\u001f]/.test(address)) throw invalid('Local address contains control or whitespace');
  if (/[^\u0020-\u007e]/.test(address.slice(0, at))) throw invalid('Local address contains non-ASCII characters');
  if (!/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(address.slice(at + 1))) {
    throw invalid(`Domain contains illegal character: ${address.slice(at + 1)}`);
  }
}

function headerTags(header: string | undefined): Tags {
  if (header === undefined) return {};
  return Object.fromEntries(
    header.split(',').map((pair) => {
      const [name = '', value = ''] = pair.split('=');
      return [name.trim(), value.trim()];
    }),
  );
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterValue', message);
}
