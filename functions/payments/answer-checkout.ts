import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { SECURITY_HEADERS } from '../platform/http/api.ts';
import { problem } from '../platform/http/problem.ts';
import type { Log } from '../platform/log.ts';
import { readOrigin } from './checkout-form.ts';
import { CHECKOUT_PAGE_HEADERS, CHECKOUT_PROBLEMS, problemPage, unreachablePage } from './checkout-page.ts';
import type { CheckoutProblem, StartCheckout } from './start-checkout.ts';

const LARGEST_FORM = 64 * 1024;

type Arrived = Pick<
  APIGatewayProxyEvent,
  'body' | 'isBase64Encoded' | 'headers' | 'pathParameters' | 'queryStringParameters'
> & { requestContext: Pick<APIGatewayProxyEvent['requestContext'], 'requestId'> };

const headerOf = ({ headers }: Arrived, name: string): string | undefined =>
  Object.entries(headers).find(([given]) => given.toLowerCase() === name)?.[1];

/** The body's fields, of a form or of JSON; none where it is neither: nobody who wants to pay is turned away for a wrong field. */
const fieldsOf = (arrived: Arrived): Readonly<Record<string, unknown>> => {
  const text = Buffer.from(arrived.body ?? '', arrived.isBase64Encoded ? 'base64' : 'utf8').toString('utf8');
  if (text.length > LARGEST_FORM) return {};
  if (headerOf(arrived, 'content-type')?.includes('json') !== true)
    return Object.fromEntries(new URLSearchParams(text));
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
};

/** Whether a program asks: it wants JSON, or sends it and does not ask for a page. */
const wantsJson = (arrived: Arrived): boolean => {
  const accept = headerOf(arrived, 'accept') ?? '';
  if (accept.includes('text/html')) return false;
  return accept.includes('json') || headerOf(arrived, 'content-type')?.includes('json') === true;
};

/** Answers a click on "buy": a form is led on to Stripe's page or told on a page why not, who asks for JSON is told either. */
export const createAnswerCheckout =
  ({ start, log }: Readonly<{ start: StartCheckout; log: Log }>) =>
  async (arrived: Arrived): Promise<APIGatewayProxyResult> => {
    const { requestId: traceId } = arrived.requestContext;
    const token = arrived.pathParameters?.['token'] ?? '';
    const json = wantsJson(arrived);
    const refuse = (reason: CheckoutProblem): APIGatewayProxyResult => {
      const { status, title, detail } = CHECKOUT_PROBLEMS[reason];
      return json
        ? answerProblem(status, reason, `${title}. ${detail}`, traceId)
        : answerPage(status, problemPage(reason));
    };
    try {
      const origin = readOrigin(fieldsOf(arrived), arrived.queryStringParameters ?? {}, headerOf(arrived, 'referer'));
      const started = await start(token, origin);
      if (!started.ok) return refuse(started.reason);
      const { url, purchaseId } = started;
      return json
        ? answerJson(200, { url, purchaseId })
        : { statusCode: 303, headers: { ...SECURITY_HEADERS, location: url }, body: '' };
    } catch (error) {
      log.error('A checkout could not be started', { traceId, error });
      return json
        ? answerProblem(502, 'payment_page_unreachable', 'Nothing was charged. Try again in a moment.', traceId)
        : answerPage(502, unreachablePage(token));
    }
  };

const answerPage = (statusCode: number, body: string): APIGatewayProxyResult => ({
  statusCode,
  headers: { ...SECURITY_HEADERS, ...CHECKOUT_PAGE_HEADERS },
  body,
});

const answerJson = (statusCode: number, body: unknown, type = 'application/json'): APIGatewayProxyResult => ({
  statusCode,
  headers: { ...SECURITY_HEADERS, 'content-type': `${type}; charset=utf-8` },
  body: JSON.stringify(body),
});

const answerProblem = (status: number, errorCode: string, detail: string, traceId: string): APIGatewayProxyResult =>
  answerJson(status, { ...problem(status, errorCode, detail).problem, traceId }, 'application/problem+json');
