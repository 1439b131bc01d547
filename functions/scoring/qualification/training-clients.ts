import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { createFiles, type Files } from '../../platform/files.ts';
import { TrainQualificationInput } from './qualification-contract.ts';
import type { BeginTraining } from './serve-qualification.ts';

/** What serving the qualification needs of S3 and Lambda. */
export type TrainingClients = Readonly<{ files: Pick<Files, 'writeText'>; beginTraining: BeginTraining }>;
export type TrainingClientsOptions = Readonly<{ bucket: string; trainQualification: string }>;

/** Training starts by an asynchronous invocation: Lambda keeps the event and repeats it twice when the function fails. */
export const createTrainingClients = ({ bucket, trainQualification }: TrainingClientsOptions): TrainingClients => {
  const lambda = new LambdaClient({});
  return {
    files: createFiles({ bucket }),
    beginTraining: async (input) => {
      await lambda.send(
        new InvokeCommand({
          FunctionName: trainQualification,
          InvocationType: 'Event',
          Payload: Buffer.from(JSON.stringify(TrainQualificationInput.parse(input))),
        }),
      );
    },
  };
};
