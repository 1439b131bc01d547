import { Button, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { messages } from '../../messages.ts';
import { Confirm } from '../../parts/confirm.tsx';
import type { Mail } from './mail.ts';
import { mailQuery } from './mail-queries.ts';

const words = messages.mails;

/** Puts other words in place of a draft's; the guards' answer to them shows where the old one stood. */
export const EditDraft = ({ mail }: { mail: Mail }) => {
  const [editing, setEditing] = useState(false);
  const [subject, setSubject] = useState(mail.subject);
  const [body, setBody] = useState(mail.body);
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: () => call('editMessage', { params: { messageId: mail.id }, body: { subject: subject.trim(), body } }),
    onSuccess: async (changed) => {
      queries.setQueryData(mailQuery(mail.id).queryKey, changed);
      setEditing(false);
      await queries.invalidateQueries({ queryKey: ['runs', mail.runId] });
    },
  });
  const empty = { subject: subject.trim() === '', body: body.trim() === '' };
  return (
    <>
      <Button
        variant="default"
        onClick={() => {
          setSubject(mail.subject);
          setBody(mail.body);
          setEditing(true);
        }}
      >
        {words.edit}
      </Button>
      <Confirm
        opened={editing}
        close={() => setEditing(false)}
        title={words.editTitle}
        action={words.editSave}
        act={() => {
          if (!empty.subject && !empty.body) save.mutate();
        }}
        pending={save.isPending}
        error={save.error}
        what={words.editFailed}
      >
        <p>{words.editText}</p>
        <TextInput
          label={words.editSubject}
          value={subject}
          onChange={(event) => setSubject(event.currentTarget.value)}
          error={empty.subject ? words.editSubjectNeeded : undefined}
          maxLength={200}
          mb="sm"
          data-autofocus
        />
        <Textarea
          label={words.editBody}
          value={body}
          onChange={(event) => setBody(event.currentTarget.value)}
          error={empty.body ? words.editBodyNeeded : undefined}
          maxLength={20_000}
          rows={12}
        />
      </Confirm>
    </>
  );
};
