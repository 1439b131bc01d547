import type { SendWindow } from '../../campaigns/sending-settings.ts';
import { MINUTE } from '../../platform/time.ts';
import { utcDayOf } from './local-time.ts';
import { isOpen } from './send-window.ts';

/** A queue, a busy channel and a restart take a little; who waited longer gets a new time. */
export const GRACE = 15 * MINUTE;
/** From this check to the channel a mail takes no longer. */
const ON_ITS_WAY = MINUTE;

/**
 * Whether a mail may still go by the time it was planned for: shortly after it, on the same UTC day (its place is under that day's caps), and
 * within the recipient's window to the end. Otherwise it needs a new time.
 */
export const isOnTime = (planned: number, now: number, window: SendWindow, zone: string): boolean =>
  now - planned <= GRACE &&
  utcDayOf(planned) === utcDayOf(now + ON_ITS_WAY) &&
  isOpen(window, zone, now) &&
  isOpen(window, zone, now + ON_ITS_WAY);
