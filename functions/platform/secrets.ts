import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** Reads a secret's text by ARN or name, once a process: rotation takes effect with new environments. */
export const createSecrets = (client: Pick<SecretsManagerClient, 'send'> = new SecretsManagerClient({})) => {
  const known = new Map<string, Promise<string>>();
  const read = async (id: string): Promise<string> => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: id }));
    if (SecretString === undefined) throw new Error(`Secret ${id} holds no text`);
    return SecretString;
  };
  return (id: string): Promise<string> => {
    const found = known.get(id);
    if (found !== undefined) return found;
    const reading = read(id);
    known.set(id, reading);
    reading.catch(() => known.delete(id));
    return reading;
  };
};
