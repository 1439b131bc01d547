/** Why the API did not do what was asked, as problem details (RFC 9457) tell it; `status` 0 when nobody answered. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly errorCode: string;
  readonly traceId: string | undefined;
  readonly fieldErrors: readonly { readonly field: string; readonly message: string }[];

  constructor(problem: {
    status: number;
    detail: string;
    errorCode: string;
    traceId?: string | undefined;
    fieldErrors?: readonly { readonly field: string; readonly message: string }[];
  }) {
    super(problem.detail);
    this.status = problem.status;
    this.errorCode = problem.errorCode;
    this.traceId = problem.traceId;
    this.fieldErrors = problem.fieldErrors ?? [];
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const fieldErrorsOf = (value: unknown): { field: string; message: string }[] =>
  Array.isArray(value)
    ? value.flatMap((each: unknown) =>
        isRecord(each) && typeof each['field'] === 'string' && typeof each['message'] === 'string'
          ? [{ field: each['field'], message: each['message'] }]
          : [],
      )
    : [];

const textOr = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

/** Reads an answer that is not a success. A gateway or proxy may answer in its own words, so nothing is taken for granted. */
export const readProblem = async (response: Response): Promise<ApiError> => {
  const text = await response.text().catch(() => '');
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  const problem = isRecord(body) ? body : {};
  return new ApiError({
    status: response.status,
    detail: textOr(problem['detail'], textOr(problem['message'], '')),
    errorCode: textOr(problem['errorCode'], `http_${response.status}`),
    traceId: textOr(problem['traceId'], response.headers.get('x-trace-id') ?? '') || undefined,
    fieldErrors: fieldErrorsOf(problem['fieldErrors']),
  });
};
