import { industriesOf, industryKey, industryRelation } from './industry-taxonomy.ts';

/** A value of theirs is meant when it is ours or a part of it. */
const PART_OF = 0.85;

/** Which of the values that a provider knows (its names of industries or categories) a label of ours means. */
export const meantBy = (label: string, values: readonly string[]): readonly string[] => {
  const key = industryKey(label);
  const asked = industriesOf(label);
  return values.filter(
    (value) =>
      industryKey(value) === key ||
      industriesOf(value).some((given) => asked.some((one) => industryRelation(one, given).closeness >= PART_OF)),
  );
};
