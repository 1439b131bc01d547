import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Channel, OutgoingMail, SendOutcome } from '../channel.ts';
import type { SmtpServer } from '../mailbox-contract.ts';

const CONNECT_MS = 5_000;
const GREETING_MS = 5_000;
/** How long a server may be silent, the answer after a mail's end included; shorter than a sender lives. */
const ANSWER_MS = 20_000;
/** A connection that was idle for longer is not used again: servers and frozen functions drop them. */
const IDLE_MS = 10_000;
const MOST_IDLE = 3;
/** Sign-in, TLS or the server's host are wrong: nothing changes until a person mends it. */
const ACCOUNT_SECONDS = 15 * 60;

export type SmtpOptions = Readonly<{
  /** Further TLS options: a certificate authority of one's own. */
  tls?: SMTPConnection.Options['tls'];
  answerMs?: number;
}>;
export type SmtpLogin = Omit<SmtpServer, 'port'> & Readonly<{ port: number; password: string }>;
type Connection = InstanceType<typeof SMTPConnection>;
type Idle = Readonly<{ connection: Connection; since: number }>;

const reasonOf = ({ code, response, message }: SMTPConnection.SMTPError): string =>
  [code, response ?? message]
    .filter((part) => part !== undefined && part !== '')
    .join(': ')
    .replaceAll(/\p{Cc}+/gu, ' ')
    .slice(0, 300);

/**
 * What a failure says about a mail. Until the server has asked for the mail's content (DATA answered by 354) nothing was sent; after that only an
 * answer says what became of it: silence, a reset or a closed connection leave it unknown (RFC 5321 § 4.2.5, § 6.1).
 */
export const outcomeOfSmtpFailure = (error: SMTPConnection.SMTPError, contentBegun: boolean): SendOutcome => {
  const reason = reasonOf(error);
  const { responseCode, code } = error;
  if (responseCode === undefined || responseCode < 400)
    return contentBegun ? { kind: 'unknown', reason } : { kind: 'throttled', reason };
  // 421 closes the connection; sent in answer to the content it still refuses it for now.
  if (responseCode < 500) return { kind: 'throttled', reason };
  const ofAccount = code === 'EAUTH' || code === 'ETLS' || /^(?:530|534|535|538)/.test(String(responseCode));
  return ofAccount ? { kind: 'throttled', reason, retryAfterSeconds: ACCOUNT_SECONDS } : { kind: 'refused', reason };
};

const isAccount = ({ code }: SMTPConnection.SMTPError): boolean =>
  code === 'EAUTH' || code === 'ETLS' || code === 'ENOAUTH' || code === 'EDNS';

/** Opens a connection under TLS and signs in. @throws SMTPError */
const open = async (
  { host, port, security, user, password }: SmtpLogin,
  { tls, answerMs = ANSWER_MS }: SmtpOptions,
): Promise<Connection> => {
  const connection = new SMTPConnection({
    ...{ host, port, secure: security === 'tls', requireTLS: security === 'starttls' },
    ...{ connectionTimeout: CONNECT_MS, greetingTimeout: GREETING_MS, socketTimeout: answerMs },
    ...(tls === undefined ? {} : { tls }),
  });
  // An error between two commands has no one else to hear it.
  connection.on('error', () => undefined);
  try {
    await once((done) => {
      connection.once('error', done);
      connection.once('end', () => {
        done(Object.assign(new Error('the server closed the connection'), { code: 'ECONNECTION' }));
      });
      connection.connect(done);
    });
    await once((done) => {
      connection.once('error', done);
      connection.login({ user, pass: password }, done);
    });
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
};

const once = (ask: (done: (error?: Error | null) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    ask((error) => {
      if (error === undefined || error === null) resolve();
      else reject(error);
    });
  });

/** The mail's bytes as a stream that tells when the server has asked for them. */
const contentOf = (raw: Uint8Array): Readonly<{ stream: Readable; hasBegun: () => boolean }> => {
  let begun = false;
  const stream = new Readable({
    read() {
      begun = true;
      this.push(raw);
      this.push(null);
    },
  });
  return { stream, hasBegun: () => begun };
};

const send = (connection: Connection, { from, to, raw }: OutgoingMail): Promise<SendOutcome> => {
  const { stream, hasBegun } = contentOf(raw);
  return new Promise((resolve) => {
    const lost = (error?: SMTPConnection.SMTPError): void => {
      resolve(outcomeOfSmtpFailure(error ?? new Error('the server closed the connection'), hasBegun()));
    };
    connection.once('error', lost);
    connection.once('end', lost);
    connection.send({ from, to: [to] }, stream, (error, info) => {
      connection.removeListener('error', lost);
      connection.removeListener('end', lost);
      if (error !== null) lost(error);
      else resolve({ kind: 'accepted', channelId: idIn(info.response) });
    });
  });
};

/** The queue id in a server's last words, for whoever looks into its log; all of its words where there is none. */
const idIn = (response: string): string => {
  const [, id] = /(?:queued as|id=|queued\.?)\s*<?([\w.@-]{4,80})/i.exec(response) ?? [];
  return `smtp:${(id ?? response).replaceAll(/\p{Cc}+/gu, ' ').slice(0, 120)}`;
};

/**
 * Sends through a mailbox's own server, over TLS only, with a few connections kept for the next mail. Written on nodemailer's connection rather
 * than its pool: the pool sends a mail again by itself when a connection closes, whatever the server had got of it by then.
 */
export const createSmtpChannel = ({
  login,
  clock,
  ...options
}: {
  login: SmtpLogin;
  clock: () => number;
} & SmtpOptions): Channel & Readonly<{ close: () => void }> => {
  const idle: Idle[] = [];

  const take = async (): Promise<Connection> => {
    for (let last = idle.pop(); last !== undefined; last = idle.pop()) {
      const { connection, since } = last;
      if (!connection.destroyed && clock() - since <= IDLE_MS) return connection;
      connection.close();
    }
    return open(login, options);
  };

  const channel: Channel = async (mail) => {
    let connection: Connection;
    try {
      connection = await take();
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      const reason = reasonOf(failure);
      return isAccount(failure)
        ? { kind: 'throttled', reason, retryAfterSeconds: ACCOUNT_SECONDS }
        : { kind: 'throttled', reason };
    }
    const outcome = await send(connection, mail);
    if (outcome.kind === 'accepted' && idle.length < MOST_IDLE && !connection.destroyed)
      idle.push({ connection, since: clock() });
    else connection.close();
    return outcome;
  };

  return Object.assign(channel, {
    close: () => {
      for (const { connection } of idle.splice(0)) connection.close();
    },
  });
};

/** Signs in once and sends nothing; gives why it did not work, or undefined. */
export const trySmtpLogin = async (login: SmtpLogin, options: SmtpOptions = {}): Promise<string | undefined> => {
  try {
    (await open(login, options)).quit();
    return undefined;
  } catch (error) {
    return reasonOf(error instanceof Error ? error : new Error(String(error)));
  }
};
