/** Where what an enrichment asks for comes from: our own reader or a provider of data. */
export const SOURCES = [
  'website',
  'import',
  'crustdata',
  'apollo',
  'people-data-labs',
  'google-places',
  'hunter',
  'pagespeed',
  'semrush',
] as const;
export type Source = (typeof SOURCES)[number];

/** What our readers and providers can be asked, as `<source>.<question>`. */
export const COLLECTION_METHODS = [
  'website.pages',
  'website.team_page',
  'website.news_page',
  'website.careers_page',
  'website.page_code',
  'import.columns',
  'crustdata.company_search',
  'crustdata.company_enrich',
  'crustdata.person_search',
  'apollo.company_search',
  'apollo.organization_enrich',
  'apollo.people_search',
  'people-data-labs.company_search',
  'people-data-labs.person_search',
  'google-places.text_search',
  'hunter.domain_search',
  'pagespeed.run',
  'semrush.domain_overview',
] as const;
export type CollectionMethod = (typeof COLLECTION_METHODS)[number];

export type Collected = Readonly<{ source: Source; collectionMethod: CollectionMethod }>;

/** A method with the source it belongs to. */
export const by = (collectionMethod: CollectionMethod): Collected => {
  const source = SOURCES.find((one) => collectionMethod.startsWith(`${one}.`));
  if (source === undefined) throw new Error(`${collectionMethod} belongs to no source`);
  return { source, collectionMethod };
};
