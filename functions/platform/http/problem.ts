import * as z from 'zod';

/** Problem details (RFC 9457) as every error of the API answers them. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errorCode: z.string(),
  fieldErrors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  retryAfter: z.number().optional(),
  /** Addresses that were asked for in vain. */
  tried: z.array(z.string()).optional(),
  /** What is tried again by itself: the id under which its result will be found. */
  retryId: z.string().optional(),
  traceId: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;
export type FieldError = NonNullable<Problem['fieldErrors']>[number];

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request cannot be used',
  401: 'Sign in or send an API key',
  402: 'The budget is used up',
  403: 'This is not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'The item is in another state',
  412: 'The item has changed',
  413: 'The request is too large',
  415: 'The content type is not supported',
  422: 'The request cannot be carried out',
  429: 'Too many requests',
  500: 'Something failed on our side',
  502: 'A service that is needed gave no usable answer',
  503: 'Temporarily unavailable',
};

/** An answer that is not a success. Handlers return it; nothing expected is thrown. */
export type ProblemReply = Readonly<{ problem: Problem }>;

export const problem = (
  status: number,
  errorCode: string,
  detail: string,
  more: Pick<Problem, 'fieldErrors' | 'retryAfter' | 'tried' | 'retryId'> = {},
): ProblemReply => ({
  problem: {
    type: `https://throughline.example/problems/${errorCode}`,
    title: TITLES[status] ?? 'Error',
    status,
    detail,
    errorCode,
    ...more,
  },
});

export const notFound = (what: string, id: string): ProblemReply =>
  problem(404, `${what}_not_found`, `There is no ${what.replaceAll('_', ' ')} ${id} in this workspace.`);

/** A request whose fields are wrong: every field by its path, with what would be right. */
export const invalidFields = (fieldErrors: readonly FieldError[]): ProblemReply =>
  problem(400, 'invalid_request', fieldErrors.map(({ field, message }) => `${field}: ${message}`).join('; '), {
    fieldErrors: [...fieldErrors],
  });
