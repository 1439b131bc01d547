import { infiniteQueryOptions } from '@tanstack/react-query';

export type Page<Item> = { readonly items: readonly Item[]; readonly nextCursor: string | null };

/** A list the server gives page by page, read on by its cursor. */
export const pagedQuery = <Item>(
  key: readonly unknown[],
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Item>>,
) =>
  infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page<Item>) => page.nextCursor ?? undefined,
  });

/** Query fields of one page; the cursor only from the second on. */
export const pageFields = (limit: number, cursor: string | undefined) =>
  cursor === undefined ? { limit } : { limit, cursor };
