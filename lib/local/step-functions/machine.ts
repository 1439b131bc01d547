import type { Definition, MachineType } from './definition.ts';

/** A registered state machine. */
export type Machine = {
  readonly arn: string;
  readonly name: string;
  readonly type: MachineType;
  readonly definition: Definition;
  /** The definition as it was given, as JSON text. */
  readonly source: string;
  readonly createdAt: number;
};
