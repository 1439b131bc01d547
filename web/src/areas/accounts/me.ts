import { queryOptions, useQuery } from '@tanstack/react-query';
import { call } from '../../api/call.ts';

/** Who is signed in, in which workspace and mode. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => call('getMe', {}, signal),
  staleTime: 60_000,
});

/**
 * Whether to offer what changes something: a viewer only reads, and keys belong to owners and admins (the roles table of the API). This hides
 * what would be refused; the refusing is the server's.
 */
export const useMay = (): { work: boolean; manageKeys: boolean } => {
  const { data } = useQuery(meQuery);
  const role = data?.role;
  return {
    work: role !== undefined && role !== 'viewer',
    manageKeys: role === 'owner' || role === 'admin',
  };
};
