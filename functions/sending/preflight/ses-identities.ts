import type { SESClient } from '@aws-sdk/client-ses';
import { hostOf } from '../address.ts';

/** What SES knows of an address and its domain; null when it could not be asked. */
export type AskSes = (address: string) => Promise<Readonly<{ verified: boolean | null; signs: boolean | null }>>;

/** Asks SES. Its client is loaded when somebody asks: most requests of the preflight's API do not. */
export const createAskSes = (given?: Pick<SESClient, 'send'>): AskSes => {
  const unknown = (): null => null;
  return async (address) => {
    const ses = await import('@aws-sdk/client-ses');
    const client = given ?? new ses.SESClient({});
    const Identities = [address, hostOf(address)];
    const isVerified = async (): Promise<boolean> => {
      const { VerificationAttributes = {} } = await client.send(
        new ses.GetIdentityVerificationAttributesCommand({ Identities }),
      );
      return Identities.some((identity) => VerificationAttributes[identity]?.VerificationStatus === 'Success');
    };
    const isSigned = async (): Promise<boolean> => {
      const { DkimAttributes = {} } = await client.send(new ses.GetIdentityDkimAttributesCommand({ Identities }));
      return Identities.some((identity) => {
        const found = DkimAttributes[identity];
        return found?.DkimEnabled === true && found.DkimVerificationStatus === 'Success';
      });
    };
    const [verified, signs] = await Promise.all([isVerified().catch(unknown), isSigned().catch(unknown)]);
    return { verified, signs };
  };
};
