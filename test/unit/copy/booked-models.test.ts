import * as z from 'zod';
import { bookedModels } from '../../../functions/copy/booked-models.ts';
import type { Model, ModelUsage } from '../../../functions/copy/model.ts';
import { WorkspaceId } from '../../../functions/platform/ids.ts';

const workspaceId = WorkspaceId.parse('ws_01jd0000000000000000000000');
const usage = (model: string, costMicroUsd: number): ModelUsage => ({
  ...{ model, costMicroUsd, inputTokens: 10, outputTokens: 5, cachedInputTokens: 0 },
});
const request = { task: 'mail', schema: z.object({}), stable: '', prompt: '' };

test('every call of a model outside runs is booked, failed attempts included, and its answer is handed on', async () => {
  const failure = { reason: 'timeout', detail: 'too slow' } as const;
  const model: Model = {
    name: 'a, b',
    generate: (_request, onDelta) => {
      onDelta?.('x');
      return Promise.resolve({ ok: false, failure, usage: [usage('a', 700), usage('b', 300)] });
    },
  };
  const booked: unknown[] = [];
  const deltas: string[] = [];
  const models = bookedModels(
    (_of, options) => Promise.resolve(options?.limits === undefined ? model : undefined),
    async (of, call) => {
      booked.push({ of, ...call });
    },
  );
  const found = await models(workspaceId);
  expect(found?.name).toBe('a, b');
  expect(await found?.generate(request, (text) => deltas.push(text))).toMatchObject({ ok: false, failure });
  expect(deltas).toEqual(['x']);
  expect(booked).toEqual([
    { of: workspaceId, kind: 'copy', microUsd: 700, payee: 'a' },
    { of: workspaceId, kind: 'copy', microUsd: 300, payee: 'b' },
  ]);
  expect(await models(workspaceId, { limits: [] })).toBeUndefined();
});
