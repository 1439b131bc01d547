import { randomInt } from 'node:crypto';
import * as z from 'zod';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** CloudFormation's GenerateSecretString of an AWS::SecretsManager::Secret. */
export const generateSecretString = z.strictObject({
  PasswordLength: z.coerce.number().int().min(1).max(4096).default(32),
  ExcludeCharacters: z.string().default(''),
  ExcludeLowercase: z.boolean().default(false),
  ExcludeUppercase: z.boolean().default(false),
  ExcludeNumbers: z.boolean().default(false),
  ExcludePunctuation: z.boolean().default(false),
  IncludeSpace: z.boolean().default(false),
  RequireEachIncludedType: z.boolean().default(true),
  SecretStringTemplate: z.string().optional(),
  GenerateStringKey: z.string().optional(),
});

/** Makes a secret string by these rules, within a JSON template when one is given. */
export function generateSecret(rules: z.infer<typeof generateSecretString>): string {
  const allowed = (characters: string) =>
    Array.from(characters).filter((one) => !rules.ExcludeCharacters.includes(one));
  const types = [
    rules.ExcludeLowercase ? [] : allowed(LOWER),
    rules.ExcludeUppercase ? [] : allowed(UPPER),
    rules.ExcludeNumbers ? [] : allowed(DIGITS),
    rules.ExcludePunctuation ? [] : allowed(PUNCTUATION),
    rules.IncludeSpace ? [' '] : [],
  ].filter((characters) => characters.length > 0);
  const all = types.flat();
  if (all.length === 0) throw new Error('GenerateSecretString leaves no character to choose from');
  const pick = (characters: readonly string[]) => characters[randomInt(characters.length)] ?? '';
  const required = rules.RequireEachIncludedType ? types.map(pick).slice(0, rules.PasswordLength) : [];
  const password = [...required];
  while (password.length < rules.PasswordLength) password.push(pick(all));
  for (let last = password.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [password[last], password[other]] = [password[other] ?? '', password[last] ?? ''];
  }
  const secret = password.join('');
  if (rules.SecretStringTemplate === undefined || rules.GenerateStringKey === undefined) return secret;
  const template = z.record(z.string(), z.unknown()).parse(JSON.parse(rules.SecretStringTemplate));
  return JSON.stringify({ ...template, [rules.GenerateStringKey]: secret });
}
