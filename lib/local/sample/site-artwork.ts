import type { LayoutName } from './site-copy.ts';

/** Park–Miller generator: the same seed always draws the same picture. */
const numbersFrom = (seed: string): (() => number) => {
  let state = 1;
  for (const character of seed) state = (state * 31 + (character.codePointAt(0) ?? 0)) % 2147483647;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
};

const picture = (width: number, height: number, shapes: readonly string[]): string =>
  `<svg class="art" viewBox="0 0 ${String(width)} ${String(height)}" aria-hidden="true" preserveAspectRatio="xMidYMid slice">${shapes.join('')}</svg>`;

const range = (length: number): readonly number[] => Array.from({ length }, (_, index) => index);

const quarterCircles = (next: () => number): string =>
  picture(
    480,
    400,
    range(30).map((index) => {
      const x = (index % 6) * 80;
      const y = Math.floor(index / 6) * 80;
      const turn = Math.floor(next() * 4) * 90;
      const opacity = (0.12 + next() * 0.75).toFixed(2);
      const shape = next() > 0.22 ? 'M0 0H80A80 80 0 0 1 0 80Z' : 'M40 8A32 32 0 1 1 39.9 8Z';
      return `<path d="${shape}" fill="currentColor" fill-opacity="${opacity}" transform="translate(${String(x)} ${String(y)}) rotate(${String(turn)} 40 40)"/>`;
    }),
  );

const waves = (next: () => number): string =>
  picture(
    1200,
    260,
    range(5).map((index) => {
      const y = 60 + index * 36;
      const lift = 20 + next() * 60;
      return `<path d="M0 ${String(y)}C300 ${String(y - lift)} 420 ${String(y + lift)} 700 ${String(y)}S1060 ${String(y - lift)} 1200 ${String(y + 10)}V260H0Z" fill="#fff" fill-opacity="${String(0.05 + index * 0.025)}"/>`;
    }),
  );

const arches = (next: () => number): string =>
  picture(
    480,
    400,
    range(6).map((index) => {
      const x = index * 80 + 6;
      const top = 60 + Math.floor(next() * 220);
      const opacity = (0.25 + next() * 0.65).toFixed(2);
      return `<path d="M${String(x)} 400V${String(top + 34)}A34 34 0 0 1 ${String(x + 68)} ${String(top + 34)}V400Z" fill="currentColor" fill-opacity="${opacity}"/>`;
    }),
  );

const rings = (next: () => number): string => {
  return picture(
    480,
    400,
    range(9).map(
      (index) =>
        `<circle cx="240" cy="200" r="${String(14 + index * 20)}" fill="none" stroke="currentColor" stroke-opacity="${(0.85 - index * 0.085).toFixed(2)}" stroke-width="${String(2 + Math.floor(next() * 8))}" stroke-dasharray="${String(40 + Math.floor(next() * 260))} ${String(6 + Math.floor(next() * 30))}"/>`,
    ),
  );
};

/** A small abstract picture for a site, drawn from its slug; the same on every start. */
export const artworkFor = (layout: LayoutName, slug: string): string => {
  const next = numbersFrom(slug);
  if (layout === 'banner') return waves(next);
  if (layout === 'market') return arches(next);
  if (layout === 'night') return rings(next);
  return quarterCircles(next);
};
