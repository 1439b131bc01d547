import type { Preflight } from '../../../../functions/sending/preflight/preflight-contract.ts';
import { messages } from '../../messages.ts';
import { DataTable } from '../../parts/data-table.tsx';
import table from '../../parts/table.module.css';
import { Tag, type Tone } from '../../parts/tag.tsx';
import { useMay } from '../accounts/me.ts';
import { Acknowledge, type Acknowledged } from './acknowledge.tsx';

const words = messages.launch;
const HEAD = [{ label: words.check }, { label: words.found }, { label: words.mend }];
const TONE: Readonly<Record<Preflight['checks'][number]['status'], Tone>> = {
  pass: 'quiet',
  warn: 'wait',
  fail: 'harm',
};
const URGENCY = { fail: 0, warn: 1, pass: 2 } as const;

const isAcknowledged = (id: string): id is Acknowledged => Object.hasOwn(words.accept, id);

/** The checks, what fails first; what a person may take upon themselves has its button. */
export const CheckTable = ({ preflight }: { preflight: Preflight }) => {
  const may = useMay();
  const { campaignId, checks, estimate } = preflight;
  return (
    <DataTable caption={words.checks} head={HEAD}>
      {checks
        .toSorted((a, b) => URGENCY[a.status] - URGENCY[b.status])
        .map(({ id, status, what, mend }) => (
          <tr key={id}>
            <th scope="row">
              <Tag tone={TONE[status]}>{words.status[status]}</Tag> {words.name[id]}
            </th>
            <td className={table['wide']} data-label={words.found}>
              {what}
            </td>
            <td className={table['wide']} {...(mend === null ? {} : { 'data-label': words.mend })}>
              {mend}
              {mend !== null && may.work && isAcknowledged(id) && (
                <div>
                  <Acknowledge campaignId={campaignId} check={id} costUsd={estimate.costUsd ?? 0} />
                </div>
              )}
            </td>
          </tr>
        ))}
    </DataTable>
  );
};
