import { readFile } from 'node:fs/promises';
import { Font } from '@react-pdf/renderer';
import { type CodePoints, FONT_PACKAGES, type FontPackage, fontFile, readSubsets } from './font-files.ts';
import { breakable } from './line-breaks.ts';
import { mergeFonts } from './merge-fonts.ts';
import { readWoff, writeFont } from './true-type.ts';

/** The family that text is set in where nothing else is said: Latin with all its marks, Greek and Cyrillic. */
export const BODY_FONT = 'Body';

/** The subsets of one design that make the body font; the first one's kerning and ligatures are kept. */
const BODY_PACKAGE = 'noto-sans' satisfies FontPackage;
const BODY_SUBSETS = ['latin', 'latin-ext', 'vietnamese', 'greek', 'greek-ext', 'cyrillic', 'cyrillic-ext'] as const;
const WEIGHTS = [400, 700] as const;

/** One font that characters may be drawn from. */
export type Face = Readonly<{
  family: string;
  package: FontPackage;
  /** Whether it says that it is for a character; whether it can draw it is known once it is loaded. */
  isFor: (character: number) => boolean;
  load: () => Promise<void>;
  /** Whether it draws a character. @throws Error before it is loaded. */
  draws: (character: number) => boolean;
}>;

const within =
  (ranges: readonly CodePoints[]) =>
  (character: number): boolean =>
    ranges.some(([first, last]) => first <= character && character <= last);

/** What we ask of a font of fontkit, whose types are not installed. */
const isLoaded = (font: unknown): font is { hasGlyphForCodePoint: (character: number) => boolean } =>
  typeof font === 'object' && font !== null && 'hasGlyphForCodePoint' in font;

const loadedFace = (family: string): Pick<Face, 'family' | 'load' | 'draws'> => ({
  family,
  load: () => Font.load({ fontFamily: family }),
  draws: (character) => {
    const font: unknown = Font.getFont({ fontFamily: family }).data;
    if (!isLoaded(font)) throw new Error(`Font ${family} is not loaded`);
    return font.hasGlyphForCodePoint(character);
  },
});

const bodyFace = async (): Promise<Face> => {
  for (const weight of WEIGHTS) {
    const files = await Promise.all(
      BODY_SUBSETS.map(async (subset) => readWoff(await readFile(fontFile(BODY_PACKAGE, subset, weight)))),
    );
    const font = writeFont(mergeFonts(files)).toString('base64');
    Font.register({ family: BODY_FONT, src: `data:font/ttf;base64,${font}`, fontWeight: weight });
  }
  const subsets = (await readSubsets(BODY_PACKAGE)).filter(({ subset }) => isBody(subset));
  return {
    ...loadedFace(BODY_FONT),
    package: BODY_PACKAGE,
    isFor: within(subsets.flatMap(({ ranges }) => ranges)),
  };
};

const isBody = (subset: string): boolean => BODY_SUBSETS.some((one) => one === subset);

const facesOf = async (name: FontPackage): Promise<readonly Face[]> =>
  (await readSubsets(name))
    .filter(({ subset }) => name !== BODY_PACKAGE || !isBody(subset))
    .map(({ subset, ranges }) => {
      const family = `${name} ${subset}`;
      for (const weight of WEIGHTS) Font.register({ family, src: fontFile(name, subset, weight), fontWeight: weight });
      return { ...loadedFace(family), package: name, isFor: within(ranges) };
    });

let known: Promise<readonly Face[]> | undefined;

/** Every font there is, the body's first, in the order in which they are asked for a character. Read once a process: react-pdf keeps one register of fonts. */
export const allFaces = (): Promise<readonly Face[]> => {
  known ??= (async () => {
    Font.registerHyphenationCallback(breakable);
    const others = await Promise.all((Object.keys(FONT_PACKAGES) as FontPackage[]).map(facesOf));
    return [await bodyFace(), ...others.flat()];
  })();
  return known;
};
