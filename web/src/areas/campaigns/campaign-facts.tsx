import { useQuery } from '@tanstack/react-query';
import type { Campaign } from '../../../../functions/campaigns/contract.ts';
import { formatTimeWithZone, formatUsd } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Card } from '../../parts/card.tsx';
import styles from '../../parts/stack.module.css';
import { icpQuery } from './campaign-queries.ts';

const words = messages.campaign;

/** What the campaign was set up with. */
export const CampaignFacts = ({ campaign }: { campaign: Campaign }) => {
  const icp = useQuery(icpQuery(campaign.icpId));
  const facts: readonly (readonly [string, string])[] = [
    [words.profile, icp.data?.criteria.name ?? campaign.icpId],
    [words.offer, `${campaign.offer.product}: ${campaign.offer.oneLiner}`],
    [words.sender, `${campaign.sender.name} <${campaign.sender.email}>`],
    [words.approval, campaign.approval === 'review' ? words.approvalReview : words.approvalAuto],
    [words.perCompany, words.perCompanyValue(campaign.contactsPerCompany)],
    [words.limit, campaign.companyLimit === undefined ? words.noLimit : words.limitValue(campaign.companyLimit)],
    [words.websites, campaign.readWebsites ? words.websitesRead : words.websitesNotRead],
    [words.cap, formatUsd(campaign.costCapUsd)],
    [words.created, formatTimeWithZone(campaign.createdAt)],
  ];
  return (
    <Card title={words.about}>
      <dl className={styles['facts']}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
};
