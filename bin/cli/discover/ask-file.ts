import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import type { Company } from '../../../functions/discovery/company.ts';
import { readCompany } from '../../../functions/discovery/company-row.ts';
import { siftPage } from '../../../functions/discovery/found-answer.ts';
import { mergeByTrust } from '../../../functions/discovery/merge-companies.ts';
import { openSource } from '../../../functions/discovery/open-source.ts';
import { checkFile, formatOf } from '../import-file.ts';
import { UsageError } from '../usage-error.ts';
import type { Source } from './found.ts';

/** The companies of a CSV or JSONL file, read as an import reads them. @throws UsageError when the file cannot be read */
export const askFile = async (path: string, icp: IcpCriteria, limit: number): Promise<Source> => {
  await checkFile(path);
  const stream = createReadStream(path);
  const byDomain = new Map<string, Company>();
  const leftOut: Record<string, number> = {};
  try {
    const opened = await openSource(stream, await formatOf(path), { kind: 'companies', mapping: {} });
    if (!opened.ok) throw new UsageError(`${path}: ${opened.problem}`);
    const origin = { source: `file:${basename(path)}`.slice(0, 120), currentYear: new Date().getUTCFullYear() };
    for await (const rows of opened.source.rows)
      for (const row of rows) {
        const read = row.ok ? readCompany(row.cells, origin) : { ok: false as const, reason: row.rejection.reason };
        if (!read.ok) {
          leftOut[read.reason] = (leftOut[read.reason] ?? 0) + 1;
          continue;
        }
        const known = byDomain.get(read.company.domain);
        byDomain.set(read.company.domain, known === undefined ? read.company : mergeByTrust(known, read.company));
      }
  } finally {
    stream.destroy();
  }
  const sifted = siftPage({ companies: [...byDomain.values()], outside: 0 }, icp);
  return {
    name: 'file',
    companies: sifted.companies.slice(0, limit),
    totalFound: byDomain.size,
    costUsd: 0,
    credits: 0,
    leftOut: { ...leftOut, ...sifted.leftOut },
    warnings: [],
    failed: false,
  };
};
