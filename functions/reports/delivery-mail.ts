import { escapeHtml as e } from '../platform/escape-html.ts';
import { type ReportContent, subjectOf } from './content.ts';

/** An attachment above this is left to the link: many mail servers take no more than ten megabytes, and base64 adds a third. */
export const LARGEST_ATTACHMENT = 5 * 1024 * 1024;

/** The mail that brings a report: where it is read, how long, and whom to ask. */
export const deliveryMail = (
  { assessment, brand }: Pick<ReportContent, 'assessment' | 'brand'>,
  { page, expires, attached }: Readonly<{ page: string; expires: string; attached: boolean }>,
): Readonly<{ subject: string; text: string; html: string }> => {
  const subject = subjectOf(assessment);
  const lines = [
    `Thank you. Your website report for ${subject} is ready.`,
    attached
      ? 'It is attached as a PDF, and you can read it here as well:'
      : 'You can read it here and load it as a PDF:',
  ] as const;
  const end = [
    `The link works until ${expires}. It is yours: whoever has it can read the report.`,
    brand.contact === null ? '' : `Questions? ${brand.contact}`,
    brand.senderName,
  ].filter((line) => line !== '');
  return {
    subject: `Your website report for ${subject}`,
    text: `${lines.join('\n\n')}\n${page}\n\n${end.join('\n\n')}\n`,
    html: [
      '<!doctype html><html lang="en"><head><meta charset="utf-8"></head><body style="font-family:sans-serif;font-size:15px;line-height:1.5;color:#1d2939">',
      ...lines.map((line) => `<p>${e(line)}</p>`),
      `<p><a href="${e(page)}" style="color:${brand.primaryColour};font-weight:bold">Read your report</a></p>`,
      ...end.map((line) => `<p>${e(line)}</p>`),
      '</body></html>',
      '',
    ].join('\n'),
  };
};
