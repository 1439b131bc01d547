// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are CloudFormation's own placeholders
import { StackTemplate } from '../../../lib/local/assembly.ts';
import { createNaming } from '../../../lib/local/resource-names.ts';
import { resolveTemplate } from '../../../lib/local/template.ts';

const naming = createNaming({
  origin: 'http://localhost:4000',
  issuer: 'http://localhost:4000/local/identity',
  queueUrl: (name) => `http://127.0.0.1:1/0/${name}`,
});
const resolveStacks = (stacks: Record<string, object>, parameters?: Record<string, string>) =>
  resolveTemplate(
    {
      stacks: Object.entries(stacks).map(([name, template]) => ({ name, template: StackTemplate.parse(template) })),
      assets: new Map(),
    },
    naming,
    parameters,
  );
/** What one property resolves to beside a queue, a parameter, a condition and a mapping. */
const resolved = (value: unknown): unknown => {
  const { resources } = resolveStacks({
    App: {
      Parameters: { Size: { Type: 'Number', Default: 3 }, Zones: { Type: 'CommaDelimitedList', Default: 'a,b' } },
      Conditions: {
        IsUs: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
        IsNot: { 'Fn::Not': [{ Condition: 'IsUs' }] },
        Both: { 'Fn::And': [{ Condition: 'IsUs' }, { 'Fn::Or': [{ Condition: 'IsNot' }, { Condition: 'IsUs' }] }] },
      },
      Mappings: { Runtime: { 'us-east-1': { node: 'nodejs24.x' } } },
      Resources: {
        Queue: { Type: 'AWS::SQS::Queue' },
        Thing: { Type: 'AWS::SSM::Parameter', Properties: { Value: value } },
      },
    },
  });
  return resources.find(({ logicalId }) => logicalId === 'Thing')?.properties['Value'];
};

test.each([
  ['Ref of a queue is its URL', { Ref: 'Queue' }, 'http://127.0.0.1:1/0/App-Queue'],
  [
    'GetAtt takes a list or a dotted name',
    { 'Fn::GetAtt': ['Queue', 'Arn'] },
    'arn:aws:sqs:us-east-1:000000000000:App-Queue',
  ],
  [
    'Join puts references together',
    { 'Fn::Join': ['-', ['a', { Ref: 'Size' }, { Ref: 'AWS::Region' }]] },
    'a-3-us-east-1',
  ],
  [
    'Sub knows names, attributes and literals',
    { 'Fn::Sub': '${AWS::Partition}:${Queue.QueueName}:${!Name}' },
    'aws:App-Queue:${Name}',
  ],
  ['Sub takes variables of its own first', { 'Fn::Sub': ['${Queue}', { Queue: 'mine' }] }, 'mine'],
  ['Select of a Split', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
  ['a list parameter is a list', { Ref: 'Zones' }, ['a', 'b']],
  ['If follows its condition', { 'Fn::If': ['Both', 'yes', 'no'] }, 'yes'],
  ['FindInMap', { 'Fn::FindInMap': ['Runtime', { Ref: 'AWS::Region' }, 'node'] }, 'nodejs24.x'],
  [
    'NoValue leaves a property and an entry out',
    { a: { Ref: 'AWS::NoValue' }, b: [1, { Ref: 'AWS::NoValue' }] },
    { b: [1] },
  ],
  ['Base64', { 'Fn::Base64': 'text' }, 'dGV4dA=='],
])('%s', (_name, value, expected) => {
  expect(resolved(value)).toEqual(expected);
});

test.each([
  ['an unknown function', { 'Fn::Cidr': ['10.0.0.0/16', 1, 8] }, 'Fn::Cidr'],
  ['an unknown reference', { Ref: 'Nobody' }, 'Nobody'],
  ['an unknown attribute', { 'Fn::GetAtt': ['Queue', 'Colour'] }, 'Colour'],
  ['an unknown import', { 'Fn::ImportValue': 'none' }, 'none'],
])('%s is refused by name, with the resource it stands in', (_name, value, named) => {
  expect(() => resolved(value)).toThrow(named);
  expect(() => resolved(value)).toThrow('App/Thing');
});

test('stacks read each other’s exports, whichever comes first', () => {
  const template = resolveStacks({
    Reader: {
      Resources: {
        Thing: { Type: 'AWS::SSM::Parameter', Properties: { Value: { 'Fn::ImportValue': 'Owner:Queue' } } },
      },
    },
    Owner: {
      Resources: { Queue: { Type: 'AWS::SQS::Queue' } },
      Outputs: { Out: { Value: { Ref: 'Queue' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}:Queue' } } } },
    },
  });
  expect(template.resources[0]?.properties['Value']).toBe('http://127.0.0.1:1/0/Owner-Queue');
});

test('a resource whose condition does not hold is not there', () => {
  const { resources } = resolveStacks({
    App: {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { Gone: { Type: 'AWS::SQS::Queue', Condition: 'Never' } },
    },
  });
  expect(resources).toEqual([]);
});

test('names that go round in circles are refused instead of followed for ever', () => {
  const circle = (other: string) => ({ Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: other } } });
  expect(() => resolveStacks({ App: { Resources: { A: circle('B'), B: circle('A') } } })).toThrow('refers to itself');
});

test('names are the same each time, keep what the template gives, and fit the service', () => {
  const long = 'L'.repeat(80);
  const stacks = {
    App: {
      Resources: {
        [long]: { Type: 'AWS::Lambda::Function' },
        B: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'mine' } },
      },
    },
  };
  const [first, second] = [resolveStacks(stacks), resolveStacks(stacks)];
  const names = first.resources.map((resource) => first.valuesOf(resource).ref);
  expect(names).toEqual(second.resources.map((resource) => second.valuesOf(resource).ref));
  expect(names[0]?.length).toBeLessThanOrEqual(64);
  expect(names[1]).toBe('mine');
  expect(first.find('AWS::S3::Bucket', 'arn:aws:s3:::mine')?.logicalId).toBe('B');
});
