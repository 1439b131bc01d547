import type { Resource } from '../template.ts';

/** A resource's name for people: where it stands in the CDK app, without its stack. */
export const labelOf = ({ path }: Pick<Resource, 'path'>): string =>
  path
    .split('/')
    .slice(1)
    .filter((part) => part !== 'Resource')
    .join(' › ');
