/** What a call to an integration gets beside its arguments. */
export type IntegrationCall = {
  readonly signal: AbortSignal;
  /** The nested execution an earlier life of this attempt started. */
  readonly childArn: string | undefined;
  readonly saveChildArn: (arn: string) => void;
};

export type IntegrationRun = (args: Readonly<Record<string, unknown>>, call: IntegrationCall) => Promise<unknown>;
