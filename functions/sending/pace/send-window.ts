import type { SendWindow } from '../../campaigns/sending-settings.ts';
import { type DayNumber, instantOf, localDayOf, weekdayOf } from './local-time.ts';

/** A stretch of time, milliseconds since the epoch; `end` is not in it. */
export type Span = Readonly<{ start: number; end: number }>;

const SATURDAY = 6;
const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** When a recipient in a zone may be written to on a day of their calendar; undefined on days without a window. */
export const windowOn = (window: SendWindow, zone: string, day: DayNumber): Span | undefined => {
  if (!window.weekends && weekdayOf(day) >= SATURDAY) return undefined;
  const start = instantOf(zone, day, minutesOf(window.from));
  const end = instantOf(zone, day, minutesOf(window.to));
  return start < end ? { start, end } : undefined;
};

/** Whether a recipient in a zone may be written to now. */
export const isOpen = (window: SendWindow, zone: string, at: number): boolean => {
  const span = windowOn(window, zone, localDayOf(zone, at));
  return span !== undefined && at >= span.start && at < span.end;
};
