/** Text as rules read it: lower case, without accents, with straight quotes and single spaces. */
export const comparableText = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[‘’‚′`´]/g, "'")
    .replaceAll(/[“”„«»]/g, '"')
    .replaceAll(/ß/g, 'ss')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase();
