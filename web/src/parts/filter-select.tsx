import { NativeSelect } from '@mantine/core';

/** Chooses one of a list's kinds, or all of them; `names` gives each kind its word, in the order shown. */
export const FilterSelect = <Kind extends string>({
  words,
  names,
  value,
  onChange,
}: {
  words: Readonly<{ filter: string; filterAll: string }>;
  names: Readonly<Record<Kind, string>>;
  value: Kind | undefined;
  onChange: (kind: Kind | undefined) => void;
}) => {
  const kinds = Object.keys(names) as Kind[];
  return (
    <NativeSelect
      size="sm"
      aria-label={words.filter}
      value={value ?? ''}
      onChange={(event) => onChange(kinds.find((each) => each === event.currentTarget.value))}
      data={[{ value: '', label: words.filterAll }, ...kinds.map((each) => ({ value: each, label: names[each] }))]}
    />
  );
};
