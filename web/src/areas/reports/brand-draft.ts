import type { AnswerOf } from '../../api/operations.ts';

export type Brand = AnswerOf<'getReportBrand'>;

/** What becomes of the logo when the look is saved; a new one is a data URL, so that it can be shown before. */
export type ChosenLogo =
  | Readonly<{ kind: 'stays' }>
  | Readonly<{ kind: 'leaves' }>
  | Readonly<{ kind: 'new'; name: string; dataUrl: string }>;

/** What is being typed; nothing of it holds before it is saved. */
export type BrandDraft = Readonly<
  Pick<Brand, 'senderName' | 'primaryColour' | 'accentColour'> & { contact: string; logo: ChosenLogo }
>;
