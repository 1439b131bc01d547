import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { LISTED_ATTRIBUTES } from './listed-attributes.ts';

const INDEXES = ['gsi1', 'gsi2'] as const;

const READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem'];
const QUERY = ['dynamodb:Query'];
const WRITE = [
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:ConditionCheckItem',
];

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** The one table: two sparse indexes, a stream of both images, point-in-time recovery. Never scanned, so nobody is granted a Scan. */
export class SingleTable extends Table {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      partitionKey: text('pk'),
      sortKey: text('sk'),
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      timeToLiveAttribute: 'ttl',
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const indexName of INDEXES) {
      this.addGlobalSecondaryIndex({
        indexName,
        partitionKey: text(`${indexName}pk`),
        sortKey: text(`${indexName}sk`),
        projectionType: ProjectionType.INCLUDE,
        nonKeyAttributes: [...LISTED_ATTRIBUTES],
      });
    }
  }

  /** Declared so that this is an `ITable` under exactOptionalPropertyTypes, which tells "left out" from "undefined". */
  override get tableStreamArn(): string {
    const arn = super.tableStreamArn;
    if (arn === undefined) throw new Error('The table has lost its stream, which the counters of runs follow');
    return arn;
  }

  grantRead(reader: IGrantable): void {
    const indexes = INDEXES.map((name) => `${this.tableArn}/index/${name}`);
    Grant.addToPrincipal({ grantee: reader, actions: READ, resourceArns: [this.tableArn] });
    Grant.addToPrincipal({ grantee: reader, actions: QUERY, resourceArns: [this.tableArn, ...indexes] });
  }

  grantReadAndWrite(writer: IGrantable): void {
    this.grantRead(writer);
    Grant.addToPrincipal({ grantee: writer, actions: WRITE, resourceArns: [this.tableArn] });
  }
}
