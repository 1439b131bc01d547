import {
  createAsynchronousInvocations,
  DEFAULT_SETTINGS,
  INVOCATION_SCHEMA,
} from '../../../lib/local/lambda/asynchronous-invocations.ts';
import { openSqlite } from '../../../lib/local/sqlite.ts';
import { eventually } from '../../support/until.ts';

test('an event that falls due while the queue looks through its events is carried out', async () => {
  const database = openSqlite(':memory:', INVOCATION_SCHEMA);
  let now = 0;
  let tries = 0;
  const invocations = createAsynchronousInvocations({
    database,
    // Time goes on between any two looks at the clock.
    clock: () => (now += 1),
    retryDelaysMs: [2],
    settingsOf: () => DEFAULT_SETTINGS,
    invoke: () => {
      tries += 1;
      return Promise.resolve(
        tries === 1
          ? { ok: false, error: { errorType: 'Error', errorMessage: 'not yet' } }
          : { ok: true, payload: 'null' },
      );
    },
  });
  invocations.start();
  invocations.accept('f', '{}');
  expect(await eventually(invocations.waiting, (left) => left === 0)).toBe(0);
  expect(tries).toBe(2);
  invocations.close();
  database.close();
});
