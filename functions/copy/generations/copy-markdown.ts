import type { Block } from './copy-document.ts';

/** Characters that Markdown would read as marks, where a line or word begins with them or anywhere in a line. */
const escaped = (text: string): string =>
  text.replace(/[\\`*_[\]<>|~]/g, (mark) => `\\${mark}`).replace(/^(\s*)([#+-]|\d+[.)])(?=\s)/gm, '$1\\$2');

const quotedLines = (text: string): string =>
  escaped(text)
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}  `))
    .join('\n');

const render = (block: Block): string => {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${escaped(block.text)}`;
    case 'text':
      return escaped(block.text);
    case 'list':
      return block.items.map((item) => `- ${escaped(item)}`).join('\n');
    case 'facts':
      return block.rows.map(([label, value]) => `- **${escaped(label)}:** ${escaped(value)}`).join('\n');
    case 'mail':
      return `**${escaped(block.label)}:** ${escaped(block.subject)}\n\n${quotedLines(block.body)}`;
  }
};

/** A package as Markdown (CommonMark); what the website said cannot become markup. */
export const markdownOf = (blocks: readonly Block[]): string => `${blocks.map(render).join('\n\n')}\n`;
