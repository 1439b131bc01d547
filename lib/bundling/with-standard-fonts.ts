import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

const PDFKIT = /node_modules[\\/]pdfkit[\\/]js[\\/]pdfkit\.node\.mjs$/;
const LOADED_LATE = /require\$1\('#standard-fonts\/(\w+)'\)/g;

/**
 * Lets the measures of the standard fonts be bundled: pdfkit asks for them by a `require` of its own at run time, where a bundle has no package to find them in.
 */
export const withStandardFonts: Plugin = {
  name: 'with-standard-fonts-1',
  setup: (bundler) => {
    bundler.onLoad({ filter: PDFKIT }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const fonts = [...new Set([...source.matchAll(LOADED_LATE)].map(([, font = '']) => font))];
      if (fonts.length === 0)
        return { errors: [{ text: `${path} asks for no standard font: look at how it does now` }] };
      const imports = fonts.map((font) => `import standard${font} from './standard-fonts/${font}.mjs';`).join('\n');
      return { contents: `${imports}\n${source.replace(LOADED_LATE, 'standard$1')}`, loader: 'js' };
    });
  },
};
