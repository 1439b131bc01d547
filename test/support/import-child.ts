import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { createCompanyStore } from '../../functions/discovery/company-store.ts';
import { createImportCompanies } from '../../functions/discovery/import-companies.ts';
import { createImportContacts } from '../../functions/discovery/import-contacts.ts';
import { createImportStore } from '../../functions/discovery/import-store.ts';
import { createProcessImport } from '../../functions/discovery/process-import.ts';
import { createFiles } from '../../functions/platform/files.ts';
import { silentLog } from '../../functions/platform/log.ts';
import { createMeter } from '../../functions/platform/meter.ts';
import { createTable } from '../../functions/platform/table.ts';
import { systemClock as clock } from '../../functions/platform/time.ts';

/** Reads one import in a process of its own, as its function does, and prints what that cost: for what is measured, and for what is killed. */
const Wish = z.object({
  storage: z.string(),
  database: z.string(),
  bucket: z.string(),
  table: z.string(),
  workspaceId: z.string(),
  importId: z.string(),
});
const wish = Wish.parse(JSON.parse(process.argv[2] ?? ''));
const common = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
const meter = createMeter();
const documents = DynamoDBDocumentClient.from(new DynamoDBClient({ ...common, endpoint: wish.database }), {
  marshallOptions: { removeUndefinedValues: true },
});
const table = createTable({ name: wish.table, meter, client: documents });
const files = createFiles({
  bucket: wish.bucket,
  client: new S3Client({ ...common, endpoint: wish.storage, forcePathStyle: true }),
});
const imports = createImportStore(table, clock);
const readers = {
  companies: createImportCompanies({ companies: createCompanyStore(table), clock }),
  contacts: createImportContacts({ files }),
};
const processImport = createProcessImport({ imports, readers, files, log: silentLog, clock });

const before = process.cpuUsage();
await processImport({ workspaceId: wish.workspaceId, importId: wish.importId });
const { user, system } = process.cpuUsage(before);
process.stdout.write(
  JSON.stringify({
    cpuSeconds: (user + system) / 1e6,
    peakMb: process.resourceUsage().maxRSS / 1024,
    writeUnits: meter.take().writeUnits,
  }),
);
