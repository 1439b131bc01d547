import { copyRoutes } from './contract.ts';
import example from './copy-example.json' with { type: 'json' };
import { answerOf, CopyPackage, type Kind } from './generation.ts';

const REQUEST = {
  websiteUrl: 'http://fjellbro.example/',
  icp: 'Operations managers at ferry operators in Norway with 50 to 2,000 employees',
  preferences: { tone: 'friendly' },
} as const;
const written = CopyPackage.parse(example);
const of = (kind: Kind) => ({ request: REQUEST, response: answerOf({ ...written, kind }) });

/** The four endpoints with a request and its answer, as the offline writer gave it for a website of the sample world. For the API's description only. */
export const copyRoutesWithExamples = {
  writePositioning: { ...copyRoutes.writePositioning, example: of('positioning') },
  writeEmail: { ...copyRoutes.writeEmail, example: of('email') },
  writeEnrichment: { ...copyRoutes.writeEnrichment, example: of('enrichment') },
  writeComplete: { ...copyRoutes.writeComplete, example: of('complete') },
} as const;
