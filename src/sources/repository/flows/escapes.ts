import { anyMarkup, can } from './marks.ts';

/** Functions of libraries that leave a text nothing to do in one place, by their names: the text of a page, a pattern, a line. */
const escapes: readonly (readonly [RegExp, number])[] = [
  [
    /^(escape-html|lodash\.escape|sanitize-html|striptags|insane|escape-latex|html-escape|bleach)#(default|sanitize)?$/,
    anyMarkup,
  ],
  [
    /^(he|html-entities|entities|html-escaper|escape-goat|ent|htmlencode|lodash|lodash-es|underscore|mustache|handlebars|nunjucks|validator|sanitizer|hoek|@hapi\/hoek|node-html-encoder|html-encoder-decoder|@angular\/\w+|vue|react-dom)#(.*\.)?(escape\w*|encode\w*|htmlEscape|htmlEncode|sanitize|stripTags)$/,
    anyMarkup,
  ],
  [/^(dompurify|isomorphic-dompurify|xss|xss-filters|jsxss|js-xss|sanitize)#(.*\.)?(\w+)?$/, anyMarkup],
  [
    /^(escape-string-regexp|lodash\.escaperegexp|regexp-escape|regex-escape|escape-regexp|escape-regex|escape-regexp-component|regexp\.escape)#(default)?$|^#RegExp\.escape$|#(.*\.)?(escapeRegExp|escapeRegexp|escapeRegex|escapeStringRegexp)$|^xregexp#escape$/,
    can.pattern,
  ],
  [/^util#inspect$/, can.line],
];

/** What a text cannot do any more after a call of a library; undefined where the call is no escape. */
export function escapedBy(name: string): number | undefined {
  const found = escapes.filter(([pattern]) => pattern.test(name));
  return found.length === 0 ? undefined : found.reduce((mask, [, bits]) => mask | bits, 0);
}
