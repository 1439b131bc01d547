import { GRADE_COLOURS, INK, LINE } from '../palette.ts';
import { GRADE_WORDS, gradeOf, scoreText } from '../words.ts';

/** A score as a ring with its number within; read out as one sentence. */
export const scoreRing = (score: number | null, size: number, label: string): string => {
  const radius = 45;
  const around = 2 * Math.PI * radius;
  const part = ((score ?? 0) / 100) * around;
  const colour = GRADE_COLOURS[gradeOf(score)];
  const said = `${label}: ${score === null ? GRADE_WORDS.none.toLowerCase() : `${scoreText(score)} of 100, ${GRADE_WORDS[gradeOf(score)].toLowerCase()}`}`;
  return `<svg role="img" aria-label="${said}" width="${String(size)}" height="${String(size)}" viewBox="0 0 100 100"><circle cx="50" cy="50" r="${String(radius)}" fill="none" stroke="${LINE}" stroke-width="10"/>${
    part === 0
      ? ''
      : `<circle cx="50" cy="50" r="${String(radius)}" fill="none" stroke="${colour}" stroke-width="10" stroke-dasharray="${part.toFixed(2)} ${around.toFixed(2)}" transform="rotate(-90 50 50)"/>`
  }<text x="50" y="50" dy=".35em" text-anchor="middle" font-size="34" font-weight="700" fill="${INK}" aria-hidden="true">${scoreText(score)}</text></svg>`;
};
