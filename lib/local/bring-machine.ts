import * as z from 'zod';
import { propertiesOf } from './resource-properties.ts';
import type { Services } from './services.ts';
import type { Resource, Template } from './template.ts';

const noEffect = z.unknown().optional();

const MachineProperties = z.strictObject({
  StateMachineName: z.string().optional(),
  StateMachineType: z.enum(['STANDARD', 'EXPRESS']).default('STANDARD'),
  DefinitionString: z.string(),
  DefinitionSubstitutions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  EncryptionConfiguration: noEffect,
  LoggingConfiguration: noEffect,
  RoleArn: noEffect,
  Tags: noEffect,
  TracingConfiguration: noEffect,
});

/** Registers a state machine of the template. @throws Error naming the property, state or field that is not supported */
export const bringMachine = (template: Template, services: Services, resource: Resource): void => {
  const properties = propertiesOf(MachineProperties, resource);
  const definition = properties.DefinitionString.replace(/\$\{([A-Za-z0-9]+)\}/g, (placeholder, name: string) => {
    const value = properties.DefinitionSubstitutions[name];
    if (value === undefined) throw new Error(`${resource.path} has nothing to put for ${placeholder}`);
    return String(value);
  });
  const { ref: arn, attributes } = template.valuesOf(resource);
  services.stepFunctions.createStateMachine(arn, attributes['Name'] ?? arn, definition, properties.StateMachineType);
};
