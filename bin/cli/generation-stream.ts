import * as z from 'zod';
import type { ApiClient } from './api-client.ts';

/** An event of a generation as the API tells it. */
export type ToldEvent = Readonly<{ id: string | undefined; event: string; data: unknown }>;

const MOST_RECONNECTS = 5;
const Stage = z.object({ stage: z.string(), status: z.string(), detail: z.string().optional() });
export type Stage = z.infer<typeof Stage>;
export const readStage = (data: unknown): Stage | undefined => Stage.safeParse(data).data;

const parseEvent = (block: string): ToldEvent | undefined => {
  const field = (name: string): string | undefined => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
  const [event, data] = [field('event'), field('data')];
  return event === undefined || data === undefined ? undefined : { id: field('id'), event, data: JSON.parse(data) };
};

/** The events of one request for copy; a connection that breaks is taken up again where it was. */
export async function* generationEvents(api: ApiClient, path: string, body: unknown): AsyncGenerator<ToldEvent> {
  let lastId: string | undefined;
  for (let attempt = 0; attempt <= MOST_RECONNECTS; attempt += 1) {
    const answer = await api.streamPost(path, body, lastId);
    let rest = '';
    try {
      for await (const chunk of answer.pipeThrough(new TextDecoderStream())) {
        const blocks = (rest + chunk).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) {
          const told = parseEvent(block);
          if (told === undefined) continue;
          lastId = told.id ?? lastId;
          yield told;
          if (told.event === 'done' || told.event === 'error') return;
        }
      }
    } catch (error) {
      // Before the first event there is nothing to go on from.
      if (lastId === undefined) throw error;
    }
  }
}
