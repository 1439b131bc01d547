import { Button, Group, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import type { LinkKind } from '../../messages/reports.ts';
import { messages } from '../../messages.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import form from '../../parts/form.module.css';
import { type Report, reportLinksQuery } from './report-queries.ts';

const words = messages.reportLinks;
const KINDS = Object.keys(words.linkKind) as LinkKind[];
const DAYS = Object.entries(words.days).map(([value, label]) => ({ value, label }));

/** Asks what a link is to show and for how long, then gives it to copy. */
export const CreateReportLink = ({ report, close }: { report: Report; close: () => void }) => {
  const [kind, setKind] = useState<LinkKind>('teaser');
  const [days, setDays] = useState('60');
  const [version, setVersion] = useState('');
  const queries = useQueryClient();
  const ready = report.versions.filter(({ state }) => state === 'ready').map((each) => each.version);
  const create = useMutation({
    mutationFn: () =>
      call('createReportLink', {
        params: { reportId: report.id },
        body: {
          kind,
          days: Number(days),
          ...(kind === 'teaser' || version === '' ? {} : { version: Number(version) }),
        },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: reportLinksQuery(report.id).queryKey }),
  });
  if (create.data !== undefined) return <MadeLink url={create.data.url} close={close} />;
  return (
    <Confirm
      opened
      close={close}
      title={words.createTitle}
      action={words.create}
      act={() => create.mutate()}
      pending={create.isPending}
      error={create.error}
      what={words.createFailed}
    >
      <p>{words.createText}</p>
      <div className={form['form']}>
        <NativeSelect
          label={words.kindLabel}
          {...(ready.length === 0 ? { description: words.kindHint } : {})}
          value={kind}
          onChange={({ currentTarget: { value } }) => setKind(KINDS.find((each) => each === value) ?? 'teaser')}
          data={KINDS.map((value) => ({
            value,
            label: words.linkKind[value],
            disabled: value === 'full' && ready.length === 0,
          }))}
          data-autofocus
        />
        {kind === 'full' && (
          <NativeSelect
            label={words.versionLabel}
            value={version}
            onChange={({ currentTarget: { value } }) => setVersion(value)}
            data={[
              { value: '', label: words.newest },
              ...ready.map((each) => ({ value: String(each), label: messages.report.versionOf(each) })),
            ]}
          />
        )}
        <NativeSelect
          label={words.daysLabel}
          value={days}
          onChange={({ currentTarget: { value } }) => setDays(value)}
          data={DAYS}
        />
      </div>
    </Confirm>
  );
};

const MadeLink = ({ url, close }: { url: string; close: () => void }) => (
  <Modal opened onClose={close} title={words.made} centered>
    <p>{words.madeText}</p>
    <TextInput label={words.address} value={url} readOnly onFocus={(event) => event.currentTarget.select()} />
    <Group justify="flex-end" mt="lg" gap="sm">
      <Button variant="default" onClick={close}>
        {messages.app.close}
      </Button>
      <CopyButton value={url} label={words.copy} variant="filled" data-autofocus />
    </Group>
  </Modal>
);
