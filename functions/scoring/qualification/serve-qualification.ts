import type { Files } from '../../platform/files.ts';
import { qualificationOutcomesKey } from '../../platform/files-layout.ts';
import type { Handlers } from '../../platform/http/api.ts';
import { problem } from '../../platform/http/problem.ts';
import type { qualificationRoutes, TrainQualificationInput } from './qualification-contract.ts';
import { type QualificationStore, viewQualification } from './qualification-store.ts';

export type BeginTraining = (input: TrainQualificationInput) => Promise<void>;

/** The workspace's qualification model over HTTP. */
export const createServeQualification = ({
  qualifications,
  files,
  beginTraining,
  newTrainingId,
}: {
  qualifications: QualificationStore;
  files: Pick<Files, 'writeText'>;
  beginTraining: BeginTraining;
  newTrainingId: () => string;
}): Handlers<typeof qualificationRoutes> => ({
  getQualification: async ({ principal: { workspaceId } }) => ({
    body: viewQualification(await qualifications.get(workspaceId)),
  }),

  trainQualification: async ({ principal: { workspaceId }, body: { model, outcomes } }) => {
    const trainingId = newTrainingId();
    const begun = await qualifications.begin(workspaceId, trainingId);
    if (begun === undefined)
      return problem(409, 'training_active', 'A model is being trained already. Wait until that is done.');
    try {
      if (outcomes !== undefined)
        await files.writeText(qualificationOutcomesKey(workspaceId), JSON.stringify(outcomes));
      const trainedOn = outcomes === undefined ? 'own_leads' : 'given_outcomes';
      await beginTraining({ workspaceId, trainingId, model, trainedOn });
    } catch (error) {
      // Nobody trains it now: without this it would stay `training` and refuse to be tried again.
      const told = 'Training could not be started. Try again.';
      await qualifications.end(workspaceId, trainingId, { status: 'failed', problem: told });
      throw error;
    }
    return { body: viewQualification(begun) };
  },
});
