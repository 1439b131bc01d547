import * as z from 'zod';

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

/** The policy documents that an authorizer may answer with. Statements with conditions are refused: nothing is passed over in silence. */
export const PolicyDocument = z.object({
  Version: z.string().optional(),
  Statement: z
    .union([z.unknown().array(), z.unknown()])
    .transform((value) => [value].flat())
    .pipe(
      z.array(
        z.strictObject({
          Sid: z.string().optional(),
          Effect: z.enum(['Allow', 'Deny']),
          Action: oneOrMore,
          Resource: oneOrMore,
        }),
      ),
    ),
});
export type PolicyDocument = z.infer<typeof PolicyDocument>;

/** Whether a pattern of a policy (`*` any text, `?` any character) covers a text. */
export const covers = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  ).test(text);

/**
 * Whether the policy lets `execute-api:Invoke` reach the method: something allows it and nothing denies it.
 * Source: IAM user guide, "Policy evaluation logic".
 */
export const allowsInvoke = ({ Statement }: PolicyDocument, methodArn: string): boolean => {
  const about = Statement.filter(
    ({ Action, Resource }) =>
      Action.some((action) => covers(action.toLowerCase(), 'execute-api:invoke')) &&
      Resource.some((resource) => covers(resource, methodArn)),
  );
  return about.some(({ Effect }) => Effect === 'Allow') && !about.some(({ Effect }) => Effect === 'Deny');
};
