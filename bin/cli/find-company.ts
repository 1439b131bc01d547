import { createReadStream } from 'node:fs';
import type { Company } from '../../functions/discovery/company.ts';
import { readCompany } from '../../functions/discovery/company-row.ts';
import { openSource } from '../../functions/discovery/open-source.ts';
import { readWebsite } from '../../functions/discovery/website.ts';
import { checkFile, formatOf } from './import-file.ts';
import { UsageError } from './usage-error.ts';

/** The domain that a person means by `acme.com`, `www.acme.com` or an address of its website. @throws UsageError */
export const domainOf = (text: string): string => {
  const read = readWebsite(text, null);
  if (!read.ok) throw new UsageError(`"${text}" is not a company's domain. Give one like acme.com.`);
  return read.domain;
};

/** Finds a company in a CSV or JSONL file by its domain, read as an import reads it. @throws UsageError when the file cannot be read or has no such company */
export const findCompany = async (path: string, domain: string, currentYear: number): Promise<Company> => {
  await checkFile(path);
  const stream = createReadStream(path);
  try {
    const opened = await openSource(stream, await formatOf(path), { kind: 'companies', mapping: {} });
    if (!opened.ok) throw new UsageError(`${path}: ${opened.problem}`);
    for await (const rows of opened.source.rows)
      for (const row of rows) {
        if (!row.ok) continue;
        const read = readCompany(row.cells, { source: `file:${path}`.slice(0, 120), currentYear });
        if (read.ok && read.company.domain === domain) return read.company;
      }
  } finally {
    stream.destroy();
  }
  throw new UsageError(`${path} has no company whose website is at ${domain}.`);
};
