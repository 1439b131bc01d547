/** A home page that search engines have nothing to say against. */
export const FOUND_PAGE = `<!doctype html><html lang="en"><head>
<title>Oak & Iron – furniture made to measure in Leeds</title>
<meta name="description" content="We design and build tables, shelves and kitchens from English oak, made to measure in our workshop in Leeds.">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="canonical" href="https://site.example/">
<link rel="icon" href="/icon.png">
<meta property="og:title" content="Oak & Iron"><meta property="og:type" content="website">
<meta property="og:image" content="https://site.example/table.jpg"><meta property="og:url" content="https://site.example/">
<meta name="twitter:card" content="summary_large_image">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"FurnitureStore","name":"Oak & Iron","address":{"@type":"PostalAddress","streetAddress":"1 Mill Lane"},
"telephone":"+44 113 496 0000","url":"https://site.example/","openingHours":"Mo-Fr 09:00-17:00","geo":{"@type":"GeoCoordinates","latitude":53.8,"longitude":-1.5}}</script>
</head><body><h1>Furniture made to measure</h1><p>We build what fits.</p><img src="table.jpg" alt="A table of oak">
<a href="/prices">Our prices</a></body></html>`;

/** The page with one thing changed; a change that changes nothing is a mistake of the test. */
export const changed = (from: string | RegExp, to: string): string => {
  const page = FOUND_PAGE.replace(from, to);
  if (page === FOUND_PAGE) throw new Error(`Nothing of the page is ${String(from)}.`);
  return page;
};
