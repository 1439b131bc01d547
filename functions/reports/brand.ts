import * as z from 'zod';
import { singleLine } from '../platform/http/text.ts';

const Colour = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, 'is not a colour of the form #1a2b3c')
  .transform((colour) => colour.toLowerCase());

export const LOGO_TYPES = ['image/png', 'image/jpeg'] as const;
export const ReportLogo = z.object({
  key: z.string(),
  contentType: z.enum(LOGO_TYPES),
  /** Pixels. */
  width: z.int().positive(),
  height: z.int().positive(),
});
export type ReportLogo = z.infer<typeof ReportLogo>;

/** How a workspace's reports look, and who they say that they are from. */
export const Brand = z.object({
  senderName: singleLine(80),
  /** Behind the cover's white text, and for headings. */
  primaryColour: Colour,
  /** For bars and lines. */
  accentColour: Colour,
  /** Where a reader may write to, or find the sender; shown on the last page. */
  contact: singleLine(120).nullable(),
  logo: ReportLogo.nullable(),
});
export type Brand = z.infer<typeof Brand>;

export const DEFAULT_BRAND: Brand = {
  senderName: 'Throughline',
  primaryColour: '#0f3d4c',
  accentColour: '#0b7285',
  contact: null,
  logo: null,
};

/** Text below 18 pt (WCAG 2.1, 1.4.3), and what is no text but must be seen (1.4.11). */
const [TEXT_CONTRAST, SHAPE_CONTRAST] = [4.5, 3] as const;

const channel = (colour: string, at: number): number => {
  const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
};
const luminance = (colour: string): number =>
  0.2126 * channel(colour, 1) + 0.7152 * channel(colour, 3) + 0.0722 * channel(colour, 5);

/** Contrast of two colours, 1 to 21 (WCAG 2.1, "contrast ratio"). */
export const contrast = (one: string, other: string): number => {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
};

/** What a brand's colours lack against white paper, by field; empty when they can be read. */
export const colourProblems = ({
  primaryColour,
  accentColour,
}: Pick<Brand, 'primaryColour' | 'accentColour'>): readonly Readonly<{ field: string; message: string }>[] =>
  (
    [
      ['primaryColour', primaryColour, TEXT_CONTRAST, 'white text on it cannot be read'],
      ['accentColour', accentColour, SHAPE_CONTRAST, 'bars of it can hardly be seen on white'],
    ] as const
  ).flatMap(([field, colour, least, why]) => {
    const ratio = contrast(colour, '#ffffff');
    return ratio >= least
      ? []
      : [
          {
            field,
            message: `${colour} has a contrast of ${ratio.toFixed(1)} to white, so ${why}; choose a darker colour (at least ${String(least)})`,
          },
        ];
  });
