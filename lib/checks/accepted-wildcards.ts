/** A wildcard in somebody's rights that is meant, with where it stands and why nothing narrower serves. */
export type AcceptedWildcard = Readonly<{
  /** Path of the policy or role in the CDK app. */
  where: RegExp;
  /** What holds the wildcard, written `Action::…` or `Resource::…`, references by their name. */
  finding: RegExp;
  reason: string;
}>;

const COPIES_THE_WEB_APP = /^Throughline-Web\/Custom::CDKBucketDeployment/;

/** Every wildcard that the templates may hold. cdk-nag's findings and our own scan of the templates are held to this one list. */
export const ACCEPTED_WILDCARDS: readonly AcceptedWildcard[] = [
  {
    where: /^Throughline-(Workflow|Functions)\//,
    finding:
      /^Resource::.*Files.*Arn[^/]*\/workspaces\/\*\/(assessments|imports|pace|qualification|runs|replies|reports)\/\*$/,
    reason: 'A function serves all workspaces; what it may touch is limited to the kind of file its stage works on.',
  },
  {
    where: /^Throughline-(Workflow|Functions)\//,
    finding: /^Resource::.*Files.*Arn[^/]*\/provider-answers\/workspaces\/\*$/,
    reason: 'A function serves all workspaces; it may touch only what providers answered.',
  },
  {
    where: /^Throughline-Workflow\//,
    finding: /^Resource::.*Files.*Arn[^/]*\/import-checkpoints\/workspaces\/\*$/,
    reason: 'A function serves all workspaces; it may touch only how far their imports are.',
  },
  {
    where: /^Throughline-(Workflow|Functions)\//,
    finding: /^Resource::.*Files.*Arn[^/]*\/sites\/workspaces\/\*$/,
    reason: 'A function serves all workspaces; it may touch only what was read of websites.',
  },
  {
    where: /^Throughline-(Workflow|Functions)\//,
    finding:
      /^Resource::arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:throughline\/workspaces\/\*$/,
    reason:
      'Workspaces store credentials for providers while the product runs; each has a secret of its own below this name.',
  },
  {
    where: /^Throughline-Workflow\/Replies\/RecordRepliesRole\//,
    finding: /^Resource::.*Files.*Arn[^/]*\/inbound\/\*$/,
    reason: 'SES names the mails that it puts below this prefix.',
  },
  {
    where: /^Throughline-Workflow\/Sending\/SendMessagesRole\//,
    finding: /^Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity\/\*$/,
    reason: 'Workspaces verify the identities they send from while the product runs; their names are not known here.',
  },
  {
    where: /^Throughline-Workflow\/(Payments\/(SettlePayments|ReconcilePayments)|Reports\/DeliverReport)Role\//,
    finding: /^Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity\/\*$/,
    reason: 'A reminder leaves from the identity of its workspace, verified while the product runs.',
  },
  {
    where: /^Throughline-(Workflow\/Runs\/CampaignRun\/MapPolicy|Functions\/Functions\/ServeCampaignsRole)\//,
    finding: /^Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:.*CampaignRun.*:\*$/,
    reason: 'Executions of this one machine are named at run time, by the run.',
  },
  {
    where: /^Throughline-Workflow\/(Runs\/CampaignRun|Assessments\/Assessment|Reports\/\w+)\/Machine\/Role\//,
    finding: /^Resource::\*$/,
    reason: 'The rights by which Step Functions delivers logs cannot be limited to a resource (AWS documents "*").',
  },
  {
    where: /^Throughline-Functions\/Functions\/Launch\/(ServePreflight|CheckLaunch)Role\//,
    finding: /^Resource::\*$/,
    reason: 'What SES knows of identities can be asked only for all of them (AWS documents "*").',
  },
  {
    where: /^Throughline-Workflow\/Reputation\/WatchReputationRole\//,
    finding: /^Resource::\*$/,
    reason: 'dynamodb:ListStreams, which Lambda needs to read a stream, knows no resources.',
  },
  {
    where: /^Throughline-Workflow\/ProjectRunCountersRole\//,
    finding: /^Resource::\*$/,
    reason: 'dynamodb:ListStreams, which Lambda needs to read a stream, knows no resources.',
  },
  {
    where: COPIES_THE_WEB_APP,
    finding: /^Action::s3:(GetBucket|GetObject|List|Abort|DeleteObject)\*$/,
    reason:
      'The CDK’s own function that copies the web app into its bucket asks for these; it runs at deployment only.',
  },
  {
    where: COPIES_THE_WEB_APP,
    finding: /^Resource::(arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-.*|<SiteBucket.*\.Arn>)\/\*$/,
    reason: 'It reads the deployment’s assets and writes the web app’s bucket, every file of them.',
  },
];

export const acceptanceOf = (where: string, finding: string): AcceptedWildcard | undefined =>
  ACCEPTED_WILDCARDS.find((accepted) => accepted.where.test(where) && accepted.finding.test(finding));
