import type { Files } from '../platform/files.ts';
import { createResolveHost } from '../platform/safe-fetch/resolve-host.ts';
import { createSafeFetch } from '../platform/safe-fetch/safe-fetch.ts';
import type { Clock } from '../platform/time.ts';
import { createLookUp, type LookUp } from './look-up.ts';
import { createReadMailDomain } from './mail-domain.ts';
import { createReadWebsite, type ReadWebsite } from './read-website.ts';

/** The ways to the outside that finding people needs, with one resolver for websites and mail: what one learns of DNS the other knows. */
export const createOutside = ({
  allowHosts,
  files,
  clock,
}: {
  allowHosts: string;
  files: Pick<Files, 'readText' | 'writeText'>;
  clock: Clock;
}): Readonly<{ readWebsite: ReadWebsite; lookUp: LookUp }> => {
  const resolveHost = createResolveHost({ clock });
  return {
    readWebsite: createReadWebsite({ fetchPage: createSafeFetch({ allowHosts, clock, resolveHost }), files, clock }),
    lookUp: createLookUp({ readMailDomain: createReadMailDomain({ resolveHost, clock }) }),
  };
};
