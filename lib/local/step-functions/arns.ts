/** Names of Step Functions resources as AWS builds them from a state machine's ARN. */

const sectionsOf = (machineArn: string): { prefix: string; name: string } => {
  const [arn, partition, service, region, account, , name] = machineArn.split(':');
  if (arn !== 'arn' || service !== 'states' || name === undefined) {
    throw new Error(`not a state machine ARN: ${machineArn}`);
  }
  return { prefix: ['arn', partition, 'states', region, account].join(':'), name };
};

/** The name in a state machine's ARN. */
export const machineNameOf = (machineArn: string): string => sectionsOf(machineArn).name;

/** ARN of a Standard execution. */
export const standardExecutionArn = (machineArn: string, name: string): string => {
  const { prefix, name: machine } = sectionsOf(machineArn);
  return `${prefix}:execution:${machine}:${name}`;
};

/** ARN of an Express execution; names of Express executions may repeat, so AWS adds a unique part. */
export const expressExecutionArn = (machineArn: string, name: string, unique: string): string => {
  const { prefix, name: machine } = sectionsOf(machineArn);
  return `${prefix}:express:${machine}:${name}:${unique}`;
};

/** ARN of one run of a distributed Map state. */
export const mapRunArn = (machineArn: string, label: string, unique: string): string => {
  const { prefix, name: machine } = sectionsOf(machineArn);
  return `${prefix}:mapRun:${machine}/${label}:${unique}`;
};

/** ARN that child executions of a distributed Map state carry as their state machine: `<machine>/<label>`. */
export const mapMachineArn = (machineArn: string, label: string): string => `${machineArn}/${label}`;

/** AWS labels a distributed Map by its state name when no Label is given; at most 40 safe characters. */
export const labelOf = (stateName: string, label: string | undefined): string =>
  label ?? stateName.replaceAll(/[^A-Za-z0-9_-]/g, '').slice(0, 40);
