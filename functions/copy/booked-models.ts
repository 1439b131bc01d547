import type * as z from 'zod';
import type { WorkspaceId } from '../platform/ids.ts';
import type { BookPaidCall } from '../platform/ledger/paid-call.ts';
import type { Model, ModelAnswer, ModelRequest } from './model.ts';
import type { WorkspaceModel } from './workspace-model.ts';

/**
 * The models of workspaces for work outside runs: every call that was paid for is booked, failed attempts included. A run's calls are booked
 * with the run, from what stands on its leads.
 */
export const bookedModels =
  (workspaceModel: WorkspaceModel, bookPaidCall: BookPaidCall): WorkspaceModel =>
  async (workspaceId, options) => {
    const model = await workspaceModel(workspaceId, options);
    return model === undefined ? undefined : booked(model, workspaceId, bookPaidCall);
  };

const booked = (model: Model, workspaceId: WorkspaceId, bookPaidCall: BookPaidCall): Model => ({
  name: model.name,
  generate: async <S extends z.ZodType>(
    request: ModelRequest<S>,
    onDelta?: (text: string) => void,
  ): Promise<ModelAnswer<z.output<S>>> => {
    const answer = await model.generate(request, onDelta);
    for (const { model: payee, costMicroUsd } of answer.usage)
      await bookPaidCall(workspaceId, { kind: 'copy', microUsd: costMicroUsd, payee });
    return answer;
  },
});
