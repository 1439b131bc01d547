import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { call } from '../../api/call.ts';
import { messages } from '../../messages.ts';
import form from '../../parts/form.module.css';
import { Notice } from '../../parts/notice.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import type { Brand, BrandDraft, ChosenLogo } from './brand-draft.ts';
import { ChooseLogo } from './choose-logo.tsx';
import { ColourField, isColour } from './colour-field.tsx';
import { brandQuery } from './report-queries.ts';

const words = messages.brand;

/** The logo as the API wants it: base64 to store one, null to remove it, left out to keep what is there. */
const logoOf = (logo: ChosenLogo): { logo?: string | null } => {
  switch (logo.kind) {
    case 'new':
      return { logo: logo.dataUrl.slice(logo.dataUrl.indexOf(',') + 1) };
    case 'leaves':
      return { logo: null };
    case 'stays':
      return {};
  }
};

/** What the server says of a field, such as a colour on which white text cannot be read. */
const saidOf = (error: Error | null, field: string): string | undefined =>
  error instanceof ApiError ? error.fieldErrors.find((each) => each.field === field)?.message : undefined;

export const BrandForm = ({
  brand,
  draft,
  change,
  mayChange,
}: {
  brand: Brand;
  draft: BrandDraft;
  change: (draft: BrandDraft) => void;
  mayChange: boolean;
}) => {
  const [tried, setTried] = useState(false);
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: ({ senderName, contact, primaryColour, accentColour, logo }: BrandDraft) =>
      call('setReportBrand', {
        body: {
          senderName: senderName.trim(),
          contact: contact.trim() === '' ? null : contact.trim(),
          primaryColour,
          accentColour,
          ...logoOf(logo),
        },
      }),
    onSuccess: (saved, sent) => {
      queries.setQueryData(brandQuery.queryKey, saved);
      // A logo that was taken away is gone; one that was sent goes on being shown.
      if (sent.logo.kind === 'leaves') change({ ...sent, logo: { kind: 'stays' } });
    },
  });
  const missing = draft.senderName.trim() === '';
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (!missing && isColour(draft.primaryColour) && isColour(draft.accentColour)) save.mutate(draft);
  };
  const set = (fields: Partial<BrandDraft>) => {
    save.reset();
    change({ ...draft, ...fields });
  };
  return (
    <form onSubmit={submit} noValidate className={form['form']}>
      <TextInput
        label={words.sender}
        description={words.senderHint}
        value={draft.senderName}
        onChange={({ currentTarget: { value } }) => set({ senderName: value })}
        error={tried && missing ? words.senderNeeded : saidOf(save.error, 'senderName')}
        maxLength={80}
        autoComplete="organization"
        disabled={!mayChange}
      />
      <TextInput
        label={words.contact}
        description={words.contactHint}
        value={draft.contact}
        onChange={({ currentTarget: { value } }) => set({ contact: value })}
        error={saidOf(save.error, 'contact')}
        maxLength={120}
        autoComplete="off"
        disabled={!mayChange}
      />
      <ColourField
        label={words.primary}
        hint={words.primaryHint}
        value={draft.primaryColour}
        onChange={(primaryColour) => set({ primaryColour })}
        error={saidOf(save.error, 'primaryColour')}
        disabled={!mayChange}
      />
      <ColourField
        label={words.accent}
        hint={words.accentHint}
        value={draft.accentColour}
        onChange={(accentColour) => set({ accentColour })}
        error={saidOf(save.error, 'accentColour')}
        disabled={!mayChange}
      />
      {mayChange && <ChooseLogo stored={brand.logo} chosen={draft.logo} choose={(logo) => set({ logo })} />}
      {save.error !== null && <ProblemNotice what={words.saveFailed} error={save.error} wrote />}
      {save.isSuccess && (
        <div role="status">
          <Notice>
            <p>{words.saved}</p>
          </Notice>
        </div>
      )}
      {mayChange && (
        <div>
          <Button type="submit" loading={save.isPending}>
            {words.save}
          </Button>
        </div>
      )}
    </form>
  );
};
