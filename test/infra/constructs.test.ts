import { App, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AppFunction } from '../../lib/constructs/app-function.ts';
import type { EnvironmentDemand, FunctionSource } from '../../lib/constructs/function-source.ts';
import { readFunctionSource } from '../../lib/constructs/function-source.ts';
import { HumanAlarm } from '../../lib/constructs/human-alarm.ts';
import { makeFolder, removeFolders, smallBuild } from './synthesized.ts';

afterAll(removeFolders);

describe('AppFunction', () => {
  const asking = async (demand: EnvironmentDemand): Promise<FunctionSource> => ({
    ...(await smallBuild()).source,
    demandOf: () => demand,
  });
  const make = async (demand: EnvironmentDemand, environment: Record<string, string | undefined>) =>
    new AppFunction(new Stack(new App(), 'S'), {
      source: await asking(demand),
      entry: 'campaigns/plan-run',
      description: 'A function',
      environment,
    });
  const demand = { known: ['TABLE_NAME', 'SECRET_ARN'], required: ['TABLE_NAME'] };

  test('takes what its schema asks for, with or without what is optional', async () => {
    await expect(make(demand, { TABLE_NAME: 't', SECRET_ARN: undefined })).resolves.toBeDefined();
    await expect(make(demand, { TABLE_NAME: 't', SECRET_ARN: 's' })).resolves.toBeDefined();
  });

  test('is not made without a variable that its schema asks for', async () => {
    await expect(make(demand, {})).rejects.toThrow('campaigns/plan-run: it asks for TABLE_NAME');
  });

  test('is not made with a variable that its schema does not know', async () => {
    await expect(make(demand, { TABLE_NAME: 't', OTHER: 'x' })).rejects.toThrow('the stack gives OTHER');
  });

  test('says which bundle or function is missing', async () => {
    const source = await readFunctionSource(makeFolder());
    expect(() => source.directoryOf('campaigns/plan-run')).toThrow('no bundle of campaigns/plan-run');
    expect(() => source.demandOf('campaigns/no-such')).toThrow('There is no functions/campaigns/no-such.lambda.ts');
  });

  test('what a function asks for is read from the schema it parses its environment with', async () => {
    const source = await readFunctionSource(makeFolder());
    expect(source.demandOf('copy/write-copy').required).not.toContain('ANTHROPIC_SECRET_ARN');
    expect(source.demandOf('campaigns/plan-run')).toEqual({
      known: ['TABLE_NAME', 'DATA_BUCKET'],
      required: ['TABLE_NAME', 'DATA_BUCKET'],
    });
  });
});

describe('HumanAlarm', () => {
  test.each(['', 'errors', 'Too many errors', 'the sender fails and nobody is written to any more.'])(
    '"%s" is no sentence that says what breaks for whom',
    (impact) => {
      const stack = new Stack(new App(), 'S');
      const metric = new Metric({ namespace: 'N', metricName: 'M' });
      const action = new SnsAction(new Topic(stack, 'T'));
      expect(() => new HumanAlarm(stack, 'A', { impact, metric, threshold: 1, action })).toThrow(
        'what breaks for whom',
      );
    },
  );
});
