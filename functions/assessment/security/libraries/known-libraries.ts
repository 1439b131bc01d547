import { EDITORS_AND_WIDGETS } from './editors-and-widgets.ts';
import { JQUERY_FAMILY } from './jquery-family.ts';
import type { KnownLibrary } from './library-shape.ts';
import { TEMPLATES_AND_FRAMEWORKS } from './templates-and-frameworks.ts';
import { TOOLS } from './tools.ts';

/**
 * Libraries that small and middling sites use, with the vulnerabilities that matter in a browser. Version ranges and identifiers are taken from Retire.js
 * (https://github.com/RetireJS/retire.js, repository/jsrepository-master.json at 0006d15d, Apache License 2.0, © Erlend Oftedal and contributors), selected and
 * put in another form; file names and notices are our own. Left out is what concerns servers only (requests by Node, server-side rendering, command lines).
 */
export const KNOWN_LIBRARIES: readonly KnownLibrary[] = [
  ...JQUERY_FAMILY,
  ...TEMPLATES_AND_FRAMEWORKS,
  ...EDITORS_AND_WIDGETS,
  ...TOOLS,
];
