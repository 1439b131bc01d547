import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { indexWords } from '../../functions/copy/retrieval.ts';

const DIMENSIONS = 64;
type Stored = Readonly<{ vector: readonly number[]; metadata: Readonly<Record<string, string>> }>;
type Body = Readonly<{
  input?: readonly string[];
  keys?: readonly string[];
  vectors?: readonly { key: string; data: { float32: number[] }; metadata: Record<string, string> }[];
  queryVector?: { float32: number[] };
  topK?: number;
  filter?: { $and: readonly Record<string, { $eq: string }>[] };
}>;

/** A text as the words that it holds; near to texts that hold the same, and `synonyms` make two words one. */
const embed = (text: string, synonyms: Readonly<Record<string, string>>): number[] => {
  const vector = new Array<number>(DIMENSIONS).fill(0);
  for (const word of indexWords(text)) {
    const meant = synonyms[word] ?? word;
    let at = 7;
    for (const letter of meant) at = (at * 31 + letter.charCodeAt(0)) % DIMENSIONS;
    vector[at] = (vector[at] ?? 0) + 1;
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
};

/** A server that speaks OpenAI's POST /v1/embeddings and the operations of Amazon S3 Vectors that are used (restJson1). */
export const startFakeVectorsApi = async (synonyms: Readonly<Record<string, string>> = {}) => {
  const stored = new Map<string, Stored>();
  const asked: { path: string; body: Body }[] = [];
  let failing = '';
  const answers: Readonly<Record<string, (body: Body) => object>> = {
    '/v1/embeddings': ({ input = [] }) => ({
      object: 'list',
      model: 'text-embedding-3-small',
      data: input.map((text, index) => ({ object: 'embedding', index, embedding: embed(text, synonyms) })).reverse(),
      usage: { prompt_tokens: 10 * input.length, total_tokens: 10 * input.length },
    }),
    '/GetVectors': ({ keys = [] }) => ({ vectors: keys.filter((key) => stored.has(key)).map((key) => ({ key })) }),
    '/PutVectors': ({ vectors = [] }) => {
      for (const { key, data, metadata } of vectors) stored.set(key, { vector: data.float32, metadata });
      return {};
    },
    '/QueryVectors': ({ queryVector = { float32: [] }, topK = 1, filter }) => {
      const wanted = Object.assign({}, ...(filter?.$and ?? [])) as Record<string, { $eq: string }>;
      const nearness = ({ vector }: Stored) =>
        vector.reduce((sum, value, at) => sum + value * (queryVector.float32[at] ?? 0), 0);
      const vectors = [...stored]
        .filter(([, { metadata }]) => Object.entries(wanted).every(([name, { $eq }]) => metadata[name] === $eq))
        .sort(([, a], [, b]) => nearness(b) - nearness(a))
        .slice(0, topK)
        .map(([key]) => ({ key }));
      return { vectors, distanceMetric: 'cosine' };
    },
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Body;
      asked.push({ path, body });
      const answer = answers[path];
      const ok = answer !== undefined && path !== failing;
      response.writeHead(ok ? 200 : 403, {
        'content-type': 'application/json',
        'x-amzn-errortype': 'AccessDeniedException',
      });
      response.end(JSON.stringify(ok ? answer(body) : { message: 'no' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    asked,
    stored,
    fail: (path: string) => (failing = path),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
