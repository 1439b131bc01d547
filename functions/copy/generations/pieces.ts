import { endWith } from '../prose.ts';
import type { Claim } from './copy-results.ts';
import type { Line } from './site-profile.ts';
import { isLabel } from './statement-roles.ts';
import type { Statement } from './statements.ts';

/** A sentence or two with the passages they rest on; none where they state nothing. */
export type Piece = Readonly<{ text: string; passageIds: readonly string[] }>;

export const plain = (text: string): Piece => ({ text, passageIds: [] });

/** A statement, named by its heading where that is the name of something: "Dock planner: drag a truck …". */
export const told = ({ text, heading, passageId, whole }: Statement, named = false): Piece => ({
  text: isLabel(heading) && (named || !whole) ? `${heading}: ${text}` : text,
  passageIds: [passageId],
});

/** Measures that a site gives, as one sentence. */
export const figuresSentence = (lead: string, figures: readonly Line[]): Piece => ({
  text: endWith(`${lead}${figures.map(({ text }) => text).join('; ')}`),
  passageIds: figures.map(({ passageId }) => passageId),
});

/** "a; b; c" where the parts hold commas, else "a, b and c". */
export const listed = (parts: readonly string[]): string => {
  if (parts.some((part) => part.includes(','))) return parts.join('; ');
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
};

export const joined = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join(' ');

/** The claims among pieces, by the field they stand in. */
export const claimsOf = (field: string, pieces: readonly Piece[]): readonly Claim[] =>
  pieces
    .filter(({ passageIds }) => passageIds.length > 0)
    .map(({ text, passageIds }) => ({ field, text, passageIds: [...passageIds] }));

/** Takes statements in turn, none from a passage that was used before. */
export const createPicker = () => {
  const used = new Set<string>();
  return {
    mark: (...ids: readonly string[]): void => {
      for (const id of ids) used.add(id);
    },
    take: <One extends { passageId: string }>(from: readonly One[], most: number): readonly One[] => {
      const taken: One[] = [];
      for (const one of from) {
        if (taken.length >= most) break;
        if (used.has(one.passageId)) continue;
        used.add(one.passageId);
        taken.push(one);
      }
      return taken;
    },
  };
};
