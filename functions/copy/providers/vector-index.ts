import type { S3VectorsClient } from '@aws-sdk/client-s3vectors';

/** Quotas of S3 Vectors: vectors a PutVectors, keys a GetVectors, results a QueryVectors. */
const MOST_PUT = 500;
const MOST_GET = 100;
const MOST_RESULTS = 30;

export type StoredVector = Readonly<{
  key: string;
  vector: readonly number[];
  metadata: Readonly<Record<string, string>>;
}>;
export type VectorIndex = Readonly<{
  /** Which of these keys are stored. */
  known: (keys: readonly string[]) => Promise<ReadonlySet<string>>;
  put: (vectors: readonly StoredVector[]) => Promise<void>;
  /** Keys nearest to a vector among those whose metadata is exactly this, best first. */
  nearest: (
    vector: readonly number[],
    among: Readonly<Record<string, string>>,
    limit: number,
  ) => Promise<readonly string[]>;
}>;

const cut = <Value>(values: readonly Value[], size: number): readonly (readonly Value[])[] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, at) => values.slice(at * size, (at + 1) * size));

/** An index of Amazon S3 Vectors, by its ARN. The SDK is loaded when it is first used. */
export const createVectorIndex = ({
  indexArn,
  client: given,
}: {
  indexArn: string;
  client?: Pick<S3VectorsClient, 'send'>;
}): VectorIndex => {
  let client: Promise<Pick<S3VectorsClient, 'send'>> | undefined =
    given === undefined ? undefined : Promise.resolve(given);
  const load = () => import('@aws-sdk/client-s3vectors');
  const connect = async () => {
    const { S3VectorsClient: Sdk } = await load();
    client ??= Promise.resolve(new Sdk({}));
    return await client;
  };
  return {
    known: async (keys) => {
      const [{ GetVectorsCommand }, connected] = await Promise.all([load(), connect()]);
      const found = new Set<string>();
      for (const some of cut(keys, MOST_GET)) {
        const { vectors = [] } = await connected.send(new GetVectorsCommand({ indexArn, keys: [...some] }));
        for (const { key } of vectors) if (key !== undefined) found.add(key);
      }
      return found;
    },
    put: async (vectors) => {
      const [{ PutVectorsCommand }, connected] = await Promise.all([load(), connect()]);
      for (const some of cut(vectors, MOST_PUT))
        await connected.send(
          new PutVectorsCommand({
            indexArn,
            vectors: some.map(({ key, vector, metadata }) => ({
              key,
              data: { float32: [...vector] },
              metadata: { ...metadata },
            })),
          }),
        );
    },
    nearest: async (vector, among, limit) => {
      const [{ QueryVectorsCommand }, connected] = await Promise.all([load(), connect()]);
      const filter = { $and: Object.entries(among).map(([name, value]) => ({ [name]: { $eq: value } })) };
      const { vectors = [] } = await connected.send(
        new QueryVectorsCommand({
          indexArn,
          topK: Math.min(MOST_RESULTS, limit),
          queryVector: { float32: [...vector] },
          filter,
        }),
      );
      return vectors.flatMap(({ key }) => key ?? []);
    },
  };
};
