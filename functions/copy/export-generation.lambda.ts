import { readEnvironment } from '../platform/environment.ts';
import { streamed } from '../platform/http/event-stream.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { Environment } from './export-generation.environment.ts';
import { createExportGeneration } from './generations/export-generation.ts';
import { createGenerationStore } from './generations/generation-store.ts';

const store = createGenerationStore(createTable({ name: readEnvironment(Environment).TABLE_NAME }), clock);

export const handler = streamed(
  createExportGeneration({
    store,
    // The renderer is large and slow to load, and the other formats do without it.
    renderPdf: async (blocks, title) => {
      const { renderCopyPdf } = await import('./generations/copy-pdf.ts');
      return await renderCopyPdf(blocks, title);
    },
  }),
);
