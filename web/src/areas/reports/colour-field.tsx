import { TextInput } from '@mantine/core';
import { messages } from '../../messages.ts';
import styles from './brand-page.module.css';

const words = messages.brand;

export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text);

/** A colour by the browser's own palette, or typed. */
export const ColourField = ({
  label,
  hint,
  value,
  onChange,
  error,
  disabled,
}: {
  label: string;
  hint: string;
  value: string;
  onChange: (colour: string) => void;
  error: string | undefined;
  disabled: boolean;
}) => (
  <TextInput
    label={label}
    description={hint}
    value={value}
    onChange={({ currentTarget }) => onChange(currentTarget.value.trim())}
    error={isColour(value) ? error : words.colourNeeded}
    maxLength={7}
    autoComplete="off"
    spellCheck={false}
    disabled={disabled}
    leftSectionWidth={52}
    leftSectionPointerEvents="all"
    leftSection={
      <input
        type="color"
        className={styles['palette']}
        aria-label={words.pick(label)}
        value={isColour(value) ? value.toLowerCase() : '#000000'}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        disabled={disabled}
      />
    }
  />
);
