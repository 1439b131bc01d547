import * as z from 'zod';
import type { Files } from '../../platform/files.ts';
import { Company } from '../company.ts';
import { type CompanyPage, type CompanyProvider, freePage } from '../provider.ts';
import { readLines } from '../text-lines.ts';

const Offset = z.coerce.number().int().nonnegative();

/**
 * The provider `file`: the companies of an import (rows.jsonl), in the order of the file, at no cost. A cursor is the byte at which the page
 * begins, so that a page costs one ranged read however far on it lies.
 */
export const createFileProvider = ({
  files,
  key,
  total,
}: {
  files: Pick<Files, 'readStream'>;
  key: string;
  total: number;
}): CompanyProvider => ({
  search: async (_criteria, { cursor, limit }): Promise<CompanyPage> => {
    let offset = cursor === null ? 0 : Offset.parse(cursor);
    const companies: Company[] = [];
    const page = (nextCursor: string | null): CompanyPage => freePage({ companies, nextCursor, totalFound: total });
    for await (const lines of readLines(await files.readStream(key, offset))) {
      for (const { text } of lines) {
        if (companies.length === limit) return page(String(offset));
        companies.push(Company.parse(JSON.parse(text)));
        offset += Buffer.byteLength(text, 'utf8') + 1;
      }
    }
    return page(null);
  },
});
