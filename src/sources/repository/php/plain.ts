import { folderOf } from '../file-paths.ts';
import type { DeclaredRoute } from '../http/declared.ts';
import { allOfType, inField } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import type { Parameter } from '../../../model/api.ts';
import type { TextFile } from '../gather.ts';
import type { PhpBody } from './body.ts';
import type { PhpFile } from './classes.ts';
import type { PhpCodebase } from './codebase.ts';
import { evaluate } from './evaluate.ts';
import { isInclude, repositoryPath } from './includes.ts';
import { createMachine } from './machine.ts';
import type { Machine } from './machine.ts';
import { methodsOfBody } from './methods-of-body.ts';
import { toDeclared } from './route.ts';
import type { Dialect } from './parameters.ts';
import { isPart, scriptGuards } from './scripts/script-guards.ts';
import { plainString } from './syntax.ts';
import { originAt, textOf } from './value.ts';
import type { PhpValue, Scope } from './value.ts';

/** No framework: only the superglobals. */
export const plainDialect: Dialect = { methods: {}, bags: {}, requestType: /^never$/, receivers: /^never$/ };

const frameworks =
  /"(laravel\/(lumen-)?framework|symfony\/(framework-bundle|symfony)|cakephp\/cakephp|codeigniter4?\/framework|yiisoft\/yii2?|laminas\/laminas-mvc|mezzio\/mezzio|slim\/slim|topthink\/framework|hyperf\/\w+|drupal\/core[\w-]*|magento\/[\w-]+|phalcon\/\w+)"/;

/**
 * Pages that are scripts: the file is the route. What a page includes first may check who asks. Where a framework has
 * routes, only scripts that read the request themselves are pages beside it.
 */
export function plainRoutes(codebase: PhpCodebase, others: number): readonly DeclaredRoute[] {
  const isApplication = [...codebase.repository.files.values()].some(
    ({ path, text }) => /(^|\/)composer\.json$/.test(path) && frameworks.test(text),
  );
  if (isApplication) return [];
  const machine = createMachine(codebase, {});
  const candidates = codebase.sources.filter(
    ({ path, text }) => path.endsWith('.php') && !/namespace\s+[\w\\]+\s*;/.test(text.slice(0, 4_000)),
  );
  const included = includedFiles(machine, candidates);
  const root = documentRoot(candidates);
  return candidates.flatMap((source) => {
    if (!source.path.startsWith(root) || included.has(source.path) || !isPage(source)) return [];
    const file = codebase.file(source.path);
    if (file === undefined || !actsItself(file, others > 0)) return [];
    const routes = [...pageOf(machine, file, root), ...switchedRoutes(machine, file, root)];
    return isPart({ machine, file })
      ? routes.map((each) => ({ ...each, handlerLooksAtCredentials: 'unseen' }))
      : routes;
  });
}

/** Code outside of functions and classes that shows something or reads the request. */
function actsItself(file: PhpFile, strictly: boolean): boolean {
  const own = file.root.children.filter(
    ({ type }) => !/_declaration$|^function_definition$|^namespace|^comment$/.test(type),
  );
  if (/\bABSPATH\b|Plugin Name:|_JEXEC|_VALID_MOS|BASEPATH/.test(file.root.text.slice(0, 3_000)))
    return false;
  // A template runs inside a method of whatever shows it.
  if (
    own.some(({ text }) => /\$this\s*->/.test(text)) &&
    !own.some(({ text }) => /\$_(GET|POST|REQUEST)\b/.test(text))
  )
    return false;
  const direct = /\$_(GET|POST|REQUEST|FILES)\b|filter_input\(/;
  if (strictly) return own.some(({ text }) => direct.test(text));
  return own.some(({ text, type }) => shows.test(type) || direct.test(text) || isCall(text));
}

const shows =
  /^(echo_statement|text_interpolation|text|if_statement|switch_statement|foreach_statement|exit_statement)$/;

/** A statement that calls something, other than what only prepares. */
const isCall = (text: string): boolean =>
  /^[\w\\$>:-]+\s*\(|=\s*[\w\\$>:-]+\(|->\w+\(/.test(text) &&
  !/^(define|ini_set|error_reporting|set_include_path|spl_autoload_register|date_default_timezone_set|require|include)/.test(
    text,
  );

/**
 * Folder that the server shows: one with an index page that holds nearly all pages, or `public` and the like where the
 * rest is code.
 */
function documentRoot(candidates: readonly TextFile[]): string {
  const indexes = candidates
    .filter(({ path }) => /(^|\/)index\.php$/.test(path))
    .map(({ path }) => folderOf(path));
  if (indexes.includes('')) return '';
  const named = indexes.find((folder) =>
    /(^|\/)(public|public_html|htdocs|webroot|www|web|upload|httpdocs)$/.test(folder),
  );
  if (named !== undefined) return `${named}/`;
  const all = candidates.length;
  const wide = indexes.find(
    (folder) => candidates.filter(({ path }) => path.startsWith(`${folder}/`)).length > all * 0.8,
  );
  return wide === undefined ? '' : `${wide}/`;
}

const reads =
  /\$_(GET|POST|REQUEST|COOKIE|FILES)\b|\$_SERVER\[|filter_input\(|php:\/\/input|\$_SESSION|session_start\(/;

/** Not a script of the command line, nor a file of settings. */
function isPage({ path, text }: TextFile): boolean {
  const isSetting = /(^|\/)(config|settings|functions|autoload|bootstrap|cli|cron)[\w.-]*\.php$/i.test(path);
  if (isSetting && !reads.test(text)) return false;
  return !text.startsWith('#!') && !/php_sapi_name\(\)\s*!==?\s*['"]cli|PHP_SAPI\s*!==?\s*['"]cli/.test(text);
}

/** Files that others include are parts, not pages. */
function includedFiles(machine: Machine, files: readonly TextFile[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { path, text } of files) {
    if (!/\b(include|require)(_once)?\b/.test(text)) continue;
    const file = machine.codebase.file(path);
    if (file === undefined) continue;
    for (const target of includesOf(machine, file, file.root)) if (target !== path) found.add(target);
  }
  return found;
}

export function includesOf(machine: Machine, file: PhpFile, root: SyntaxNode): readonly string[] {
  const found: string[] = [];
  const pending: SyntaxNode[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (isInclude(node) && node.children[0] !== undefined) {
      const scope = { file, variables: new Map() };
      found.push(...targetsOf(machine, evaluate(machine, node.children[0], scope), scope));
    }
    pending.push(...node.children);
  }
  return found;
}

/** Files an include may mean: a path with parts that are not known means every file that fits around them. */
export function targetsOf(machine: Machine, value: PhpValue, scope: Scope): readonly string[] {
  const written = value.kind === 'text' ? value.text : undefined;
  if (written === undefined) return [];
  const exact = textOf(value) === undefined ? undefined : repositoryPath(machine, written, scope);
  if (exact !== undefined) return [exact];
  const pieces = written.split('{unresolved}').map((piece) => piece.replace(/^(\.{0,2}\/)+/, ''));
  if (!pieces.some((piece) => piece.includes('/'))) return [];
  const last = pieces.at(-1) ?? '';
  return machine.codebase.sources.flatMap(({ path }) =>
    path.endsWith(last) && inOrder(pieces, path) ? [path] : [],
  );
}

function inOrder(pieces: readonly string[], path: string): boolean {
  let at = 0;
  for (const piece of pieces) {
    const found = path.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return true;
}

function pageOf(machine: Machine, file: PhpFile, root: string): readonly DeclaredRoute[] {
  const { codebase } = machine;
  const body: PhpBody = { file, line: 1, parameters: [], body: withoutDeclarations(file.root) };
  return toDeclared(codebase, plainDialect, {
    technology: 'php',
    methods: methodsOfBody(codebase, body, plainDialect),
    path: { text: `/${file.path.slice(root.length)}`, resolved: true },
    body,
    guards: scriptGuards({ machine, file }, file.root.children),
    origin: originAt(file, { line: 1 }),
  });
}

/** `switch ($_GET['action'])`: each case is a place of its own, told with its query. */
function switchedRoutes(machine: Machine, file: PhpFile, root: string): readonly DeclaredRoute[] {
  return file.root.children.flatMap((statement): readonly DeclaredRoute[] => {
    if (statement.type !== 'switch_statement') return [];
    const name = /^\(\s*\$_(?:GET|REQUEST)\[\s*['"](\w+)['"]\s*\]/.exec(
      inField(statement, 'condition')?.text ?? '',
    )?.[1];
    if (name === undefined) return [];
    return allOfType(inField(statement, 'body'), 'case_statement').flatMap((each) => {
      const value = plainString(inField(each, 'value'));
      if (value === undefined) return [];
      const body: PhpBody = { file, line: each.line, parameters: [], body: each };
      const query: Parameter = { name, in: 'query', required: true, origin: originAt(file, each) };
      return toDeclared(machine.codebase, plainDialect, {
        technology: 'php',
        methods: methodsOfBody(machine.codebase, body, plainDialect),
        path: { text: `/${file.path.slice(root.length)}?${name}=${value}`, resolved: true },
        body,
        guards: scriptGuards({ machine, file }, file.root.children),
        parameters: [query],
        origin: originAt(file, each),
      });
    });
  });
}

/** The file without its classes: what runs when the page is asked for. */
export function withoutDeclarations(root: SyntaxNode): SyntaxNode {
  return {
    ...root,
    children: root.children.filter(({ type }) => !/^(class|interface|trait|enum)_declaration$/.test(type)),
  };
}
