import type { App } from 'aws-cdk-lib';
import * as z from 'zod';

const origin = z
  .url({ protocol: /^https?$/ })
  .refine((value) => new URL(value).origin === value, 'is an origin: scheme and host, without a path');
const seconds = z.coerce.number().int().positive();

/** What may differ from one deployment to another. Every field can be given as CDK context (`-c publicOrigin=https://…`). */
export const Settings = z.strictObject({
  /** Where people reach the product: every link in a mail begins with it. */
  publicOrigin: origin.default('https://app.throughline.example'),
  /** Certificate (us-east-1) of the public origin's host; without one CloudFront answers under a name of its own. */
  certificateArn: z.string().startsWith('arn:').optional(),
  /** Whether mails leave at all. Live is a decision, so it is never the default. */
  sendingMode: z.enum(['sandbox', 'live']).default('sandbox'),
  /** Where sandbox mails go: to SES's mailbox simulator, or as addressed, where the whole channel is an inbox of our own. */
  sandboxDelivery: z.enum(['simulator', 'inbox']).default('simulator'),
  /** How many seconds of a sandbox run's schedule pass in one real second. */
  sandboxClockFactor: z.coerce.number().min(1).default(1_440),
  /** Mails a second that the channel allows; SES gives new production accounts 14. */
  sendRatePerSecond: z.coerce.number().positive().default(14),
  /** A message that stands in `sending` for so long was left by a sender that died. */
  stuckSeconds: seconds.default(900),
  /** A message whose fate is unknown is given up after so long (spec/sending.md: 72 h). */
  unknownFinalSeconds: seconds.default(72 * 3_600),
  /** Private hosts that websites may be read from, comma separated; none in AWS. */
  fetchAllowHosts: z.string().default(''),
  /** Where providers of company data answer, as JSON by provider, where that is not their own address (sandboxes, tests). */
  providerUrls: z.string().optional(),
  /** Another sign-in than the user pool that is deployed along; all three or none. */
  jwtIssuer: z.url().optional(),
  jwksUri: z.url().optional(),
  jwtClientId: z.string().min(1).optional(),
  /** Secret that holds the Anthropic key; without it the offline writer writes. */
  anthropicSecretArn: z.string().startsWith('arn:').optional(),
  /** Secret that holds the OpenAI key: what is asked when Claude fails, or alone. */
  openaiSecretArn: z.string().startsWith('arn:').optional(),
  /** Language models in the order in which they are asked, comma separated; each must stand in the price file. */
  models: z.string().optional(),
  /** Dollars that a workspace may spend on language models in a day, and a run on one lead. */
  modelDayCapUsd: z.coerce.number().positive().optional(),
  modelLeadCapUsd: z.coerce.number().positive().optional(),
  /** How often the model's batches are looked at, to begin with; after ten looks a fifth as often. */
  copyBatchPollSeconds: seconds.default(60),
  /** An index of S3 Vectors (1,536 dimensions, cosine) for searching passages by meaning; without one they are searched by words. */
  vectorIndexArn: z.string().startsWith('arn:').optional(),
  /** Where language models answer, as JSON by provider, where that is not their own address. */
  modelUrls: z.string().optional(),
  /**
   * Host whose mail SES takes in (its MX names SES's inbound endpoint): replies go to addresses of it. Without one they go to the sender's own
   * mailbox and are not read here.
   */
  replyHost: z
    .string()
    .regex(/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, 'is a host name in lower case')
    .optional(),
  /** A Lambda layer that holds `@sparticuz/chromium` for arm64 (docs/assessment.md); without a browser assessments are partial and say so. */
  chromiumLayerArn: z.string().startsWith('arn:').optional(),
  /** Where a browser lies, when it is neither in that layer nor where systems usually put it. */
  chromiumPath: z.string().optional(),
  /** Who is told when an alarm goes off. */
  alarmEmail: z.email().optional(),
});
export type Settings = z.infer<typeof Settings>;

/**
 * The settings of a deployment: what the caller gives, else CDK context, else the default.
 * @throws Error that names every setting that is wrong.
 */
export const readSettings = (app: App, given: Readonly<Partial<z.input<typeof Settings>>> = {}): Settings => {
  const named = new Map<string, unknown>(Object.entries(given));
  const wished = Object.keys(Settings.shape).map((name): [string, unknown] => [
    name,
    named.get(name) ?? app.node.tryGetContext(name),
  ]);
  const parsed = Settings.safeParse(Object.fromEntries(wished.filter(([, value]) => value !== undefined)));
  if (!parsed.success) throw new Error(`Settings that cannot be used: ${z.prettifyError(parsed.error)}`);
  const { jwtIssuer, jwksUri, jwtClientId } = parsed.data;
  const signIn = [jwtIssuer, jwksUri, jwtClientId].filter((value) => value !== undefined);
  if (signIn.length !== 0 && signIn.length !== 3)
    throw new Error('Settings that cannot be used: jwtIssuer, jwksUri and jwtClientId go together');
  return parsed.data;
};
