import * as z from 'zod';
import type { Resource } from './template.ts';

/** The properties of a resource by their schema. @throws Error that names the resource and the property that is not supported */
export const propertiesOf = <Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>, resource: Resource) => {
  const parsed = schema.safeParse(resource.properties);
  if (parsed.success) return parsed.data;
  throw new Error(
    `The local cloud cannot bring up ${resource.type} ${resource.path}: ${z.prettifyError(parsed.error)}`,
  );
};
