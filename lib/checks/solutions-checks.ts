import { type IPolicyValidationContext, type PolicyValidationPluginReport, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { acceptanceOf } from './accepted-wildcards.ts';

const WILDCARD_FINDING = /^AwsSolutions-IAM5\[(.+)\]$/;

/**
 * cdk-nag's AwsSolutions. Each wildcard is a finding of its own, named by logical ids of the templates, so the ones we accept are acknowledged
 * when they are found, by our list, and not one by one beside their constructs.
 */
export class SolutionsChecks extends AwsSolutionsChecks {
  private readonly root: IConstruct;

  constructor(root: IConstruct) {
    super(root);
    this.root = root;
  }

  override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const report = super.validate(context);
    for (const { ruleName, violatingResources } of report.violations) {
      const finding = WILDCARD_FINDING.exec(ruleName)?.[1];
      if (finding === undefined) continue;
      for (const { constructPath = '' } of violatingResources) this.acknowledge(constructPath, finding);
    }
    return report;
  }

  private acknowledge(path: string, finding: string): void {
    const accepted = acceptanceOf(path, finding);
    const found = path.split('/').reduce<IConstruct | undefined>((at, id) => at?.node.tryFindChild(id), this.root);
    if (accepted === undefined || found === undefined) return;
    Validations.of(found).acknowledge({ id: `AwsSolutions::AwsSolutions-IAM5[${finding}]`, reason: accepted.reason });
  }
}
