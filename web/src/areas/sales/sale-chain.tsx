import type { AnswerOf } from '../../api/operations.ts';
import { messages } from '../../messages.ts';
import { Card } from '../../parts/card.tsx';
import { TextLink } from '../../parts/links.tsx';
import styles from '../../parts/stack.module.css';

const words = messages.sale;

/** Assessment, report, purchase, message, variant, campaign, lead, source: every link that is stored. */
export const SaleChainCard = ({ sale: { chain, assessmentId, reportVersion } }: { sale: AnswerOf<'getPurchase'> }) => (
  <Card title={words.chain}>
    {chain === null || chain.how === 'none' ? (
      <p>{words.noChain}</p>
    ) : (
      <>
        <p>{words.chainText}</p>
        <dl className={styles['facts']}>
          <div>
            <dt>{words.how}</dt>
            <dd>{messages.sales.how[chain.how]}</dd>
          </div>
          <div>
            <dt>{words.report}</dt>
            <dd>
              <TextLink to="/assessments/$assessmentId" params={{ assessmentId }}>
                {words.version(reportVersion)}
              </TextLink>
            </dd>
          </div>
          {chain.messageId !== null && chain.runId !== null && (
            <div>
              <dt>{words.message}</dt>
              <dd>
                <TextLink
                  to="/runs/$runId/messages/$messageId"
                  params={{ runId: chain.runId, messageId: chain.messageId }}
                  search={{}}
                >
                  {words.seeMail}
                </TextLink>
              </dd>
            </div>
          )}
          {chain.variant !== null && (
            <div>
              <dt>{words.variant}</dt>
              <dd>{words.variantStep(chain.variant, chain.step ?? 1)}</dd>
            </div>
          )}
          {chain.campaignId !== null && (
            <div>
              <dt>{words.campaign}</dt>
              <dd>
                <TextLink to="/campaigns/$campaignId" params={{ campaignId: chain.campaignId }} search={{}}>
                  {words.seeCampaign}
                </TextLink>
              </dd>
            </div>
          )}
          {chain.domain !== null && (
            <div>
              <dt>{words.lead}</dt>
              <dd>{chain.domain}</dd>
            </div>
          )}
          {chain.source !== null && (
            <div>
              <dt>{words.source}</dt>
              <dd>{chain.source}</dd>
            </div>
          )}
        </dl>
        {chain.forwarded === true && <p>{words.forwarded}</p>}
      </>
    )}
  </Card>
);
