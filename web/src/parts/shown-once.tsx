import { Button, Group, Modal, TextInput } from '@mantine/core';
import { CopyButton } from './copy-button.tsx';

/** A secret that can be seen this once. Closed by its own button only. */
export const ShownOnce = ({
  words,
  value,
  close,
}: {
  words: Readonly<{ title: string; text: string; label: string; copy: string; done: string }>;
  value: string;
  close: () => void;
}) => (
  <Modal
    opened
    onClose={close}
    title={words.title}
    centered
    withCloseButton={false}
    closeOnClickOutside={false}
    closeOnEscape={false}
  >
    <p>{words.text}</p>
    <TextInput label={words.label} value={value} readOnly onFocus={(event) => event.currentTarget.select()} />
    <Group justify="flex-end" mt="lg" gap="sm">
      <CopyButton value={value} label={words.copy} data-autofocus />
      <Button onClick={close}>{words.done}</Button>
    </Group>
  </Modal>
);
