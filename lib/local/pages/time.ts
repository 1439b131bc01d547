/** `21 Nov 2026, 09:30:12 UTC` */
export const moment = (at: number | string): string => {
  const [, day = '', month = '', year = '', time = ''] = new Date(at).toUTCString().split(' ');
  return `${day} ${month} ${year}, ${time} UTC`;
};

/** `850 ms`, `12.4 s`, `3 min 20 s` */
export const duration = (milliseconds: number): string => {
  if (milliseconds < 1_000) return `${String(Math.round(milliseconds))} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1_000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1_000);
  return `${String(Math.floor(seconds / 60))} min ${String(seconds % 60)} s`;
};
