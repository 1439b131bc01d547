import { evidenceText } from '../../../web/src/areas/messages/evidence-text.ts';

const records = {
  mail: { toName: 'Mara Lindqvist' },
  company: { oneLiner: 'Berth planning.', locations: ['Berlin', 'Malmö'], headcount: 140, description: null },
  offer: {
    product: 'Forecast',
    oneLiner: 'Explained forecasts.',
    problems: ['Nobody trusts it.'],
    benefits: ['Two days earlier.', 'One number.'],
    proof: [],
    callToAction: 'A look?',
  },
};

test.each([
  ['company:oneLiner', 'Berth planning.'],
  ['company:locations', 'Berlin, Malmö'],
  ['company:headcount', '140'],
  ['offer:product', 'Forecast'],
  ['offer:benefits.1', 'One number.'],
  ['contact:firstName', 'Mara Lindqvist'],
])('%s is shown in the words of its record', (id, text) => {
  expect(evidenceText(id, records)).toBe(text);
});

test.each(['p3f2', 'company:description', 'company:unheardOf', 'offer:proof.4', 'contact:title', 'sender:name'])(
  '%s, which no record here holds, is shown by its name alone',
  (id) => {
    expect(evidenceText(id, records)).toBeUndefined();
  },
);

test('records that are not read yet give nothing', () => {
  expect(evidenceText('company:oneLiner', { ...records, company: undefined })).toBeUndefined();
  expect(evidenceText('offer:product', { ...records, offer: undefined })).toBeUndefined();
});
