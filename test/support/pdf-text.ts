import { inflateSync } from 'node:zlib';

type Objects = ReadonlyMap<string, string>;

const objectsOf = (pdf: Uint8Array): Objects =>
  new Map(
    [
      ...Buffer.from(pdf)
        .toString('latin1')
        .matchAll(/\n(\d+) 0 obj\n([\s\S]*?)\nendobj/g),
    ].map(([, id = '', body = '']) => [id, body]),
  );

const streamOf = (objects: Objects, id: string | undefined): string => {
  const [, packed = ''] = /stream\n([\s\S]*)\nendstream/.exec(objects.get(id ?? '') ?? '') ?? [];
  return packed === '' ? '' : inflateSync(Buffer.from(packed, 'latin1')).toString('latin1');
};
const reference = (body: string, name: string): string | undefined => new RegExp(`/${name} (\\d+) 0 R`).exec(body)?.[1];

/** What the glyphs of an embedded font stand for, from its ToUnicode map as pdfkit writes it. */
const lettersOf = (objects: Objects, font: string): readonly string[] => {
  const map = streamOf(objects, reference(objects.get(font) ?? '', 'ToUnicode'));
  return [...map.matchAll(/<[0-9a-f]+> <[0-9a-f]+> \[([^\]]*)\]/g)].flatMap(([, list = '']) =>
    [...list.matchAll(/<([^>]*)>/g)].map(([, codes = '']) =>
      Buffer.from(codes.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'),
    ),
  );
};

const textOf = (content: string, letters: ReadonlyMap<string, readonly string[]>): string => {
  let font = '';
  let text = '';
  for (const [, name, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name !== undefined) font = name;
    for (const [, hex = ''] of (shown ?? '').matchAll(/<([0-9a-f]+)>/g))
      for (const glyph of hex.match(/.{4}/g) ?? []) text += letters.get(font)?.[Number.parseInt(glyph, 16)] ?? '?';
    if (shown !== undefined) text += ' ';
  }
  return text.replace(/\s+/g, ' ');
};

/** The text of every page of a PDF of ours, in the order in which it is drawn; words that are drawn in several pieces have spaces in them. */
export const pdfPages = (pdf: Uint8Array): readonly string[] => {
  const objects = objectsOf(pdf);
  const { Kids } = /\/Kids \[(?<Kids>[^\]]*)\]/.exec([...objects.values()].join('\n'))?.groups ?? {};
  return [...(Kids ?? '').matchAll(/(\d+) 0 R/g)].map(([, id = '']) => {
    const page = objects.get(id) ?? '';
    const resources = objects.get(reference(page, 'Resources') ?? '') ?? '';
    const fonts = [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(
      ([, name = '', font = '']) => [name, lettersOf(objects, font)] as const,
    );
    return textOf(streamOf(objects, reference(page, 'Contents')), new Map(fonts));
  });
};
