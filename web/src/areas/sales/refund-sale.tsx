import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import type { AnswerOf } from '../../api/operations.ts';
import { formatMinor } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { saleQuery } from './sale-queries.ts';

const words = messages.sale;

/** Gives back all that is left of a sale, once it is confirmed. */
export const RefundSale = ({ sale }: { sale: AnswerOf<'getPurchase'> }) => {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const refund = useMutation({
    mutationFn: () => call('refundPurchase', { params: { purchaseId: sale.id }, body: {} }),
    onSuccess: async (changed) => {
      queries.setQueryData(saleQuery(sale.id).queryKey, changed);
      setAsking(false);
      await queries.invalidateQueries({ queryKey: ['sales'] });
    },
  });
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {words.refund}
      </Button>
      <Confirm
        opened={asking}
        close={() => setAsking(false)}
        title={words.refundTitle}
        action={words.refund}
        act={() => refund.mutate()}
        pending={refund.isPending}
        error={refund.error}
        what={words.refundFailed}
        harm
      >
        <p>{words.refundText(formatMinor({ ...sale.amount, amount: sale.refundable }))}</p>
      </Confirm>
    </>
  );
};
