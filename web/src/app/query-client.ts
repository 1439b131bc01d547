import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/api-error.ts';

const RETRIES = 2;

/** Reads are repeated when nobody answered or the server failed, not when the answer was no; writes are never repeated by themselves. */
const worthRepeating = (failures: number, error: Error): boolean =>
  failures < RETRIES && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500);

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { retry: worthRepeating, retryDelay: (attempt) => 500 * 2 ** attempt, staleTime: 5_000 },
      mutations: { retry: false },
    },
  });
