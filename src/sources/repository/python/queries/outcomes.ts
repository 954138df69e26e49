import { originIn, inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { looksLikeSql } from '../../queries/statement.ts';
import { djangoCall, djangoFunction } from './django.ts';
import { mappedCall, mappedFunction } from './sqlalchemy.ts';
import { writtenText } from './texts.ts';
import { methodOf, objectType, resultOf } from './hints.ts';
import { classType, typeOf } from './typing.ts';
import { handOn, typed } from '../../queries/outcome.ts';
import type { Frame, Outcome, PyType, Reading } from './types.ts';

/** What a call gives and issues; asked once for each call. */
export function outcomeOf(reading: Reading, node: SyntaxNode, frame: Frame): Outcome {
  const known = reading.outcomes.get(node);
  if (known !== undefined) return known;
  const found = find(reading, node, frame);
  reading.outcomes.set(node, found);
  return found;
}

function find(reading: Reading, node: SyntaxNode, frame: Frame): Outcome {
  const callee = inField(node, 'function');
  if (callee === undefined) return {};
  if (callee.type === 'identifier' || callee.type === 'attribute') {
    const made =
      djangoFunction(reading, node, callee, frame) ??
      mappedFunction(reading, node, callee, frame) ??
      (callee.type === 'attribute' ? methodCall(reading, node, callee, frame) : undefined);
    if (made !== undefined) return withHanded(reading, node, callee, frame, made);
  }
  return withHanded(reading, node, callee, frame, typed(calledType(reading, callee, frame)));
}

/** A function of the target that is given the text of a statement: `query_db('SELECT …', values)`. */
function withHanded(
  reading: Reading,
  node: SyntaxNode,
  callee: SyntaxNode,
  frame: Frame,
  outcome: Outcome,
): Outcome {
  if (outcome.issues !== undefined || outcome.unread === true) return outcome;
  const name = callee.type === 'attribute' ? (inField(callee, 'attribute')?.text ?? '') : callee.text;
  const place = reading.handing.one.get(name);
  if (place === undefined) return outcome;
  const args = inField(node, 'arguments')?.children.filter(({ type }) => type !== 'comment') ?? [];
  const issues = statementIn(reading, args[place], frame);
  return issues === undefined ? outcome : { ...outcome, issues };
}

/** A statement beside its values, for a function that is given several: `('UPDATE …', (id,))`. */
export function issuePaired(reading: Reading, node: SyntaxNode, frame: Frame): void {
  const [first, second] = node.children;
  if (reading.handing.several.size === 0 || frame.depth > 0 || node.children.length !== 2) return;
  if (!/^(tuple|list|dictionary|identifier)$/.test(second?.type ?? '')) return;
  const issues = statementIn(reading, first, frame);
  if (issues !== undefined) issue(reading, node, frame, { issues });
}

function statementIn(reading: Reading, node: SyntaxNode | undefined, frame: Frame): Outcome['issues'] {
  const told = node === undefined ? undefined : writtenText(reading, node, frame);
  return told === undefined || !looksLikeSql(told.text)
    ? undefined
    : [{ sql: withPlaceholders(told.text), interpolates: told.open }];
}

const withPlaceholders = (text: string): string =>
  text.replaceAll(/%\(\w+\)s|'?%s'?/g, '?').replaceAll('%%', '%');

/** What a function or class of the target gives. */
function calledType(reading: Reading, callee: SyntaxNode, frame: Frame): PyType | undefined {
  const type = typeOf(reading, callee, frame);
  if (type?.kind === 'entity') return { kind: 'row', entity: type.entity, fresh: true, loaded: [] };
  if (type?.kind === 'class') return objectType(reading, type.of);
  if (callee.type === 'identifier' && frame.variables.has(callee.text)) return undefined;
  const named = reading.index.dotted(frame.module, callee);
  if (named?.kind === 'function') return resultOf(reading, named.of, undefined, frame);
  if (named?.kind === 'class') return classType(reading, named.of);
  return undefined;
}

function methodCall(
  reading: Reading,
  node: SyntaxNode,
  callee: SyntaxNode,
  frame: Frame,
): Outcome | undefined {
  const [object, name] = [inField(callee, 'object'), inField(callee, 'attribute')?.text];
  if (object === undefined || name === undefined) return undefined;
  const type = typeOf(reading, object, frame);
  const entity = type !== undefined && 'entity' in type ? type.entity : undefined;
  const mapper = reading.entities.mapperOf(entity);
  const own = ownMethod(reading, type, name, frame);
  const found =
    own ??
    (mapper === 'django' ? djangoCall(reading, node, type, name, frame) : undefined) ??
    mappedCall(reading, node, type, name, frame);
  return found ?? textCall(reading, node, callee, type, name, frame);
}

/** A method that the class itself declares goes before what its library has. */
function ownMethod(
  reading: Reading,
  type: PyType | undefined,
  name: string,
  frame: Frame,
): Outcome | undefined {
  const declared =
    type?.kind === 'object' || type?.kind === 'class'
      ? type.of
      : type?.kind === 'row' || type?.kind === 'entity'
        ? reading.entities.classOf(type.entity)
        : undefined;
  const method = declared === undefined ? undefined : methodOf(reading, declared, name);
  if (method === undefined || declared === undefined) return undefined;
  if (type?.kind === 'row' && /^(save|delete)$/.test(name)) return undefined;
  return typed(resultOf(reading, method, declared, frame));
}

const textMethods =
  /^(execute|executemany|executescript|exec_driver_sql|fetch|fetchrow|fetchval|fetch_all|fetch_one|fetch_val|iterate|raw|query|read_sql|read_sql_query|run_query|execute_sql|cursor_execute|copy_expert)$/;

/** A method that takes the text of a statement. */
function textCall(
  reading: Reading,
  node: SyntaxNode,
  callee: SyntaxNode,
  type: PyType | undefined,
  name: string,
  frame: Frame,
): Outcome | undefined {
  if (name === 'cursor') return { type: { kind: 'cursor' } };
  if (!textMethods.test(name)) return undefined;
  const first = inField(node, 'arguments')?.children.find(({ type: kind }) => kind !== 'comment');
  if (first === undefined || first.type === 'keyword_argument') return undefined;
  const told = writtenText(reading, first, frame);
  if (told !== undefined && looksLikeSql(told.text)) {
    return { issues: [{ sql: withPlaceholders(told.text), interpolates: told.open }] };
  }
  const isCursor =
    type?.kind === 'cursor' || /(^|\.)(cur|cursor)$/.test(inField(callee, 'object')?.text ?? '');
  return isCursor && told === undefined && name.startsWith('execute') ? { unread: true } : undefined;
}

/** Hands on the statements of a call with the place it stands in. */
export const issue = (reading: Reading, node: SyntaxNode, frame: Frame, outcome: Outcome): void =>
  handOn(reading, outcome, frame, originIn(frame.module.path, lastName(node)), () => flushes(frame.body));

/** A chain over many lines is told where its last method stands. */
const lastName = (node: SyntaxNode): SyntaxNode => {
  const callee = inField(node, 'function');
  return inField(callee, 'attribute') ?? node;
};

/** Something in a loop of the function sends what was gathered. */
function flushes(body: SyntaxNode | undefined): boolean {
  if (body === undefined || !/\.(flush|commit)\(/.test(body.text)) return false;
  const look = (node: SyntaxNode, depth: number): boolean =>
    depth < 60 &&
    (/^(for|while)_statement$/.test(node.type)
      ? /\.(flush|commit)\(/.test(node.text)
      : node.children.some((child) => look(child, depth + 1)));
  return look(body, 0);
}
