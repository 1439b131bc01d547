import { createHash } from 'node:crypto';
import type { MessageId, WorkspaceId } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import { type Clock, instant, SECOND } from '../platform/time.ts';
import type { BotSign } from '../sending/engagement.ts';
import type { Message } from '../sending/message.ts';
import type { MessageEngagement } from '../sending/message-engagement.ts';
import type { ReadMessageText } from '../sending/message-text.ts';
import { linksOf, withUtm } from '../sending/tracked-links.ts';
import { botSignsOf, networkOf, type Visitor } from './bot-signs.ts';

type Ref = Readonly<{ workspaceId: WorkspaceId; messageId: MessageId }>;
type Visit = Readonly<{ kind: 'open' | 'click'; detail: string | null; links?: number; hidden?: boolean }>;
const LONGEST_AGENT = 300;

export type RecordVisit = ReturnType<typeof createRecordVisit>;

/** Records opens and clicks that come through links of our own. */
export const createRecordVisit = ({
  engagement,
  readText,
  clock,
  log,
}: {
  engagement: Pick<MessageEngagement, 'read' | 'record'>;
  readText: ReadMessageText;
  clock: Clock;
  log: Log;
}) => {
  const keep = async (message: Message, visitor: Visitor, visit: Visit): Promise<void> => {
    const signs: BotSign[] = [...botSignsOf(visitor), ...(visit.hidden === true ? (['hidden_link'] as const) : [])];
    // To the second: what a client asks for twice in a moment is one visit.
    const at = instant(Math.floor(clock() / SECOND) * SECOND);
    const agent = visitor.userAgent.slice(0, LONGEST_AGENT);
    const network = networkOf(visitor.ipAddress) ?? null;
    const eventId = createHash('sha256')
      .update([visit.kind, visit.detail ?? '', agent, network ?? '', at].join('\n'))
      .digest('hex')
      .slice(0, 20);
    const { kind, detail, links } = visit;
    const raw = JSON.stringify({ userAgent: agent, network });
    const kept = { eventId, kind, at, detail, raw, signs, ...(links === undefined ? {} : { links }) };
    // What a reader sees and where a link leads must not depend on what we count.
    await engagement.record(message, kept).catch((error: unknown) => {
      log.error('An open or click could not be recorded', { messageId: message.id, error });
    });
  };

  return {
    /** Notes that a message's pixel was loaded. */
    open: async ({ workspaceId, messageId }: Ref, visitor: Visitor): Promise<void> => {
      const message = await engagement.read({ workspaceId, id: messageId });
      if (message !== undefined) await keep(message, visitor, { kind: 'open', detail: null });
    },

    /** Notes a click and gives the stored address it leads to; undefined when message, text or link are gone. */
    click: async (
      { workspaceId, messageId, link }: Ref & Readonly<{ link: number | 'honeypot' }>,
      visitor: Visitor,
    ): Promise<string | undefined> => {
      const [message, text] = await Promise.all([
        engagement.read({ workspaceId, id: messageId }),
        readText(workspaceId, messageId),
      ]);
      if (message === undefined || text === undefined) return undefined;
      const links = linksOf(text.body);
      const hidden = link === 'honeypot';
      const target = links[hidden ? 0 : link];
      if (target === undefined && !hidden) return undefined;
      const detail = hidden ? 'the link that no person sees' : (target ?? null);
      await keep(message, visitor, { kind: 'click', detail, links: links.length, hidden });
      const { campaignId, variant, step } = message;
      return target === undefined ? undefined : withUtm(target, { campaignId, variant, step });
    },
  };
};
