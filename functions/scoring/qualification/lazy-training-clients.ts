import type { TrainingClients, TrainingClientsOptions } from './training-clients.ts';

/** The same clients, loaded by the first training (spec/performance.md: an API function loads at most 450 KB at its start). */
export const createLazyTrainingClients = (options: TrainingClientsOptions): TrainingClients => {
  let loading: Promise<TrainingClients> | undefined;
  const clients = (): Promise<TrainingClients> => {
    loading ??= import('./training-clients.ts').then(({ createTrainingClients }) => createTrainingClients(options));
    return loading;
  };
  return {
    files: {
      writeText: async (key, text, contentType) => {
        await (await clients()).files.writeText(key, text, contentType);
      },
    },
    beginTraining: async (input) => {
      await (await clients()).beginTraining(input);
    },
  };
};
