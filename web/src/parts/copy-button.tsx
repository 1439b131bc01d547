import { Button, type ButtonProps, VisuallyHidden } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { messages } from '../messages.ts';

/** Puts a text onto the clipboard and says so. `named` tells buttons of a list apart to who does not see the row. */
export const CopyButton = ({
  value,
  label,
  named = label,
  ...button
}: { value: string; label: string; named?: string } & ButtonProps) => {
  const { copy, copied, error } = useClipboard();
  return (
    <>
      <Button
        variant="default"
        aria-label={copied ? messages.app.copied : named}
        onClick={() => copy(value)}
        {...button}
      >
        {copied ? messages.app.copied : label}
      </Button>
      <VisuallyHidden>
        <output>{copied ? messages.app.copied : ''}</output>
      </VisuallyHidden>
      {error !== null && <span role="alert">{messages.app.copyFailed}</span>}
    </>
  );
};
