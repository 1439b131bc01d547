import type { createStartAssessment } from './start-assessment.ts';

type StartAssessment = ReturnType<typeof createStartAssessment>;
type Ports = Omit<Parameters<typeof createStartAssessment>[0], 'startMachine'>;

/**
 * Starting assessments, whose rules of domain names and client of Step Functions are loaded by the first request that starts one: they are a third of the
 * function, and most requests only read (spec/performance.md: an API function loads at most 450 KB at its start).
 */
export const createLazyStartAssessment = (machineArn: string, ports: Ports): StartAssessment => {
  const load = async (): Promise<StartAssessment> => {
    const [{ createStartAssessment }, { createStartMachine }] = await Promise.all([
      import('./start-assessment.ts'),
      import('./assessment-machine.ts'),
    ]);
    return createStartAssessment({ ...ports, startMachine: createStartMachine(machineArn) });
  };
  let loading: Promise<StartAssessment> | undefined;
  return async (...asked) => {
    loading ??= load();
    return await (await loading)(...asked);
  };
};
