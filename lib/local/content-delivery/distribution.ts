import * as z from 'zod';
import { propertiesOf } from '../resource-properties.ts';
import type { Resource, Template } from '../template.ts';
import { createEdgeFunction, type EdgeRequest } from './edge-function.ts';
import { type HeaderRule, readHeaderRules } from './response-headers.ts';

const noEffect = z.unknown().optional();

const BehaviorProperties = z.strictObject({
  TargetOriginId: z.string(),
  PathPattern: z.string().optional(),
  ResponseHeadersPolicyId: z.string().optional(),
  FunctionAssociations: z
    .array(z.strictObject({ EventType: z.literal('viewer-request'), FunctionARN: z.string() }))
    .max(1)
    .default([]),
  // Nothing is kept, compressed, or redirected to TLS on this machine, and every method and header reaches the origin.
  AllowedMethods: noEffect,
  CachedMethods: noEffect,
  CachePolicyId: noEffect,
  Compress: noEffect,
  OriginRequestPolicyId: noEffect,
  ViewerProtocolPolicy: noEffect,
});

const DistributionProperties = z.strictObject({
  DistributionConfig: z.strictObject({
    CacheBehaviors: z.array(BehaviorProperties).default([]),
    DefaultCacheBehavior: BehaviorProperties,
    DefaultRootObject: z.string().default(''),
    Origins: z.array(
      z.strictObject({
        Id: z.string(),
        DomainName: z.string(),
        OriginPath: z.string().default(''),
        CustomOriginConfig: noEffect,
        OriginAccessControlId: noEffect,
        S3OriginConfig: noEffect,
      }),
    ),
    Aliases: noEffect,
    Comment: noEffect,
    Enabled: z.literal(true),
    HttpVersion: noEffect,
    IPV6Enabled: noEffect,
    Logging: noEffect,
    PriceClass: noEffect,
    ViewerCertificate: noEffect,
    WebACLId: noEffect,
  }),
  Tags: noEffect,
});

export type Target = Readonly<{ kind: 'bucket'; bucket: string } | { kind: 'api'; apiId: string; stage: string }>;
export type Behavior = Readonly<{
  /** Undefined for the default behaviour. */
  pattern: string | undefined;
  target: Target;
  viewerRequest: ((request: EdgeRequest) => string) | undefined;
  headers: readonly HeaderRule[];
}>;
export type Distribution = Readonly<{ behaviors: readonly Behavior[]; rootObject: string }>;

/** Reads a CloudFront distribution: behaviours in their order, the default last. @throws Error naming what is not supported */
export const readDistribution = (template: Template, resource: Resource): Distribution => {
  const { DistributionConfig: config } = propertiesOf(DistributionProperties, resource);
  const targets = new Map(
    config.Origins.map(({ Id, DomainName, OriginPath }) => [Id, targetOf(template, DomainName, OriginPath)] as const),
  );
  const behaviorOf = (properties: z.infer<typeof BehaviorProperties>): Behavior => {
    const target = targets.get(properties.TargetOriginId);
    if (target === undefined) throw new Error(`${resource.path} has no origin ${properties.TargetOriginId}`);
    const [association] = properties.FunctionAssociations;
    return {
      pattern: properties.PathPattern,
      target,
      viewerRequest:
        association === undefined
          ? undefined
          : createEdgeFunction(needed(template, 'AWS::CloudFront::Function', association.FunctionARN)),
      headers:
        properties.ResponseHeadersPolicyId === undefined
          ? []
          : readHeaderRules(
              needed(template, 'AWS::CloudFront::ResponseHeadersPolicy', properties.ResponseHeadersPolicyId),
            ),
    };
  };
  return {
    behaviors: [...config.CacheBehaviors, config.DefaultCacheBehavior].map(behaviorOf),
    rootObject: config.DefaultRootObject,
  };
};

const needed = (template: Template, type: string, reference: string): Resource => {
  const found = template.find(type, reference);
  if (found === undefined) throw new Error(`The distribution names ${reference}, which is no ${type} of the template`);
  return found;
};

const targetOf = (template: Template, domain: string, path: string): Target => {
  const bucket = template.find('AWS::S3::Bucket', domain);
  if (bucket !== undefined) {
    if (path !== '') throw new Error(`The origin path ${path} of a bucket is not supported by the local cloud`);
    return { kind: 'bucket', bucket: template.valuesOf(bucket).ref };
  }
  const apiId = /^([a-z0-9]+)\.execute-api\./.exec(domain)?.[1];
  if (apiId === undefined) throw new Error(`The origin ${domain} is not supported by the local cloud`);
  return { kind: 'api', apiId, stage: path.replace(/^\//, '') };
};
