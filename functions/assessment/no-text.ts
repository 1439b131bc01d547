/** Controls that no text has, and what stands for bytes that are none. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NOT_TEXT = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/g;
const SAMPLE = 4_000;

/** Whether what was read is no text: pictures, archives, or text in an encoding that nobody named. */
export const isNoText = (html: string): boolean => {
  const sample = html.slice(0, SAMPLE);
  return (sample.match(NOT_TEXT)?.length ?? 0) > sample.length / 20;
};
