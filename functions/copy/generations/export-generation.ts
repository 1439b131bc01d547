import type { APIGatewayProxyEvent } from 'aws-lambda';
import { readRequest } from '../../platform/http/api.ts';
import { notFound, problem } from '../../platform/http/problem.ts';
import { type Open, streamedAnswer } from '../../platform/http/streamed-answer.ts';
import { type EXPORT_FORMATS, generationExportRoutes } from './contract.ts';
import { csvOf } from './copy-csv.ts';
import { type Block, documentOf } from './copy-document.ts';
import { markdownOf } from './copy-markdown.ts';
import type { CopyPackage } from './generation.ts';
import type { GenerationStore } from './generation-store.ts';

type Format = (typeof EXPORT_FORMATS)[number];
export type RenderPdf = (blocks: readonly Block[], title: string) => Promise<Uint8Array>;

const ENDINGS: Readonly<Record<Format, string>> = { json: 'json', csv: 'csv', markdown: 'md', pdf: 'pdf' };
const TYPES: Readonly<Record<Format, string>> = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  markdown: 'text/markdown; charset=utf-8',
  pdf: 'application/pdf',
};

/** Gives what was written as a file. Streams, since a PDF is bytes and answers that are not streamed are text. */
export const createExportGeneration =
  ({ store, renderPdf }: { store: Pick<GenerationStore, 'get' | 'result'>; renderPdf: RenderPdf }) =>
  async (event: APIGatewayProxyEvent, open: Open): Promise<void> => {
    const answer = streamedAnswer(open, event.requestContext.requestId);
    const read = await readRequest(generationExportRoutes.exportGeneration, event, event.requestContext.requestId);
    if ('problem' in read) {
      answer.problem(read);
      return;
    }
    const { workspaceId } = read.principal;
    const { generationId } = read.params;
    const { format } = read.query;
    const found = await store.get(workspaceId, generationId);
    const result = found?.status === 'done' ? await store.result(workspaceId, generationId) : undefined;
    if (found === undefined) answer.problem(notFound('generation', generationId));
    else if (result === undefined)
      answer.problem(
        problem(409, 'not_written', `Generation ${generationId} is ${found.status} and has nothing to export.`),
      );
    else
      answer.bytes(await fileOf(result, format, renderPdf), TYPES[format], {
        'content-disposition': `attachment; filename="${nameOf(result)}.${ENDINGS[format]}"`,
      });
  };

const fileOf = async (copy: CopyPackage, format: Format, renderPdf: RenderPdf): Promise<string | Uint8Array> => {
  switch (format) {
    case 'json':
      return JSON.stringify(copy, null, 2);
    case 'csv':
      // The mark tells spreadsheets that it is UTF-8.
      return `\uFEFF${csvOf(copy)}`;
    case 'markdown':
      return markdownOf(documentOf(copy));
    case 'pdf':
      return await renderPdf(documentOf(copy), `Copy for ${copy.companyName}`);
  }
};

/** A name that every file system takes: letters and digits of the company's, ASCII. */
const nameOf = ({ companyName, kind }: CopyPackage): string => {
  const plain = companyName
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
  return `${plain === '' ? 'copy' : plain}-${kind}`;
};
