type Json = unknown;

const isRecord = (value: Json): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A template's value as one text, references by their name: `<Table.Arn>/index/*`. Written as cdk-nag writes its findings. */
export const flatValue = (value: Json): string => {
  if (typeof value === 'string') return value;
  if (!isRecord(value)) return JSON.stringify(value);
  const {
    Ref: reference,
    'Fn::GetAtt': attribute,
    'Fn::ImportValue': imported,
    'Fn::Join': join,
    'Fn::Sub': sub,
  } = value;
  if (typeof reference === 'string') return `<${reference}>`;
  if (Array.isArray(attribute)) return `<${attribute.map(String).join('.')}>`;
  if (imported !== undefined) return flatValue(imported);
  if (Array.isArray(join)) {
    const [separator, parts] = join as [string, Json[]];
    return parts.map(flatValue).join(separator);
  }
  if (typeof sub === 'string') return sub.replace(/\$\{([^}]+)\}/g, '<$1>');
  throw new Error(`A right is written in a way this test does not read: ${JSON.stringify(value)}`);
};
