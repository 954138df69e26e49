import type { Backend } from '../../../model/backend.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { inField } from '../languages/syntax.ts';
import type { Code, OpenRefusal } from './open-refusals.ts';

/** Refusals in scripts of PHP, in the files that they include first and in functions that they call by themselves. */
export function refusalsOfScripts({ api }: Backend, code: Code): readonly OpenRefusal[] {
  const scripts = api.endpoints.filter(
    ({ handler, protocol }) =>
      protocol === 'http' && handler?.line === 1 && /\.(php|phtml|inc)$/.test(handler.file),
  );
  if (scripts.length === 0) return [];
  const functions = functionsOf(code);
  const known = new Map<string, readonly Found[]>();
  return scripts.flatMap(({ id, handler }) => {
    const file = handler?.file ?? '';
    const found = known.get(file) ?? inScript(file, code, functions);
    known.set(file, found);
    return found.map((each) => ({ ...each, endpoint: id }));
  });
}

type Found = Omit<OpenRefusal, 'endpoint'>;

interface Declared {
  readonly file: string;
  readonly name: string;
  readonly text: string;
  readonly line: number;
}

type Functions = ReadonlyMap<string, readonly Declared[]>;

const declares = /^[ \t]*function\s+&?(\w+)\s*\(/gm;

/** Functions of scripts by their names, each with the text up to the next one. */
function functionsOf({ files }: Code): Functions {
  const found = new Map<string, Declared[]>();
  for (const [file, { text }] of files) {
    if (!/\.(php|inc)$/.test(file)) continue;
    const starts = [...text.matchAll(declares)];
    for (const [at, start] of starts.entries()) {
      const name = start[1] ?? '';
      const body = text.slice(
        start.index,
        Math.min(starts[at + 1]?.index ?? text.length, start.index + 4000),
      );
      const line = text.slice(0, start.index).split('\n').length;
      const list = found.get(name.toLowerCase()) ?? [];
      list.push({ file, name, text: body, line });
      found.set(name.toLowerCase(), list);
    }
  }
  return found;
}

/** Files within files that are looked into. */
const deepest = 3;

function inScript(file: string, code: Code, functions: Functions, depth = 0): readonly Found[] {
  const root = code.tree(file);
  if (root === undefined || depth > deepest) return [];
  return root.children.flatMap((statement, at): readonly Found[] => {
    const rest = root.children.slice(at + 1);
    // A file that is included goes on in the one that includes it.
    const goesOn = depth > 0 || rest.some(acts);
    if (!goesOn) return [];
    if (statement.type === 'if_statement')
      return isOpen(statement, functions) ? [{ file, name: file, line: statement.line }] : [];
    if (statement.type !== 'expression_statement') return [];
    const included = includedBy(statement.text);
    if (included !== undefined) {
      const path = fileCalled(included, file, code);
      return path === undefined ? [] : inScript(path, code, functions, depth + 1);
    }
    const called = /^@?(\w+)\s*\(\s*\)\s*;?$/.exec(statement.text.trim())?.[1];
    return called === undefined ? [] : inFunction(called, functions);
  });
}

const includedBy = (text: string): string | undefined =>
  /^(?:include|require)(?:_once)?\b[^'"]*['"]([^'"]+)['"]/.exec(text.trim())?.[1];

function fileCalled(path: string, from: string, { files }: Code): string | undefined {
  const folder = from.includes('/') ? from.slice(0, from.lastIndexOf('/') + 1) : '';
  const parts: string[] = [];
  for (const part of `${folder}${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  const joined = parts.join('/');
  const plain = path.replace(/^(\.{0,2}\/)+/, '');
  return files.has(joined) ? joined : files.has(plain) ? plain : undefined;
}

const asksSession = /\$_SESSION|is_?log|logged|is_?auth|authenticated|is_?admin|check_?login|current_?user/i;
const isNegative = /!|empty\(|===?\s*(null|false|0|''|"")|is_null/i;
const refuses =
  /header\s*\(\s*['"]\s*Location|http_response_code\(\s*40[13]|header\s*\(\s*['"]HTTP\/\S+ 40[13]|(window|document)\.location/i;

/** `if (!isset($_SESSION['user'])) { header('Location: login.php'); }` with nothing that ends the script. */
function isOpen(statement: SyntaxNode, functions: Functions): boolean {
  const condition = inField(statement, 'condition')?.text ?? '';
  const body = inField(statement, 'body')?.text ?? '';
  if (inField(statement, 'alternative') !== undefined) return false;
  return asksSession.test(condition) && isNegative.test(condition) && goesOnAfter(body, functions);
}

const ends = /\b(exit|die|return|throw)\b/;
const known =
  /^(if|header|echo|print|isset|empty|setcookie|session_\w+|http_response_code|unset|alert|json_encode|array|htmlspecialchars|urlencode|function|array_key_exists|basename|strpos)$/i;

function goesOnAfter(body: string, functions: Functions): boolean {
  const code = withoutComments(body);
  if (!refuses.test(code) || ends.test(code)) return false;
  const called = [...code.replaceAll(/(['"])(?:(?!\1)[\s\S])*\1/g, "''").matchAll(/(?<![\w$>:])(\w+)\s*\(/g)];
  return called.every(([, name = '']) => {
    if (known.test(name)) return true;
    const own = functions.get(name.toLowerCase());
    // What is not known may end.
    return own !== undefined && own.every(({ text }) => !ends.test(withoutComments(text)));
  });
}

/** A function that a script calls for nothing but its check, and that never ends. */
function inFunction(name: string, functions: Functions): readonly Found[] {
  const own = functions.get(name.toLowerCase());
  const [only] = own ?? [];
  if (only === undefined || own?.length !== 1) return [];
  const code = withoutComments(only.text);
  const condition = /if\s*\(([^{]*)\)\s*\{?/.exec(code)?.[1] ?? '';
  if (!asksSession.test(condition) || !isNegative.test(condition) || /\belse\b/.test(code)) return [];
  return goesOnAfter(code.slice(code.indexOf('{') + 1), functions)
    ? [{ file: only.file, name, line: only.line }]
    : [];
}

/** What shows something or reads a database. */
const acts = ({ type, text }: SyntaxNode): boolean =>
  !/^(comment|php_tag|text|function_definition|text_interpolation)$/.test(type) &&
  /query|prepare|execute|->|mysqli_|\$_(POST|GET|REQUEST|FILES)|include|require/i.test(text);

const withoutComments = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|(^|\s)(\/\/|#).*$/gm, '');
