import { Circle, Line, Path, Rect, Svg, Text, View } from '@react-pdf/renderer';
import { createElement as h, type ReactElement } from 'react';
import type { ImpactEstimate } from '../../assessment/impact/contract.ts';
import type { SetText } from '../../platform/pdf/render-document.ts';
import { GRADE_COLOURS, INK, LINE, SOFT, TINT } from '../palette.ts';
import { gradeOf, scoreText } from '../words.ts';

/** The arc of a ring that begins at the top and turns to the right; `part` of the whole, below 1. */
const arc = (middle: number, radius: number, part: number): string => {
  const angle = 2 * Math.PI * part;
  const [x, y] = [middle + radius * Math.sin(angle), middle - radius * Math.cos(angle)];
  return `M ${String(middle)} ${String(middle - radius)} A ${String(radius)} ${String(radius)} 0 ${part > 0.5 ? '1' : '0'} 1 ${x.toFixed(3)} ${y.toFixed(3)}`;
};

/** A score as a ring with its number within. */
export const scoreRing = (set: SetText, score: number | null, size: number): ReactElement => {
  const [middle, stroke] = [size / 2, size / 9];
  const radius = middle - stroke / 2;
  const colour = GRADE_COLOURS[gradeOf(score)];
  const part = score === null ? 0 : Math.min(score, 100) / 100;
  const number = size / 3;
  return h(
    View,
    { style: { width: size, height: size } },
    h(
      Svg,
      { width: size, height: size, viewBox: `0 0 ${String(size)} ${String(size)}` },
      h(Circle, { cx: middle, cy: middle, r: radius, stroke: LINE, strokeWidth: stroke, fill: 'none' }),
      part >= 0.999
        ? h(Circle, { cx: middle, cy: middle, r: radius, stroke: colour, strokeWidth: stroke, fill: 'none' })
        : part > 0
          ? h(Path, { d: arc(middle, radius, part), stroke: colour, strokeWidth: stroke, fill: 'none' })
          : null,
    ),
    h(
      Text,
      {
        style: {
          position: 'absolute',
          top: middle - number * 0.72,
          left: 0,
          width: size,
          textAlign: 'center',
          fontSize: number,
          fontWeight: 700,
          color: score === null ? SOFT : INK,
        },
      },
      set(scoreText(score)),
    ),
  );
};

/** A score as a bar of 100, with a mark where the middle of other sites lies. */
export const scoreBar = (score: number | null, width: number, median?: number): ReactElement => {
  const [height, length] = [10, ((score ?? 0) * width) / 100];
  return h(
    Svg,
    { width, height: height + 6, viewBox: `0 0 ${String(width)} ${String(height + 6)}` },
    h(Rect, { x: 0, y: 3, width, height, rx: 3, fill: score === null ? TINT : LINE }),
    score === null || length < 1
      ? null
      : h(Rect, { x: 0, y: 3, width: length, height, rx: 3, fill: GRADE_COLOURS[gradeOf(score)] }),
    median === undefined
      ? null
      : h(Line, {
          x1: (median * width) / 100,
          y1: 0,
          x2: (median * width) / 100,
          y2: height + 6,
          stroke: INK,
          strokeWidth: 2,
        }),
  );
};

/** An estimate as a dot on the line of its 95 % interval, on a scale from 0 to `most` dollars. */
export const intervalLine = (
  { lowUsd, estimateUsd, highUsd }: ImpactEstimate,
  most: number,
  width: number,
  colour: string,
): ReactElement => {
  const height = 12;
  const inset = 4;
  const at = (amount: number): number =>
    inset + (most <= 0 ? 0 : (Math.min(amount, most) / most) * (width - 2 * inset));
  const middle = height / 2;
  return h(
    Svg,
    { width, height, viewBox: `0 0 ${String(width)} ${String(height)}` },
    h(Line, { x1: 0, y1: middle, x2: width, y2: middle, stroke: LINE, strokeWidth: 1 }),
    h(Line, {
      x1: at(lowUsd),
      y1: middle,
      x2: at(highUsd),
      y2: middle,
      stroke: colour,
      strokeWidth: 4,
      strokeOpacity: 0.45,
    }),
    h(Circle, { cx: at(estimateUsd), cy: middle, r: 3.6, fill: colour }),
  );
};
