/** Text as it may stand in HTML, in an element or a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** An object as it may stand in a script element: no text of it can end the element. */
export const scriptJson = (value: object): string => JSON.stringify(value).replaceAll('<', '\\u003c');
