/** Runs an execution into a task that never returns, prints its ARN, and waits to be killed. */
import { createStepFunctions } from '../../lib/local/step-functions/step-functions.ts';

const machineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:machine';
let arn = '';
const stepFunctions = createStepFunctions({
  databasePath: process.argv[2] ?? '',
  invokeLambda: () => {
    process.stdout.write(`${arn}\n`);
    return new Promise(() => undefined);
  },
  readObject: () => {
    throw new Error('not read');
  },
  writeObject: () => Promise.resolve(),
});
stepFunctions.createStateMachine(
  machineArn,
  'machine',
  {
    QueryLanguage: 'JSONata',
    StartAt: 'Set',
    States: {
      Set: { Type: 'Pass', Assign: { kept: 'kept' }, Next: 'Work' },
      Work: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: { FunctionName: 'work' },
        End: true,
      },
    },
  },
  'STANDARD',
);
const started = stepFunctions.start({ machineArn, input: '{}' });
if (started.ok) arn = started.executionArn;
// Ends by itself should nobody kill it.
setTimeout(() => process.exit(1), 20_000);
