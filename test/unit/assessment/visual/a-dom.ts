import type { DomMetrics } from '../../../../functions/assessment/visual/dom-metrics.ts';

/** A page with nothing to find fault with. */
export const aDom = (given: Partial<DomMetrics> = {}): DomMetrics => ({
  width: 390,
  height: 844,
  overflow: 0,
  wide: [],
  textCharacters: 1_000,
  smallCharacters: 0,
  small: [],
  targets: 20,
  smallTargets: 0,
  tight: [],
  calls: [{ selector: '#book', text: 'Book a visit', width: 160, height: 48 }],
  images: 2,
  brokenImages: 0,
  broken: [],
  stretchedImages: 0,
  stretched: [],
  headline: 'Roofs that last',
  ...given,
});
