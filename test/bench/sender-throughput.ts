import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createTransport } from 'nodemailer';
import * as z from 'zod';
import { MailboxId } from '../../functions/platform/ids.ts';
import { silentLog } from '../../functions/platform/log.ts';
import { instant } from '../../functions/platform/time.ts';
import { createClaimMessages } from '../../functions/sending/claim-messages.ts';
import { createComposeMail } from '../../functions/sending/compose-mail.ts';
import type { SendRecord } from '../../functions/sending/contract.ts';
import { createLeaseFor } from '../../functions/sending/lease-for.ts';
import { createMessageMoves } from '../../functions/sending/message-moves.ts';
import { createSmtpChannel } from '../../functions/sending/providers/smtp.ts';
import { createSendMessages } from '../../functions/sending/send-messages.ts';
import { loopbackCertificate } from '../support/loopback-certificate.ts';
import { createMemoryTable } from '../support/memory-table.ts';
import { seedMessages, seedRun, sender, sendRecord, sqsEvent, workspaceId } from '../support/sending-world.ts';

const MAILS = 600;
const WARM_UP = 60;
const CONNECTIONS = 3;

export type SenderThroughput = Readonly<{
  /** Mails for a second of this process's CPU: composed, claimed, sent and recorded by the sender. */
  sender: number;
  /** Composed and sent by nodemailer's pool, which neither claims nor records. */
  nodemailer: number;
  ratio: number;
}>;

const tls = { ca: loopbackCertificate.cert };

const cpuSecondsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000_000;
};

/** Both send the same text to the same sink over as many connections; what the sink does is another process's. */
export const senderThroughput = async (): Promise<SenderThroughput> => {
  const sink = fork(resolve(import.meta.dirname, 'smtp-sink.ts'), { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  try {
    const port = z.number().parse((await once(sink, 'message'))[0]);
    const nodemailer = await byNodemailer(port);
    const ours = await bySender(port);
    return { sender: ours, nodemailer, ratio: ours / nodemailer };
  } finally {
    sink.disconnect();
  }
};

const byNodemailer = async (port: number): Promise<number> => {
  const transport = createTransport({
    ...{ pool: true, maxConnections: CONNECTIONS, host: '127.0.0.1', port, requireTLS: true, tls },
    auth: { user: 'bench', pass: 'bench' },
  });
  const { subject, body } = sendRecord({ id: '' as never, address: '', domain: '' }, '');
  const send = async (count: number): Promise<void> => {
    await Promise.all(
      Array.from({ length: count }, (_, n) =>
        transport.sendMail({
          ...{ from: { name: sender.name, address: sender.email }, to: `person${String(n)}@acme.example`, subject },
          ...{ text: body, html: `<p>${body.replaceAll('\n', '<br>')}</p>` },
        }),
      ),
    );
  };
  await send(WARM_UP);
  const seconds = await cpuSecondsOf(() => send(MAILS));
  transport.close();
  return MAILS / seconds;
};

const bySender = async (port: number): Promise<number> => {
  const clock = () => Date.now();
  const table = createMemoryTable();
  await seedRun(table, clock);
  const seeded = await seedMessages(table, clock, { count: WARM_UP + MAILS });
  const dueAt = instant(clock());
  const moves = createMessageMoves(table, clock);
  for (const { id } of seeded) await moves.schedule({ workspaceId, id }, { plannedAt: dueAt, dueAt });
  const channel = createSmtpChannel({
    login: { host: '127.0.0.1', port, security: 'starttls', user: 'bench', password: 'bench' },
    ...{ clock, tls },
  });
  const mailbox = { id: MailboxId.parse('mbx_0000000000'), channel: 'smtp' as const, gapSeconds: 0.000_001 };
  const handle = createSendMessages({
    leaseFor: createLeaseFor({
      table,
      ratePerSecond: 1_000_000,
      clock,
      random: Math.random,
      sleep: () => Promise.resolve(),
    }),
    claim: createClaimMessages({ table, clock }),
    compose: createComposeMail({
      ...{ origin: 'https://mail.example', secret: () => Promise.resolve('bench'), now: () => new Date() },
    }),
    channelFor: () => Promise.resolve(channel),
    ...{ moves, clock, live: true, sandboxDelivery: 'inbox', random: Math.random, log: silentLog },
    sleep: () => Promise.resolve(),
  });
  const records = seeded.map((message): SendRecord => sendRecord(message, dueAt, { mode: 'live', mailbox }));
  const send = async (part: readonly SendRecord[]): Promise<void> => {
    for (let from = 0; from < part.length; from += 10) await handle(sqsEvent(part.slice(from, from + 10)));
  };
  await send(records.slice(0, WARM_UP));
  const seconds = await cpuSecondsOf(() => send(records.slice(WARM_UP)));
  channel.close();
  const sent = table.items().filter(({ state }) => state === 'accepted').length;
  if (sent !== records.length) throw new Error(`Only ${String(sent)} of ${String(records.length)} mails were accepted`);
  return MAILS / seconds;
};
