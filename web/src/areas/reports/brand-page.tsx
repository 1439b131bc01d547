import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { messages } from '../../messages.ts';
import { Card, Ground } from '../../parts/card.tsx';
import { WaitingRows } from '../../parts/late.tsx';
import { TextLink } from '../../parts/links.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import { useMay } from '../accounts/me.ts';
import type { Brand, BrandDraft } from './brand-draft.ts';
import { BrandForm } from './brand-form.tsx';
import styles from './brand-page.module.css';
import { CoverPreview, InsidePreview } from './cover-preview.tsx';
import { brandQuery } from './report-queries.ts';

const words = messages.brand;

/** How reports look and whom they are from, beside a cover that shows it at once. */
export const BrandPage = () => {
  const { data: brand, error, refetch } = useQuery(brandQuery);
  return (
    <>
      <PageHead title={words.title} above={<TextLink to="/reports">{messages.reports.title}</TextLink>}>
        <p>{words.intro}</p>
      </PageHead>
      {brand !== undefined ? (
        <Look brand={brand} />
      ) : (
        <Ground>
          {error === null ? (
            <WaitingRows />
          ) : (
            <ProblemNotice what={words.load} error={error} retry={() => void refetch()} />
          )}
        </Ground>
      )}
    </>
  );
};

const Look = ({ brand }: { brand: Brand }) => {
  const may = useMay();
  const [draft, setDraft] = useState<BrandDraft>({
    senderName: brand.senderName,
    contact: brand.contact ?? '',
    primaryColour: brand.primaryColour,
    accentColour: brand.accentColour,
    logo: { kind: 'stays' },
  });
  return (
    <div className={styles['look']}>
      <Ground>
        <BrandForm brand={brand} draft={draft} change={setDraft} mayChange={may.work} />
      </Ground>
      <Card title={words.preview}>
        <div className={styles['papers']}>
          <CoverPreview draft={draft} storedLogo={brand.logo} />
          <InsidePreview draft={draft} />
        </div>
      </Card>
    </div>
  );
};
