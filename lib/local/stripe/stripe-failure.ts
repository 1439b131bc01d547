/** A failure as the API answers it. */
export class StripeFailure extends Error {
  readonly status: number;
  readonly type: string;
  readonly code: string | undefined;
  readonly param: string | undefined;

  constructor(
    message: string,
    { status = 400, type = 'invalid_request_error', code, param }: Partial<StripeFailure> = {},
  ) {
    super(message);
    this.name = 'StripeFailure';
    this.status = status;
    this.type = type;
    this.code = code;
    this.param = param;
  }
}
