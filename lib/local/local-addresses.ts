import { LOCAL_REGION } from './protocol.ts';
import type { Template } from './template.ts';

/**
 * Gives a function that replaces addresses of AWS (the hosted sign-in, S3) in what browsers get (configuration, headers) by the ones on
 * this machine.
 */
export const createLocalized = (
  template: Template,
  { issuer, origin, storage }: { issuer: string; origin: string; storage: string },
): ((text: string) => string) => {
  const named = (type: string): string[] =>
    template.resources.filter((resource) => resource.type === type).map((resource) => template.valuesOf(resource).ref);
  const replacements: (readonly [string, string])[] = [
    ...named('AWS::Cognito::UserPoolDomain').map(
      (domain) => [`https://${domain}.auth.${LOCAL_REGION}.amazoncognito.com`, issuer] as const,
    ),
    ...named('AWS::S3::Bucket').map(
      (bucket) => [`https://${bucket}.s3.${LOCAL_REGION}.amazonaws.com`, storage] as const,
    ),
    [`https://s3.${LOCAL_REGION}.amazonaws.com`, storage],
    [`https://cognito-idp.${LOCAL_REGION}.amazonaws.com`, origin],
  ];
  return (text) => replacements.reduce((replaced, [from, to]) => replaced.replaceAll(from, to), text);
};
