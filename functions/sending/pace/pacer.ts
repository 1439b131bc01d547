import { DAY, SECOND } from '../../platform/time.ts';
import type { DayNumber } from './local-time.ts';

/** Share of a channel's rate that we use, so that others on the account and a late clock never meet its limit (spec/sending.md, "Pace"). */
export const SHARE = 0.8;

/**
 * What sends at a pace of its own: a mailbox, or the channel itself. Its days are cut into slots of `slotMs`, each of which takes `perSlot`
 * mails, one an interval; `jitter` is the part of an interval by which chance moves a mail.
 */
export type Pacer = Readonly<{
  id: string;
  slotMs: number;
  perSlot: number;
  jitter: number;
  /** Mails a UTC day, or null for as many as its slots take. */
  dailyCap: number | null;
  /** From `start` mails on the day `since`, `perDay` more each day, up to the cap. */
  ramp: Readonly<{ start: number; perDay: number; since: DayNumber }> | null;
}>;

const RATE_SLOT = 60 * SECOND;
/** Slots of the slowest rates are longer, so that each takes a mail. */
const LONGEST_SLOT = DAY / 24;
/** Half a gap by chance: what is sent at even distances looks like a machine. */
const GAP_JITTER = 1 / 3;

/** A channel with a rate a second, of which we use our share. */
export const ratePacer = (id: string, ratePerSecond: number, dailyCap: number | null = null): Pacer => {
  const perMinute = (RATE_SLOT / SECOND) * ratePerSecond * SHARE;
  const slotMs = perMinute >= 1 ? RATE_SLOT : Math.min(LONGEST_SLOT, Math.ceil(RATE_SLOT / perMinute));
  const perSlot = Math.max(1, Math.floor((slotMs / SECOND) * ratePerSecond * SHARE));
  return { id, slotMs, perSlot, jitter: 0, dailyCap, ramp: null };
};

/** A mailbox that leaves at least `gapSeconds` between two mails, and on average half as much again. */
export const mailboxPacer = (
  id: string,
  { gapSeconds, dailyCap, ramp }: Readonly<{ gapSeconds: number; dailyCap: number; ramp: Pacer['ramp'] }>,
): Pacer => ({
  id,
  slotMs: Math.ceil((gapSeconds * SECOND) / (1 - GAP_JITTER)),
  perSlot: 1,
  jitter: GAP_JITTER,
  dailyCap,
  ramp,
});

/** Mails that a pacer may send on a UTC day: its cap, or what its ramp has reached. Infinite without either. */
export const capOn = ({ dailyCap, ramp }: Pick<Pacer, 'dailyCap' | 'ramp'>, day: DayNumber): number => {
  const cap = dailyCap ?? Number.POSITIVE_INFINITY;
  if (ramp === null) return cap;
  return Math.min(cap, Math.max(0, ramp.start + ramp.perDay * Math.max(0, day - ramp.since)));
};

/** Whole slots of a day: what is cut off at midnight is left out, so that gaps hold over it. */
export const slotsADay = ({ slotMs }: Pick<Pacer, 'slotMs'>): number => Math.floor(DAY / slotMs);

/** When the `position`-th mail of a slot goes, moved by chance (`random` in [0, 1)); never closer to its neighbours than the gap. */
export const timeInSlot = (
  { slotMs, perSlot, jitter }: Pick<Pacer, 'slotMs' | 'perSlot' | 'jitter'>,
  day: DayNumber,
  slot: number,
  position: number,
  random: number,
): number => {
  const interval = slotMs / perSlot;
  return Math.floor(day * DAY + slot * slotMs + interval * (position + jitter * random));
};
