import type { Known } from '../anonymous/language.ts';
import { inField } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import type { PhpBody } from './body.ts';
import { lineage, propertyOf } from './codebase.ts';
import type { PhpCodebase } from './codebase.ts';
import { walkBody } from './signs.ts';
import { callTypes, memberName, plainString, receiverOf, variableName, writtenArguments } from './syntax.ts';

/** The route that a check stands before, as the check may ask for it. */
export interface AskedRoute {
  readonly name?: string | undefined;
  readonly path: string;
}

/** Words by which code asks which route it stands before. */
export const asksForRoute =
  /->is\(|::is\(|routeIs\(|->named\(|RouteNamed\(|RouteName\(|getName\(\)|->path\(\)|->uri\(\)/;

type Asked = 'name' | 'path';

const request = /^(\$request|request\(\)|\$this->request|\\?(\w+\\)*(Request|Route))$/;

/** Whether the route is one of those that an expression asks for: `$request->is('open/*')`, `routeIs('login')`. */
export function routeAnswer(
  codebase: PhpCodebase,
  body: PhpBody,
  route: AskedRoute,
  node: SyntaxNode,
): Known | undefined {
  if (node.type === 'binary_expression') return compared(codebase, body, route, node);
  if (!callTypes.has(node.type)) return undefined;
  const name = memberName(node) ?? '';
  const args = writtenArguments(node).map((each) => each.node);
  if (/^\\?in_array$/.test(name)) {
    const asked = args[0] === undefined ? undefined : askedBy(body, args[0]);
    const listed = asked === undefined ? undefined : textsIn(codebase, body, args[1]);
    return asked === undefined || listed === undefined ? undefined : isOneOf(route, asked, listed, false);
  }
  const asked = patternsOf(node, name);
  const listed = asked === undefined ? undefined : all(args.map((each) => textsIn(codebase, body, each)));
  return asked === undefined || listed === undefined ? undefined : isOneOf(route, asked, listed, true);
}

function patternsOf(node: SyntaxNode, name: string): Asked | undefined {
  const receiver = receiverOf(node)?.text ?? '';
  if (/^(routeIs|currentRouteNamed)$/.test(name)) return 'name';
  if (name === 'named' && /route\(\)\??$/.test(receiver)) return 'name';
  if (name !== 'is' || !request.test(receiver)) return undefined;
  return receiver.endsWith('Route') ? 'name' : 'path';
}

function askedBy(body: PhpBody, node: SyntaxNode): Asked | undefined {
  const kept = variableName(node) !== undefined || /^\$this->\w+$/.test(node.text);
  const text = (kept ? (onlyAssignment(body, node.text)?.text ?? '') : node.text).replaceAll(/\s/g, '');
  if (/(^|[:>])(currentRouteName\(\)|route\(\)\??->getName\(\))$|^\$(this->)?route->getName\(\)$/.test(text))
    return 'name';
  return /^(\$request|request\(\)|\$this->request)->(path\(\)|route\(\)\??->uri(\(\))?)$/.test(text)
    ? 'path'
    : undefined;
}

function compared(
  codebase: PhpCodebase,
  body: PhpBody,
  route: AskedRoute,
  node: SyntaxNode,
): Known | undefined {
  const operator = inField(node, 'operator')?.text ?? '';
  const [left, right] = [inField(node, 'left'), inField(node, 'right')];
  if (!/^[=!]==?$/.test(operator) || left === undefined || right === undefined) return undefined;
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const asked = askedBy(body, one);
    const listed = asked === undefined ? undefined : textsIn(codebase, body, other);
    if (asked === undefined || listed === undefined) continue;
    return isOneOf(route, asked, listed, false) === (operator.startsWith('=') ? 'yes' : 'no') ? 'yes' : 'no';
  }
  return undefined;
}

function isOneOf(
  route: AskedRoute,
  asked: Asked,
  listed: readonly string[],
  patterns: boolean,
): 'yes' | 'no' {
  const own = asked === 'name' ? route.name : route.path.replace(/^\/+|\/+$/g, '');
  if (own === undefined) return 'no';
  return listed.some((each) => {
    const text = asked === 'name' ? each : each.replace(/^\/+|\/+$/g, '');
    if (!patterns || !text.includes('*')) return text === own;
    const parts = text.split('*').map((part) => part.replaceAll(/[^\w\s]/g, String.raw`\$&`));
    return new RegExp(`^${parts.join('.*')}$`, 's').test(own);
  })
    ? 'yes'
    : 'no';
}

const all = (lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined => {
  const known = lists.flatMap((each) => each ?? []);
  return lists.includes(undefined) ? undefined : known;
};

/** The texts of a literal, a list, a property, a constant or a variable that are written out. */
function textsIn(
  codebase: PhpCodebase,
  body: PhpBody,
  node: SyntaxNode | undefined,
): readonly string[] | undefined {
  const plain = plainString(node);
  if (plain !== undefined) return [plain];
  switch (node?.type) {
    case 'array_creation_expression':
      return all(node.children.map(({ children }) => textsIn(codebase, body, children.at(-1))));
    case 'member_access_expression': {
      const name = receiverOf(node)?.text === '$this' ? memberName(node) : undefined;
      if (name === undefined || body.class === undefined) return undefined;
      return textsIn(codebase, body, propertyOf(codebase, body.class, name)?.default);
    }
    case 'class_constant_access_expression': {
      const [owner, name] = node.children;
      if (body.class === undefined || !/^(self|static)$/.test(owner?.text ?? '')) return undefined;
      const found = lineage(codebase, body.class).flatMap(
        ({ constants }) => constants.get(name?.text ?? '') ?? [],
      );
      return textsIn(codebase, body, found[0]);
    }
    case 'variable_name': {
      const given = onlyAssignment(body, node.text);
      return given?.type === 'variable_name' ? undefined : textsIn(codebase, body, given);
    }
    default:
      return undefined;
  }
}

/** What a variable, or a property of the object, is given, where that is said once. */
export function onlyAssignment(body: PhpBody, written: string): SyntaxNode | undefined {
  const found: (SyntaxNode | undefined)[] = [];
  walkBody(body.body, (node) => {
    if (!/assignment_expression$|^foreach_statement$/.test(node.type)) return;
    if (node.type === 'foreach_statement') {
      if (node.children.some(({ text }) => text === written)) found.push(undefined, undefined);
    } else if (inField(node, 'left')?.text === written) found.push(inField(node, 'right'));
  });
  return found.length === 1 ? found[0] : undefined;
}
