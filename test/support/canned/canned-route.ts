/** What the canned system answers, and to what. */
export type Answer = Readonly<{ status?: number; body: unknown }>;
export type Route = readonly [method: string, pattern: RegExp, answer: (match: RegExpExecArray, url: URL) => Answer];

export const problem = (status: number, errorCode: string, detail: string): Answer => ({
  status,
  body: { type: 'about:blank', title: 'Problem', status, detail, errorCode, traceId: 'c0ffee00-trace' },
});
export const found = (body: unknown): Answer =>
  body === undefined ? problem(404, 'not_found', 'There is no such item in this workspace.') : { body };
