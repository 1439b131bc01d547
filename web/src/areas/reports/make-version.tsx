import { Button, Checkbox } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { messages } from '../../messages.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { type Report, reportQuery } from './report-queries.ts';

const words = messages.report;

/** Has the whole report made, of the assessment that there is or of a fresh one. */
export const MakeVersion = ({ report, asked }: { report: Report; asked: () => void }) => {
  const [asking, setAsking] = useState(false);
  const [fresh, setFresh] = useState(true);
  const queries = useQueryClient();
  const make = useMutation({
    mutationFn: () => call('makeReportVersion', { params: { reportId: report.id }, body: { fresh } }),
    onSuccess: () => {
      setAsking(false);
      asked();
      return queries.invalidateQueries({ queryKey: reportQuery(report.id).queryKey, exact: true });
    },
  });
  const action = report.versions.length === 0 ? words.make : words.makeAgain;
  return (
    <>
      <Button
        onClick={() => setAsking(true)}
        variant="default"
        disabled={report.versions.some(({ state }) => state === 'making')}
      >
        {action}
      </Button>
      <Confirm
        opened={asking}
        close={() => setAsking(false)}
        title={words.makeTitle}
        action={action}
        act={() => make.mutate()}
        pending={make.isPending}
        error={make.error}
        what={words.makeFailed}
      >
        <p>{words.makeText}</p>
        <Checkbox
          label={words.fresh}
          checked={fresh}
          onChange={({ currentTarget: { checked } }) => setFresh(checked)}
        />
      </Confirm>
    </>
  );
};
