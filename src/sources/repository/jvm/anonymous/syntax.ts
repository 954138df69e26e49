import type { Expression, Statement } from '../../anonymous/language.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Code } from '../code.ts';
import { codeAt, nodeOf, nodesOf } from './nodes.ts';
import { turnsAway } from './words.ts';

const nothing: Statement = { kind: 'nothing' };

export function statement(node: SyntaxNode): Statement {
  const code = codeAt(node);
  switch (code?.kind) {
    case undefined:
      return nothing;
    case 'branch':
      return branchOf(code);
    case 'loop':
      return {
        kind: 'loop',
        body: [...(code.over === undefined ? [] : [nodeOf(code.over)]), ...nodesOf(code.body)],
      };
    case 'return':
      return returnOf(code);
    case 'throw':
      return { kind: 'throw', missing: isMissing.test(node.text.slice(0, 200)) };
    case 'other':
      return otherOf(code);
    case 'local':
      return code.value === undefined ? nothing : { kind: 'expression', expression: node };
    default:
      return { kind: 'expression', expression: node };
  }
}

/** What is asked for is not there; somebody who is not there may be whoever calls. */
const isMissing =
  /\b(?!\w*(User|Account|Member|Session|Token|Login|Principal|Auth|Credential|Key))\w*(NotFound|NotExist|NoSuch)\w*Exception\b/;

type Branch = Code & { readonly kind: 'branch' };

const isIf = ({ test, cases }: Branch): boolean =>
  test !== undefined && cases.length < 3 && cases.every(({ tests }) => tests.length === 0);

function branchOf(code: Branch): Statement {
  const [yes, no] = code.cases;
  const on = code.test === undefined ? undefined : nodeOf(code.test);
  if (isIf(code))
    return {
      kind: 'branch',
      condition: on,
      positive: nodesOf(yes?.body ?? []),
      negative: nodesOf(no?.body ?? []),
    };
  return { kind: 'switch', on, ways: code.cases.map(({ body }) => nodesOf(body)) };
}

/** `return a.orElse(b)` and `return c ? a : b` give back one of two: each of them is an answer of its own. */
function returnOf({ value, line }: Code & { readonly kind: 'return' }): Statement {
  if (value === undefined) return { kind: 'return', value: undefined };
  const back = (of: Code): readonly SyntaxNode[] => [nodeOf({ kind: 'return', value: of, line })];
  const or = alternatives(value);
  if (or !== undefined)
    return {
      kind: 'branch',
      condition: nodeOf(or.left),
      positive: back(or.left),
      negative: or.right.kind === 'throw' ? [nodeOf(or.right)] : back(or.right),
    };
  if (value.kind === 'branch' && isIf(value) && value.cases.length === 2) {
    const [positive, negative] = value.cases.map(({ body }) => body.flatMap((each) => answers(each, line)));
    return {
      kind: 'branch',
      condition: value.test === undefined ? undefined : nodeOf(value.test),
      positive: nodesOf(positive ?? []),
      negative: nodesOf(negative ?? []),
    };
  }
  return { kind: 'return', value: nodeOf(value) };
}

const answers = (code: Code, line: number): readonly Code[] =>
  code.kind === 'throw' || code.kind === 'return' ? [code] : [{ kind: 'return', value: code, line }];

function otherOf(code: Code & { readonly kind: 'other' }): Statement {
  if (code.role === 'not') return { kind: 'expression', expression: nodeOf(code) };
  if (code.role !== 'try') return { kind: 'block', statements: nodesOf(code.parts) };
  const isCatch = (part: Code): boolean => part.kind === 'other' && part.role === 'catch';
  return {
    kind: 'try',
    body: code.parts.filter((part) => !isCatch(part)).map(nodeOf),
    catches: code.parts.filter(isCatch).map((part) => [nodeOf(part)]),
  };
}

/** One value, or where there is none another one: `a ?: b`, `a.orElse(b)`, `a.orElseGet(() -> b)`. */
function alternatives(code: Code): { readonly left: Code; readonly right: Code } | undefined {
  if (code.kind === 'binary' && code.operator === '?:') return code;
  if (code.kind !== 'call' || code.on === undefined) return undefined;
  if (!/^(orElse|orElseGet|getOrElse|getOrDefault|defaultIfEmpty|switchIfEmpty)$/.test(code.name))
    return undefined;
  const given = code.args.at(-1)?.value;
  const right = given?.kind === 'lambda' && given.body.length === 1 ? given.body[0] : given;
  return right === undefined ? undefined : { left: code.on, right };
}

const none = (line: number): Code => ({ kind: 'null', line });

export function expression(node: SyntaxNode): Expression {
  const code = codeAt(node);
  switch (code?.kind) {
    case 'name':
      return { kind: 'name', name: code.name };
    case 'member':
      return code.on.kind === 'this'
        ? { kind: 'name', name: code.name }
        : { kind: 'call', name: code.name, receiver: nodeOf(code.on), args: [] };
    case 'call':
      return callOf(code);
    case 'new':
      return {
        kind: 'call',
        name: 'new',
        receiver: undefined,
        args: code.args.map((each) => nodeOf(each.value)),
      };
    case 'index':
      return { kind: 'call', name: 'get', receiver: nodeOf(code.on), args: [nodeOf(code.at)] };
    case 'binary':
      return binaryOf(code);
    case 'local':
      return code.value === undefined
        ? { kind: 'other' }
        : { kind: 'assign', targets: [code.name], value: nodeOf(code.value) };
    case 'assign':
      return { kind: 'assign', targets: [nodeOf(code.target).text], value: nodeOf(code.value) };
    case 'throw':
      return { kind: 'throw' };
    case 'return':
      // `x ?: return notFound()` ends the function as an error would.
      return code.value === undefined || turnsAway(nodeOf(code.value), true)
        ? { kind: 'throw' }
        : { kind: 'other' };
    case 'branch': {
      const [yes, no] = code.cases.map(({ body }) => body.at(-1));
      if (!isIf(code) || code.test === undefined || yes === undefined || no === undefined)
        return { kind: 'other' };
      return { kind: 'choose', condition: nodeOf(code.test), positive: nodeOf(yes), negative: nodeOf(no) };
    }
    default:
      return plain(code);
  }
}

function plain(code: Code | undefined): Expression {
  switch (code?.kind) {
    case 'null':
      return { kind: 'nothing' };
    case 'boolean':
      return { kind: code.value ? 'true' : 'nothing' };
    case 'text':
      return { kind: code.value === '' ? 'nothing' : 'literal' };
    case 'number':
      return { kind: 'literal' };
    case 'template':
      return { kind: 'parts', of: nodesOf(code.parts) };
    case 'list':
      return { kind: 'parts', of: nodesOf(code.items) };
    case 'other': {
      const [only] = code.parts;
      if (only === undefined) return { kind: 'other' };
      if (code.role === 'not') return { kind: 'not', of: nodeOf(only) };
      return code.parts.length === 1
        ? { kind: 'inside', of: nodeOf(only) }
        : { kind: 'parts', of: nodesOf(code.parts) };
    }
    default:
      return { kind: 'other' };
  }
}

function binaryOf(code: Code & { readonly kind: 'binary' }): Expression {
  const [left, right] = [nodeOf(code.left), nodeOf(code.right)];
  switch (code.operator) {
    case '&&':
      return { kind: 'and', left, right };
    case '||':
    case '?:':
      return { kind: 'or', left, right };
    case '==':
    case '===':
      return { kind: 'compare', equal: true, left, right };
    case '!=':
    case '!==':
      return { kind: 'compare', equal: false, left, right };
    default:
      return { kind: 'parts', of: [left, right] };
  }
}

const same = /^(equals|equalsIgnoreCase|contentEquals|isEqual|compareDigest|constantTimeEquals)$/;
const isNone = /^(is(Null|Empty|Blank|NullOrBlank|NullOrEmpty|EmptyOrNull)|isNone|undefined)$/;
const isSome =
  /^(isPresent|nonNull|notNull|isDefined|hasText|hasLength|is(Not)(Null|Empty|Blank|NullOrEmpty))$/;

function callOf(code: Code & { readonly kind: 'call' }): Expression {
  const args = code.args.map(({ value }) => nodeOf(value));
  const on = code.on === undefined ? undefined : nodeOf(code.on);
  const [first, second] = args;
  if (same.test(code.name)) {
    if (first !== undefined && second !== undefined)
      return { kind: 'compare', equal: true, left: first, right: second };
    if (on !== undefined && first !== undefined)
      return { kind: 'compare', equal: true, left: on, right: first };
  }
  const asked = first ?? on;
  if (asked !== undefined && args.length < 2 && (isNone.test(code.name) || isSome.test(code.name)))
    return { kind: 'compare', equal: isNone.test(code.name), left: asked, right: nodeOf(none(code.line)) };
  const or = alternatives(code);
  if (or !== undefined) return { kind: 'or', left: nodeOf(or.left), right: nodeOf(or.right) };
  return { kind: 'call', name: code.name, receiver: on, args };
}
