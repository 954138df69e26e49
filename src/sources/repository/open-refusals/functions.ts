import type { Endpoint } from '../../../model/api.ts';
import type { Backend } from '../../../model/backend.ts';
import { callOf, conditionOf, isFunction, lastLineOf } from '../callers/shapes.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { inField, walkSyntax } from '../languages/syntax.ts';
import type { Code, OpenRefusal } from './open-refusals.ts';

/** Refusals in the handlers and guards of Go, Java and Python. */
export function refusalsOfFunctions({ api }: Backend, code: Code): readonly OpenRefusal[] {
  const known = new Map<string, readonly Place[]>();
  const placesIn = (file: string): readonly Place[] => {
    const before = known.get(file);
    if (before !== undefined) return before;
    const found =
      /\.(go|java|py)$/.test(file) && signs.test(code.files.get(file)?.text ?? '')
        ? openIn(code.tree(file))
        : [];
    known.set(file, found);
    return found;
  };
  return api.endpoints.flatMap((endpoint) => [
    ...inHandler(endpoint, placesIn),
    ...inGuards(endpoint, placesIn),
  ]);
}

const signs = /40[13]|Unauthorized|Forbidden|UNAUTHORIZED|FORBIDDEN|[rR]edirect/;

interface Place {
  /** The named function around it, and its lines. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** What comes behind it hands the request on. */
  readonly handsOn: boolean;
  /** It ends the function and leaves what comes behind that to run. */
  readonly ends: boolean;
}

function inHandler(
  { id, handler }: Endpoint,
  placesIn: (file: string) => readonly Place[],
): readonly OpenRefusal[] {
  if (handler === undefined) return [];
  const { file, line } = handler;
  return placesIn(file)
    .filter((place) => isOf(place, line) && !place.handsOn && !place.ends)
    .map((place) => ({ endpoint: id, file, name: place.name, line: place.line }));
}

/** A handler begins with its annotations or below them. */
const isOf = ({ start, end }: Place, line: number): boolean =>
  start <= line && line <= Math.min(end, start + 6);

function inGuards(
  { id, guards }: Endpoint,
  placesIn: (file: string) => readonly Place[],
): readonly OpenRefusal[] {
  return guards.flatMap(({ name, origin }) => {
    if (origin.kind !== 'read') return [];
    const own = (name.split('.').at(-1) ?? name).replace(/\(.*$/, '');
    return placesIn(origin.file)
      .filter(
        (place) =>
          (place.name === own || (place.start <= origin.line && origin.line <= place.end)) &&
          (place.handsOn || place.ends),
      )
      .map((place) => ({ endpoint: id, file: origin.file, name: own, line: place.line }));
  });
}

/** All refusals of a file that do not end what they refuse. */
function openIn(root: SyntaxNode | undefined): readonly Place[] {
  const found: Place[] = [];
  if (root === undefined) return found;
  walkSyntax(root, (node, above) => {
    if (!/^(block|statement_list|constructor_body)$/.test(node.type)) return;
    for (const [at, statement] of node.children.entries()) {
      if (statement.type !== 'if_statement' || inField(statement, 'alternative') !== undefined) continue;
      const around = above.find(isNamed);
      const rest = node.children.slice(at + 1);
      const how = around === undefined ? undefined : leavesOpen(statement, rest, above.findLast(isFunction));
      if (around === undefined || how === undefined) continue;
      const name = inField(around, 'name')?.text ?? '';
      found.push({ name, start: around.line, end: lastLineOf(around), line: statement.line, ...how });
    }
  });
  return found;
}

const isNamed = (node: SyntaxNode): boolean => isFunction(node) && inField(node, 'name') !== undefined;

function leavesOpen(
  statement: SyntaxNode,
  rest: readonly SyntaxNode[],
  around: SyntaxNode | undefined,
): { readonly handsOn: boolean; readonly ends: boolean } | undefined {
  const branch = statementsOf(inField(statement, 'consequence'));
  const last = branch.at(-1);
  const refusal = branch.find(refuses);
  if (last === undefined || refusal === undefined || branch.some(sets)) return undefined;
  if (!asks.test(conditionOf(statement)?.text ?? '')) return undefined;
  const after = rest.map(({ text }) => text).join('\n');
  if (/^return_statement$/.test(last.type)) {
    // A function of gin that only returns leaves those behind it to run.
    const isGin = /^\(?\s*\w+ \*gin\.Context\s*\)?$/.test(inField(around ?? last, 'parameters')?.text ?? '');
    const isBare = last.text.trim() === 'return' && !branch.some(({ text }) => /Abort|panic/.test(text));
    return isGin && isBare ? { handsOn: false, ends: true } : undefined;
  }
  if (/^(raise|throw|break|continue|goto)_?/.test(last.type) || branch.some(({ text }) => ending.test(text)))
    return undefined;
  if (!rest.some(acts)) return undefined;
  return { handsOn: handsOn.test(after), ends: false };
}

/** Statements of a branch, with or without braces. */
function statementsOf(branch: SyntaxNode | undefined): readonly SyntaxNode[] {
  if (branch === undefined) return [];
  const inner = /^(block|statement_list)$/.test(branch.type) ? branch.children : [branch];
  return inner
    .flatMap((each) => (each.type === 'statement_list' ? each.children : [each]))
    .filter(({ type }) => !type.includes('comment'));
}

const answering =
  /^(Error|WriteHeader|JSON|IndentedJSON|String|Status|SendStatus|HTML|XML|sendError|setStatus|setStatusCode|sendRedirect|Redirect|redirect|Abort\w*|respond\w*|\w*[eE]rror(JSON|Response)?)$/;
const refused = /\b40[13]\b|Status(Unauthorized|Forbidden)|UNAUTHORIZED|FORBIDDEN/;
const elsewhere = /["'][^"']*(log_?-?in|sign_?-?in|auth|denied|error|forbidden)[^"']*["']/i;

/** A statement that answers 401 or 403, or sends the caller to a page where they sign in. */
function refuses(statement: SyntaxNode): boolean {
  const [inner] = statement.type === 'expression_statement' ? statement.children : [statement];
  const call = inner === undefined ? undefined : callOf(inner);
  if (call === undefined || !answering.test(call.name)) return false;
  if (call.receiver !== undefined && /log/i.test(call.receiver.text)) return false;
  return refused.test(statement.text) || (/redirect/i.test(call.name) && elsewhere.test(statement.text));
}

/** It notes the refusal for later. */
const sets = ({ type, text }: SyntaxNode): boolean =>
  /assignment|_declaration|var_spec/.test(type) || /^\w[\w.]* (:)?= /.test(text);

const asks =
  /session|user|token|auth|log_?in|logged|role|admin|principal|claims?\b|cookie|header|err\b|\bok\b|valid/i;
const ending = /\b(panic|os\.Exit|Fatal\w*|abort|raise|throw|AbortWith\w*|c\.Abort|ctx\.Abort)\b/;
const handsOn = /\bnext\b|\.Next\(\)|ServeHTTP\(|doFilter\(|chain\.|\bhandler\(/;

/** Something that does more than to end the answer. */
const acts = (statement: SyntaxNode): boolean =>
  !/^(return_statement|comment)$/.test(statement.type) && /\(/.test(statement.text);
