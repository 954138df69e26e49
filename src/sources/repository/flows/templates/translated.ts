import { ejsProgram } from './ejs.ts';
import { handlebarsProgram } from './handlebars.ts';
import { nunjucksProgram } from './nunjucks.ts';
import { pugProgram } from './pug.ts';

/**
 * A template as the JavaScript program that does with its values what the template does: `$raw(value)` puts one into
 * the page as it is, `$view(name, values)` brings in another template, `$values` are those it is given. Lines stay
 * where they are. Undefined where the engine is not known.
 */
export function templateProgram(path: string, text: string): string | undefined {
  if (text.length > longest) return undefined;
  for (const [name, program] of engines) if (name.test(path)) return program(text);
  return undefined;
}

/** Longest template that is read, signs. */
const longest = 200_000;

const engines: readonly (readonly [RegExp, (text: string) => string])[] = [
  [/\.(ejs|eta)$/, ejsProgram],
  [/\.(hbs|handlebars|mustache|mst)$/, handlebarsProgram],
  [/\.(pug|jade)$/, pugProgram],
  [/\.(njk|nunjucks|twig)$/, nunjucksProgram],
];

export const isTemplate = (path: string): boolean => engines.some(([name]) => name.test(path));
