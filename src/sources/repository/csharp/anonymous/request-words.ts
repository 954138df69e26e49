import type { Known } from '../../anonymous/language.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField, walkSyntax } from '../../languages/syntax.ts';
import type { Code } from '../code.ts';
import { membersOf } from '../code.ts';
import { argumentsOf, calledIn, nameOf } from '../syntax.ts';
import type { Scope } from '../texts.ts';
import { textOf } from '../texts.ts';

/** What is known of a request to a route that nobody signed in for: its path, its method, and that it has no credentials. */
export function aboutRequest(
  code: Code,
  scope: Scope,
  route: DeclaredRoute,
  names: RequestNames,
  node: SyntaxNode,
): Known | undefined {
  const { text } = node;
  if (text.length > 300) return undefined;
  if (text.endsWith('.IsWebSocketRequest')) return route.protocol === 'ws' ? undefined : 'no';
  if (credential.test(text)) return 'absent';
  if (node.type === 'invocation_expression') return asked(code, scope, route, names, node);
  if (node.type !== 'binary_expression') return undefined;
  const operator = inField(node, 'operator')?.text;
  const [left, right] = [inField(node, 'left'), inField(node, 'right')];
  if ((operator !== '==' && operator !== '!=') || left === undefined || right === undefined) return undefined;
  const told = is(route, partOf(names, left.text), 'Equals', constant(code, scope, right));
  return told === undefined || operator === '==' ? told : told === 'yes' ? 'no' : 'yes';
}

const credential =
  /^(\w+\.)*Headers(\[[^\]]*(auth|token|api-?_?key|secret|signature)[^\]]*\]|\.Authorization)(\.\w+(\(\))?)*$|^(\w+\.)*User[?!]?\.(Identity[?!]?\.)?(IsAuthenticated(\(\))?|FindFirst(Value)?\([^()]*\))$/i;
const isOrigin = /\b(Origin|Referr?er)"?$/i;
const isMethod = /(^|\.)[Rr]equest\.Method$/;
const isPath = /(^|\.)[Rr]equest\.Path(\.Value|\.ToString\(\)|\.ToUriComponent\(\))?$/;

type Part = 'path' | 'method';
/** Locals that hold a part of the request: `var path = context.Request.Path.Value;`. */
export type RequestNames = ReadonlyMap<string, Part>;

export function requestNames(text: string): RequestNames {
  const found = new Map<string, Part>();
  for (const [, name = '', value = ''] of text.matchAll(
    /\b(?:[Ss]tring\??|var|PathString\??)\s+(\w+)\s*=\s*([^;=]{1,100});/g,
  )) {
    const part = partOf(found, value.trim());
    if (part !== undefined) found.set(name, part);
  }
  return found;
}

function partOf(names: RequestNames, text: string): Part | undefined {
  const plain = text
    .replace(/\s*\?\?\s*(""|[Ss]tring\.Empty)$/, '')
    .replace(/[?!]?\.(To(Lower|Upper)(Invariant)?|Trim(End|Start)?)\([^()]*\)$/, '')
    .replace(/[?!]$/, '');
  return names.get(plain) ?? (isMethod.test(plain) ? 'method' : isPath.test(plain) ? 'path' : undefined);
}

const is = (
  route: DeclaredRoute,
  part: Part | undefined,
  question: string,
  given: string | undefined,
): Known | undefined =>
  part === 'path'
    ? pathIs(route, question, given)
    : part === 'method' && question === 'Equals'
      ? methodIs(route, given)
      : undefined;

function asked(
  code: Code,
  scope: Scope,
  route: DeclaredRoute,
  names: RequestNames,
  node: SyntaxNode,
): Known | undefined {
  const call = calledIn(node);
  const [first] = call?.arguments ?? [];
  const of = call?.receiver?.text ?? '';
  if (call === undefined || first === undefined) return undefined;
  // A page of another site would send where it comes from; whoever has no credentials need not.
  if (
    of.endsWith('Headers') &&
    /^(TryGetValue|ContainsKey)$/.test(call.name) &&
    isOrigin.test(first.value.text)
  )
    return 'no';
  const verb = /^Is(Get|Post|Put|Patch|Delete|Head|Options|Trace|Connect)$/.exec(call.name)?.[1];
  if (verb !== undefined && /(^|\.)HttpMethods$/.test(of)) return methodIs(route, verb);
  const second = call.arguments[1];
  // `string.Equals(path, "/x", …)`, `HttpMethods.Equals(context.Request.Method, "GET")`.
  const isStatic = call.name === 'Equals' && /^([Ss]tring|HttpMethods)$/.test(of) && second !== undefined;
  return isStatic
    ? is(route, partOf(names, first.value.text), 'Equals', constant(code, scope, second.value))
    : is(route, partOf(names, of), call.name, constant(code, scope, first.value));
}

/** A text, or the path that a field was made of: `static readonly PathString Push = new("/push")`. */
function constant(code: Code, scope: Scope, node: SyntaxNode | undefined): string | undefined {
  if (node === undefined) return undefined;
  const direct = textOf(code, node, scope);
  if (direct.resolved) return direct.text;
  const made = node.type.endsWith('object_creation_expression') ? node : madeIn(code, scope, node);
  const given = made === undefined ? undefined : textOf(code, argumentsOf(made)[0]?.value, scope);
  return given?.resolved === true ? given.text : undefined;
}

function madeIn(code: Code, { type }: Scope, { text }: SyntaxNode): SyntaxNode | undefined {
  if (type === undefined) return undefined;
  let found: SyntaxNode | undefined;
  for (const { node } of membersOf(code, type))
    if (node.type === 'field_declaration' && /\breadonly\b/.test(node.text))
      walkSyntax(node, (at) => {
        if (at.type !== 'variable_declarator' || nameOf(at) !== text) return;
        found = [
          ...allOfType(at, 'object_creation_expression'),
          ...allOfType(at, 'implicit_object_creation_expression'),
        ][0];
      });
  return found;
}

function methodIs({ methods }: DeclaredRoute, name: string | undefined): Known | undefined {
  if (name === undefined || methods.includes('ANY')) return undefined;
  const is = methods.filter((each) => each === name.toUpperCase()).length;
  return is === 0 ? 'no' : is === methods.length ? 'yes' : undefined;
}

/** Of a path only what stands before its first variable is known. */
function pathIs({ path }: DeclaredRoute, question: string, given: string | undefined): Known | undefined {
  if (given === undefined || !path.resolved) return undefined;
  const [own, wanted] = [path.text.toLowerCase(), given.toLowerCase().replace(/(.)\/$/, '$1')];
  const start = own.split('{')[0] ?? '';
  const isWhole = start === own;
  const here = `${start}/`.startsWith(`${wanted}/`) || start.startsWith(`${wanted}/`);
  const perhaps = !isWhole && wanted.startsWith(start);
  switch (question) {
    case 'StartsWithSegments':
      return here ? 'yes' : perhaps ? undefined : 'no';
    case 'StartsWith':
      return start.startsWith(wanted) ? 'yes' : perhaps ? undefined : 'no';
    case 'Equals':
      return isWhole ? (own === wanted ? 'yes' : 'no') : perhaps ? undefined : 'no';
    case 'EndsWith':
      return isWhole ? (own.endsWith(wanted) ? 'yes' : 'no') : undefined;
    case 'Contains':
      return own.split(/\{[^}]*\}/).some((part) => part.includes(wanted))
        ? 'yes'
        : isWhole
          ? 'no'
          : undefined;
    default:
      return undefined;
  }
}
