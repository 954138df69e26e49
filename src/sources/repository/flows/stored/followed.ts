import type { Codebase } from '../../javascript/codebase.ts';
import { isTemplate } from '../templates/translated.ts';

/** Signs of a template that put a value into the page as it is. */
const rawInTemplate = /<%[-~](?!\s*include)|!=(?!=)|!\{|\{\{\{|\|\s*(safe|raw)\b|autoescape/;

/** A page that code puts together, and cleaners of all that comes in. */
const pageInCode =
  /`[^`]*<[a-z][^`]*\$\{|'[^'\n]*<[a-z][^'\n]*'\s*(\+|\.concat)|"[^"\n]*<[a-z][^"\n]*"\s*(\+|\.concat)/i;
const sends =
  /\b_?(res|resp|response|reply|rep|ctx)\b[^;\n]{0,80}\.(send|end|write|html|body)\b|new Response\(|@Controller\(|\bh\.response\(/i;
const cleansAll = /^(xss-clean|express-xss-sanitizer|xss-shield|perfect-express-sanitizer)(\/|$)/;

const runs =
  /(?<![.\w])eval\((?!['"`])|new Function\(|['"](node:)?vm2?['"]|(pug|jade|ejs|handlebars|hbs|nunjucks|swig|dot|_|lodash)\.(compile|template|render)\(/i;

const known = new WeakMap<Codebase, boolean>();

/** Whether a text could break out of a page that is made here, or is run; else nothing that is stored is followed. */
export function isFollowed(codebase: Codebase): boolean {
  const before = known.get(codebase);
  if (before !== undefined) return before;
  const found = looksFor(codebase);
  known.set(codebase, found);
  return found;
}

function looksFor({ repository, files }: Codebase): boolean {
  const code = [...files.keys()].flatMap((path) => repository.files.get(path)?.text ?? []);
  const cleaned = [...files.values()].some(({ imports }) =>
    imports.some(({ specifier }) => cleansAll.test(specifier)),
  );
  if (cleaned) return false;
  if (code.some((text) => runs.test(text))) return true;
  if (code.some((text) => pageInCode.test(text) && sends.test(text))) return true;
  return [...repository.files].some(([path, { text }]) => isTemplate(path) && rawInTemplate.test(text));
}
