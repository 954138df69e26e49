import type { CallExpression, Node, TaggedTemplateExpression } from 'oxc-parser';
import { propertyOf, textOf } from '../code/constants.ts';
import type { VariablePart, WrittenText } from '../code/constants.ts';
import type { Tracer, Where } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import { originOf } from '../javascript/parse.ts';
import { dottedName, plainKey } from '../javascript/syntax.ts';
import type { QueryDraft } from './draft.ts';
import { looksLikeSql } from './statement.ts';

/** Methods that drivers, query builders and mappers take SQL text with. */
const methods =
  /^(query|execute|raw|\$queryRawUnsafe|\$executeRawUnsafe|unsafe|one|many|any|none|oneOrNone|manyOrNone|all|get|run|exec|each|prepare|queryRaw|executeSql|runSql|whereRaw|selectRaw|literal|createNativeQuery|queryRawUnsafe)$/;

/** Tags that bind their parts as parameters. */
const tags = /(^|\.)(sql|SQL|\$queryRaw|\$executeRaw|queryRaw|executeRaw)$/;

/** Names to which text is added with `+=`, with what is added, in the order of the file. */
export type Appended = ReadonlyMap<string, readonly Node[]>;

/** SQL that a call hands to a driver; nothing when its text is no SQL. */
export function calledSql(
  tracer: Tracer,
  call: CallExpression,
  place: Place,
  appended: Appended,
): QueryDraft | undefined {
  const { callee } = call;
  const key = callee.type === 'MemberExpression' ? plainKey(callee.property, callee.computed) : undefined;
  if (key === undefined || !methods.test(key)) return undefined;
  const [first] = call.arguments;
  if (first === undefined) return undefined;
  const node = ['text', 'sql', 'query'].reduce<Node>(
    (found, name) => propertyOf(first, name) ?? found,
    first,
  );
  const text = withAppended(tracer, node, place, appended);
  if (text === undefined || !looksLikeSql(text.text)) return undefined;
  const open = text.variable.filter((part) => !isHarmless(tracer, part)).map(({ name }) => name);
  return draftOf(call, place, text, open.length === 0 ? undefined : [...new Set(open)]);
}

const drivers = /^(pg|mysql2?|mariadb|better-sqlite3|sqlite3|postgres|pg-promise|@prisma\/client|mssql)$/;

/** A driver is given a statement whose text is only known at run time. */
export function isUnreadSql(tracer: Tracer, call: CallExpression, place: Place): boolean {
  const { callee } = call;
  const key = callee.type === 'MemberExpression' ? plainKey(callee.property, callee.computed) : undefined;
  const [first] = call.arguments;
  if (key === undefined || first === undefined) return false;
  if (!/^(query|execute|\$queryRawUnsafe|\$executeRawUnsafe|unsafe)$/.test(key)) return false;
  const node = ['text', 'sql'].reduce<Node>((found, name) => propertyOf(first, name) ?? found, first);
  if (textOf(tracer, node, place) !== undefined) return false;
  return drivers.test(tracer.trace(callee, place)?.package ?? '');
}

/** SQL of a tagged template. Its parts are parameters; a part made by the tag itself is a piece of SQL. */
export function taggedSql(
  tracer: Tracer,
  node: TaggedTemplateExpression,
  place: Place,
): QueryDraft | undefined {
  if (!tags.test(dottedName(node.tag) ?? '')) return undefined;
  const parts = node.quasi.quasis.map((quasi) => quasi.value.cooked ?? quasi.value.raw);
  const text = parts.map((part, index) => (index === 0 ? part : `$${index}${part}`)).join('');
  if (!looksLikeSql(text)) return undefined;
  const unsafe = node.quasi.expressions.some(
    (part) =>
      part.type === 'CallExpression' &&
      /(^|\.)(raw|unsafe)$/.test(dottedName(part.callee) ?? '') &&
      !isConstantCall(tracer, part, place),
  );
  return draftOf(node, place, { text, variable: [] }, unsafe ? [] : undefined);
}

/** `sql.raw('…')` of a text that is written in the code. */
const isConstantCall = (tracer: Tracer, call: CallExpression, where: Where): boolean => {
  const [first] = call.arguments;
  return first !== undefined && textOf(tracer, first, where)?.variable.length === 0;
};

function draftOf(
  node: Node,
  place: Place,
  { text }: WrittenText,
  interpolates: readonly string[] | undefined,
): QueryDraft {
  return {
    sql: text.replaceAll(/\s+/g, ' ').trim().slice(0, 2_000),
    inLoop: place.inLoop,
    inTransaction: place.inTransaction,
    ...(interpolates === undefined ? {} : { interpolates }),
    ...(place.within === undefined ? {} : { operation: place.within }),
    origin: originOf(place.file, node),
  };
}

function withAppended(tracer: Tracer, node: Node, where: Where, appended: Appended): WrittenText | undefined {
  const base = textOf(tracer, node, where);
  if (base === undefined || node.type !== 'Identifier') return base;
  const more = (appended.get(node.name) ?? []).map(
    (part): WrittenText =>
      textOf(tracer, part, where) ?? {
        text: '{…}',
        variable: [{ name: '…', node: part, where }],
      },
  );
  return {
    text: [base, ...more].map(({ text }) => text).join(''),
    variable: [base, ...more].flatMap(({ variable }) => variable),
  };
}

/** A type that no attack fits in: numbers, switches, words that the code lists. */
function isNarrow(node: Node): boolean {
  switch (node.type) {
    case 'TSTypeAnnotation':
      return isNarrow(node.typeAnnotation);
    case 'TSUnionType':
      return node.types.every(isNarrow);
    case 'TSNumberKeyword':
    case 'TSBigIntKeyword':
    case 'TSBooleanKeyword':
    case 'TSLiteralType':
    case 'TSUndefinedKeyword':
    case 'TSNullKeyword':
      return true;
    default:
      return false;
  }
}

/** Parts that cannot carry an attack: lists of placeholders, escaped text, numbers, names of the class itself. */
function isHarmless(tracer: Tracer, { node, where, name }: VariablePart, depth = 0): boolean {
  if (depth > 4) return false;
  if (/^[A-Z][A-Z0-9_]+(\.|$)/.test(name)) return true;
  if (node.type === 'Identifier') {
    const found = tracer.find(node.name, where);
    if (found?.binding.kind === 'type') return isNarrow(found.binding.node);
    return (
      found?.binding.kind === 'value' &&
      /^(CallExpression|ConditionalExpression|BinaryExpression|Literal)$/.test(found.binding.node.type) &&
      isHarmless(tracer, { node: found.binding.node, where: found, name: '' }, depth + 1)
    );
  }
  if (node.type === 'Literal') return true;
  if (node.type === 'ConditionalExpression')
    return [node.consequent, node.alternate].every(
      (side) =>
        textOf(tracer, side, where)?.variable.length === 0 ||
        isHarmless(tracer, { node: side, where, name: '' }, depth + 1),
    );
  if (node.type === 'BinaryExpression') return /^[-*/%]$/.test(node.operator) || isIndex(node);
  if (node.type !== 'CallExpression') return /(^|\.)length$/.test(name);
  const callee = dottedName(node.callee) ?? '';
  if (
    /(^|\.)(escape\w*|quote\w*|ident\w*|Number|parseInt|parseFloat|parseInt10|format|literal)$/i.test(callee)
  )
    return true;
  return /(^|\.)join$/.test(callee) && hasPlaceholders(where, node);
}

const isIndex = (node: Node): boolean =>
  node.type === 'BinaryExpression' && node.right.type === 'Literal' && typeof node.right.value === 'number';

/** `ids.map((_, i) => `$${i + 1}`).join(', ')` and the like. */
const hasPlaceholders = ({ file }: Where, node: Node): boolean =>
  /`[^`]*\$\$\{|['"`]\s*\(?\?[\s,?)]*['"`]/.test(file.text.slice(node.start, node.end));
