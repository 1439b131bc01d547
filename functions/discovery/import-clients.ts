import { createFiles, type Files } from '../platform/files.ts';
import type { Clock } from '../platform/time.ts';
import { createBeginReading } from './begin-reading.ts';
import type { BeginReading } from './serve-imports.ts';
import { createUploadLinks, type UploadLinks } from './upload-links.ts';

/** What serving imports needs of S3 and Lambda. */
export type ImportClients = Readonly<{
  files: Pick<Files, 'sizeOf'>;
  links: UploadLinks;
  beginReading: BeginReading;
}>;
export type ImportClientsOptions = Readonly<{ bucket: string; processImport: string; clock: Clock }>;

export const createImportClients = ({ bucket, processImport, clock }: ImportClientsOptions): ImportClients => ({
  files: createFiles({ bucket }),
  links: createUploadLinks({ bucket, clock }),
  beginReading: createBeginReading(processImport),
});
