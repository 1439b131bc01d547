import { CfnApiKey, CfnUsagePlan, CfnUsagePlanKey, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';

/** Requests a second and a day of those who share a key. */
const THROTTLE = { rateLimit: 50, burstLimit: 100 };
const QUOTA = { limit: 500_000, period: 'DAY' };

/** The usage plan of the API and the keys that the authorizer presents for its callers. */
export class Usage extends Construct {
  constructor(scope: Construct, id: string, { api, keys }: Readonly<{ api: RestApi; keys: readonly string[] }>) {
    super(scope, id);
    const stage = api.deploymentStage;
    const plan = new CfnUsagePlan(this, 'Plan', {
      description: 'What callers may ask of the API',
      apiStages: [{ apiId: api.restApiId, stage: stage.stageName }],
      throttle: THROTTLE,
      quota: QUOTA,
    });
    for (const value of keys) {
      const key = new CfnApiKey(this, value, { enabled: true, value, description: 'Presented by the authorizer only' });
      new CfnUsagePlanKey(key, 'InPlan', { keyId: key.attrApiKeyId, keyType: 'API_KEY', usagePlanId: plan.attrId });
    }
  }
}
