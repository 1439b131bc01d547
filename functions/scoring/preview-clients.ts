import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { ImportStore } from '../discovery/import-store.ts';
import { createFiles } from '../platform/files.ts';
import type { Clock } from '../platform/time.ts';
import { createPreviewCompanies, type PreviewCompanies } from './preview-companies.ts';
import { RescoreInput } from './rescore-contract.ts';
import type { BeginRescore } from './serve-previews.ts';

/** What is heavy about previews and re-scoring: S3, Lambda, and the scoring itself with its taxonomy and places. */
export type PreviewClients = Readonly<{ previewCompanies: PreviewCompanies; beginRescore: BeginRescore }>;
export type PreviewClientsOptions = Readonly<{
  bucket: string;
  rescoreLeads: string;
  imports: Pick<ImportStore, 'get' | 'list'>;
  clock: Clock;
}>;

/** Re-scoring starts by an asynchronous invocation: Lambda keeps the event and repeats it twice when the function fails. */
export const createPreviewClients = ({
  bucket,
  rescoreLeads,
  imports,
  clock,
}: PreviewClientsOptions): PreviewClients => {
  const lambda = new LambdaClient({});
  return {
    previewCompanies: createPreviewCompanies({ files: createFiles({ bucket }), imports, clock }),
    beginRescore: async (input) => {
      await lambda.send(
        new InvokeCommand({
          FunctionName: rescoreLeads,
          InvocationType: 'Event',
          Payload: Buffer.from(JSON.stringify(RescoreInput.parse(input))),
        }),
      );
    },
  };
};
