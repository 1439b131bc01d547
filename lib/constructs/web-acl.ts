import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

/** Requests in five minutes from one credential or one address after which the rest are blocked for a while. */
const MOST_PER_CREDENTIAL = 6_000;
const MOST_PER_ADDRESS = 3_000;

const visible = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: true,
  metricName,
});

const managed = (priority: number, name: string, onlyCounted: readonly string[] = []): CfnWebACL.RuleProperty => ({
  name,
  priority,
  overrideAction: { none: {} },
  statement: {
    managedRuleGroupStatement: {
      vendorName: 'AWS',
      name,
      ...(onlyCounted.length === 0
        ? {}
        : { ruleActionOverrides: onlyCounted.map((rule) => ({ name: rule, actionToUse: { count: {} } })) }),
    },
  },
  visibilityConfig: visible(name),
});

const RULES: readonly CfnWebACL.RuleProperty[] = [
  {
    name: 'RatePerCredential',
    priority: 0,
    action: { block: {} },
    statement: {
      rateBasedStatement: {
        limit: MOST_PER_CREDENTIAL,
        aggregateKeyType: 'CUSTOM_KEYS',
        customKeys: [{ header: { name: 'authorization', textTransformations: [{ priority: 0, type: 'NONE' }] } }],
      },
    },
    visibilityConfig: visible('RatePerCredential'),
  },
  {
    name: 'RatePerAddress',
    priority: 1,
    action: { block: {} },
    statement: {
      rateBasedStatement: {
        limit: MOST_PER_ADDRESS,
        // Requests come through CloudFront, which names the caller's address.
        aggregateKeyType: 'FORWARDED_IP',
        forwardedIpConfig: { headerName: 'X-Forwarded-For', fallbackBehavior: 'NO_MATCH' },
        // Many members of one team share an address; whoever has credentials is counted by these.
        scopeDownStatement: {
          notStatement: {
            statement: {
              sizeConstraintStatement: {
                fieldToMatch: { singleHeader: { Name: 'authorization' } },
                comparisonOperator: 'GT',
                size: 0,
                textTransformations: [{ priority: 0, type: 'NONE' }],
              },
            },
          },
        },
      },
    },
    visibilityConfig: visible('RatePerAddress'),
  },
  managed(2, 'AWSManagedRulesAmazonIpReputationList'),
  // Offers and ICPs are long texts with addresses in them, and mailbox providers unsubscribe without naming themselves.
  managed(3, 'AWSManagedRulesCommonRuleSet', ['SizeRestrictions_BODY', 'GenericRFI_BODY', 'NoUserAgent_HEADER']),
  managed(4, 'AWSManagedRulesKnownBadInputsRuleSet'),
];

/** The web application firewall in front of the API's stage. */
export class WebAcl extends Construct {
  constructor(scope: Construct, id: string, { stageArn }: Readonly<{ stageArn: string }>) {
    super(scope, id);
    const acl = new CfnWebACL(this, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rules: [...RULES],
      visibilityConfig: visible('Api'),
    });
    new CfnWebACLAssociation(this, 'Association', { webAclArn: acl.attrArn, resourceArn: stageArn });
  }
}
