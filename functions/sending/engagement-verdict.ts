import * as z from 'zod';
import { Instant, MINUTE, SECOND } from '../platform/time.ts';
import { BOT_SIGNS, type Engagement } from './engagement.ts';

/** Why an open or click is not taken for a person's: what it shows by itself, and what it shows beside the others of the mail. */
export const BOT_REASONS = [
  ...BOT_SIGNS,
  'before_delivery',
  'too_soon',
  'all_links_at_once',
  'beside_hidden_link',
] as const;
export type BotReason = (typeof BOT_REASONS)[number];

/** Nobody reads a mail and clicks within two minutes of its delivery; gateways do (spec/sending.md, "Events in"). */
const SOON = 2 * MINUTE;
/** A gateway goes through a mail's links in seconds. */
const AT_ONCE = 10 * SECOND;
/** Links that are a burst when it is not known how many the mail has. */
const BURST = 3;

/** Opens and clicks of a message, all and those taken for a person's. `seen` and `basis` say what was known when they were counted. */
export const Tally = z.object({
  opens: z.int(),
  humanOpens: z.int(),
  clicks: z.int(),
  humanClicks: z.int(),
  firstHumanOpenAt: Instant.nullable(),
  firstHumanClickAt: Instant.nullable(),
  seen: z.int(),
});
export type Tally = z.infer<typeof Tally>;

type Visit = Pick<Engagement, 'eventId' | 'kind' | 'at' | 'detail' | 'signs' | 'links'>;

const gap = (a: Visit, b: Visit): number => Math.abs(Date.parse(a.at) - Date.parse(b.at));

/**
 * Why each open and click of a message is not a person's, by its id; nothing for a person's. It follows from all that is known of the message and
 * from nothing else, so the order in which events came does not matter: the first click of a burst is judged anew when the others are there.
 * @param deliveredAt When the mail was delivered, or else sent; undefined while neither is known.
 */
export const verdictsOf = (
  engagements: readonly Visit[],
  deliveredAt: string | undefined,
): ReadonlyMap<string, readonly BotReason[]> => {
  const visits = engagements.filter(({ kind }) => kind === 'open' || kind === 'click');
  const clicks = visits.filter(({ kind }) => kind === 'click');
  const hidden = clicks.filter(({ signs }) => signs.includes('hidden_link'));
  const isBurst = (click: Visit): boolean => {
    const near = clicks.filter((other) => gap(click, other) <= AT_ONCE);
    const links = Math.max(0, ...near.map((other) => other.links ?? 0));
    return new Set(near.map(({ detail }) => detail)).size >= (links > 0 ? Math.max(2, links) : BURST);
  };
  const judge = (visit: Visit): readonly BotReason[] => {
    const reasons: BotReason[] = [...visit.signs];
    if (visit.kind === 'click') {
      if (deliveredAt === undefined || visit.at < deliveredAt) reasons.push('before_delivery');
      else if (Date.parse(visit.at) - Date.parse(deliveredAt) < SOON) reasons.push('too_soon');
      if (isBurst(visit)) reasons.push('all_links_at_once');
    }
    if (!visit.signs.includes('hidden_link') && hidden.some((other) => gap(visit, other) <= AT_ONCE))
      reasons.push('beside_hidden_link');
    return reasons;
  };
  return new Map(visits.map((visit) => [visit.eventId, judge(visit)]));
};

/** The counters of a message's opens and clicks: a recount of its engagements, each once. */
export const tallyOf = (engagements: readonly Visit[], deliveredAt: string | undefined): Tally => {
  const unique = [...new Map(engagements.map((visit) => [visit.eventId, visit])).values()];
  const verdicts = verdictsOf(unique, deliveredAt);
  const of = (kind: 'open' | 'click') => {
    const all = unique.filter((visit) => visit.kind === kind && !visit.signs.includes('hidden_link'));
    const human = all.filter(({ eventId }) => verdicts.get(eventId)?.length === 0).map(({ at }) => at);
    return { all: all.length, human: human.length, first: human.toSorted()[0] ?? null };
  };
  const opens = of('open');
  const clicks = of('click');
  return {
    opens: opens.all,
    humanOpens: opens.human,
    clicks: clicks.all,
    humanClicks: clicks.human,
    firstHumanOpenAt: opens.first,
    firstHumanClickAt: clicks.first,
    seen: verdicts.size,
  };
};
