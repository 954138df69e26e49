import type { Query } from '../../../model/data.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { inField } from '../languages/syntax.ts';
import { columnName } from './column-names.ts';
import { markOf } from './expressions.ts';
import type { Fact, Ways } from './facts.ts';
import type { Frame } from './frame.ts';
import type { Mark, Source } from './mark.ts';
import { allJoined, joined, partOf, unmarked } from './mark.ts';
import type { PlacedValue } from './placed-values.ts';
import { placedValues } from './placed-values.ts';
import { preparedValues } from './prepared.ts';
import type { CallShape } from './shapes.ts';
import { referenceTo } from './store-references.ts';
import { storeOf } from './stores.ts';
import { bindingsOf, callOf, isFunction, memberOf } from './shapes.ts';

const actions = { select: 'read', update: 'change', delete: 'remove' } as const;

/** What the statements on the line of a call look up: by the request alone, or by the caller as well. */
export function referencesIn(frame: Frame, node: SyntaxNode, ways: Ways): readonly Fact[] {
  const { world, file } = frame;
  const queries = world.statements(file, node.line);
  if (queries.length === 0) return [];
  const prepared = preparedValues(frame, node);
  if (prepared === undefined && !isWritten(frame, node, queries) && !reads.test(calledNames(node))) return [];
  const mark = joined(
    allJoined((prepared ?? []).map((value) => partOf(markOf(frame, value))).toReversed()),
    node.type === 'tuple' ? partOf(markOf(frame, node)) : markOfChain(frame, node),
  );
  if (mark.named === undefined) return [];
  const isAll = (prepared ?? []).every((value) => isGiven(frame, value));
  return queries.flatMap((query): readonly Fact[] => {
    const placed = placedValues(node, query);
    const asked = placed === undefined ? mark : conditionMark(frame, placed);
    const isOther = query.kind === 'insert' || query.kind === 'other';
    if (asked.caller || (mark.caller && interpolated.test(query.sql)))
      return isOther ? [] : [{ kind: 'check', ways, narrows: true }];
    const found = isOther ? undefined : namingColumn(frame, query, isAll && isAllNamed(frame, node, placed));
    const named = found === undefined ? undefined : namedIn(frame, mark, found.column, placed);
    if (isOther || found === undefined || named === undefined || isSecret.test(named.what)) return [];
    const { entity, column } = found;
    return [
      {
        kind: 'object-reference',
        access: { entity, action: actions[query.kind], key: column },
        source: named,
        sink: { what: `condition of the ${query.kind} of ${entity}`, origin: query.origin },
        within: query.operation ?? '',
        ways,
      },
    ];
  });
}

/** `order.status = …`, `video.setUser(null)`: what was found by the request is changed. */
export function changesIn(frame: Frame, node: SyntaxNode, ways: Ways): readonly Fact[] {
  const call = callOf(node);
  const isSetter = call?.receiver !== undefined && /^set[A-Z]/.test(call.name);
  const [object] = call?.args ?? [];
  const changed =
    call?.name === 'setattr' && object !== undefined
      ? [{ record: object.value, values: call.args.slice(2).map(({ value }) => value) }]
      : isSetter
        ? [{ record: call.receiver, values: call.args.map(({ value }) => value) }]
        : call?.name === 'update' && call.receiver?.type === 'identifier'
          ? [{ record: call.receiver, values: call.args.map(({ value }) => value) }]
          : bindingsOf(node).flatMap(({ target, value }) => {
              const record = target.type === 'subscript' ? target.children[0] : memberOf(target)?.object;
              return record === undefined ? [] : [{ record, values: [value] }];
            });
  const removed = call === undefined ? [] : removedBy(call);
  const all = [...changed.map((each) => ({ ...each, action: 'change' as const })), ...removed];
  return all.flatMap(({ record, values, action }): readonly Fact[] => {
    const { named, entity, caller } = markOf(frame, record);
    if (named === undefined || entity === undefined || caller || isSecret.test(named.what)) return [];
    if (values.some((value) => markOf(frame, value).caller)) return [{ kind: 'check', ways }];
    const store = frame.world.table(entity) === undefined ? storeOf(frame.world.stores, entity) : undefined;
    if (store !== undefined)
      return [referenceTo(frame, { store, action, source: named, key: 'id', node, ways })];
    const origin = { kind: 'read' as const, file: frame.file, line: node.line };
    const sink = { what: `${action === 'remove' ? 'removal' : 'change'} of a row of ${entity}`, origin };
    return [
      {
        kind: 'object-reference',
        access: { entity, action, key: 'id' },
        source: named,
        sink,
        within: '',
        ways,
      },
    ];
  });
}

/** `session.delete(order)`, `orders.remove(order)`. */
const removedBy = ({ name, receiver, args }: CallShape) =>
  args.length === 1 &&
  ((name === 'delete' && /(^|[._])(db|session|sess|em|tx)$/i.test(receiver?.text ?? '')) || name === 'remove')
    ? args.map(({ value }) => ({ record: value, values: [], action: 'remove' as const }))
    : [];

/** Parts of its text that are put together may hold anything. */
const interpolated = /\{[^{}]*\}/;

/** What the values of its condition are; those that it writes say nothing of whom it looks up. */
const conditionMark = (frame: Frame, placed: readonly PlacedValue[]): Mark =>
  allJoined(placed.flatMap(({ isCondition, value }) => (isCondition ? [partOf(markOf(frame, value))] : [])));

/** The part of the request that names the record. */
function namedIn(
  frame: Frame,
  { named }: Mark,
  column: string,
  placed: readonly PlacedValue[] | undefined,
): Source | undefined {
  const own = placed?.find((each) => each.isCondition && each.column === column);
  return own === undefined ? named : markOf(frame, own.value).named;
}

/** The text of the statement is written out for a function of the target, whatever that is called. */
const isWritten = ({ world }: Frame, node: SyntaxNode, queries: readonly Query[]): boolean =>
  (node.type === 'tuple' || world.handing.one.has(callOf(node)?.name ?? '')) &&
  queries.some(({ orm }) => orm === undefined);

/** Names of calls that reach a database. */
const reads =
  /query|objects|filter|find|get|where|first|one|select|delete|update|exec|scan|save|load|raw|take|last|destroy|remove|fetch|exists|count|scalar|patch|edit/i;

/** The names of the calls of a chain, without their arguments. */
function calledNames(node: SyntaxNode): string {
  const call = callOf(node);
  if (call === undefined) return node.text.length < 200 ? node.text : '';
  return `${call.receiver === undefined ? '' : calledNames(call.receiver)} ${call.name}`;
}

/** Arguments of all calls of a chain, as the database sees them; what the chain begins with counts as well. */
function markOfChain(frame: Frame, node: SyntaxNode): Mark {
  const call = callOf(node);
  if (call === undefined) {
    const object = inField(node, 'object') ?? inField(node, 'operand') ?? inField(node, 'value');
    return object === undefined ? partOf(markOf(frame, node)) : markOfChain(frame, object);
  }
  const on = call.receiver === undefined ? unmarked : markOfChain(frame, call.receiver);
  const args = call.args.map(({ value }) => (isFunction(value) ? unmarked : partOf(markOf(frame, value))));
  // A key stands behind what is written.
  return joined(on, allJoined(args.toReversed()));
}

/** Whether the request gives all values that a chain of calls is given, constants aside. */
function isAllNamed(frame: Frame, node: SyntaxNode, placed?: readonly PlacedValue[]): boolean {
  if (placed !== undefined)
    return placed.every(
      ({ isCondition, value }) =>
        !isCondition || isConstant(value) || markOf(frame, value).named !== undefined,
    );
  if (node.type === 'tuple')
    return node.children.slice(1).every((each) => markOf(frame, each).named !== undefined);
  const call = callOf(node);
  if (call === undefined) return true;
  return (
    call.args.every(({ value }) => isGiven(frame, value)) &&
    (call.receiver === undefined || isAllNamed(frame, call.receiver))
  );
}

const isGiven = (frame: Frame, value: SyntaxNode): boolean =>
  isConstant(value) || markOf(frame, value).named !== undefined;

const isConstant = ({ type }: SyntaxNode): boolean =>
  /string|integer|int_literal|true|false|none|nil/i.test(type);

const condition = /([\w."`]+)\s*=\s*(?:\$\w+|\?|:\w+|%s|'?\{)/g;

/** The column by which a statement looks one record up, or those of one owner: a key, or one of a kind. */
function namingColumn(
  { world }: Frame,
  { sql, tables }: Query,
  isAll: boolean,
): { readonly entity: string; readonly column: string } | undefined {
  const where = sql.search(/\bwhere\b/i);
  if (where === -1 || /\b(or|in|like|between|exists)\b/i.test(sql.slice(where))) return undefined;
  const written = [...sql.slice(where).matchAll(condition)].map(([, name = '']) => name);
  // Which of several values stands in which column is not told apart.
  if (written.some((name) => isSecret.test(columnName(name))) || (written.length > 1 && !isAll))
    return undefined;
  for (const name of written) {
    const entity = tables.length === 1 ? tables[0] : tableBehind(sql, name);
    if (entity === undefined || !tables.includes(entity)) continue;
    const table = world.table(entity);
    const keys = [table?.primaryKey, ...(table?.uniques ?? [])].flatMap((key) =>
      key?.columns.length === 1 ? key.columns : [],
    );
    const column = columnName(name);
    if (keys.includes(column) || isNaming.test(column)) return { entity, column };
  }
  return undefined;
}

/** Of several tables the one to which the column of a condition belongs, by the name that stands before it. */
function tableBehind(sql: string, column: string): string | undefined {
  const [, alias] = /^["`]?(\w+)["`]?\./.exec(column) ?? [];
  const named = [...sql.matchAll(/\b(?:from|join)\s+["`]?([\w.]+)["`]?(?:\s+(?:as\s+)?(\w+))?/gi)];
  const found = named.find(([, table, as]) => alias === undefined || as === alias || table === alias);
  return found?.[1];
}

const isNaming =
  /(^|_)(id|uuid|guid|number|no)$|[a-z](Id|ID|Uuid)$|^(user|owner|author|customer|account|member|patient|employee)(_?name)?$/i;

/** Who knows a secret may use it. */
const isSecret =
  /token|secret|api_?key|password|passcode|otp|invit|reset|nonce|signature|hash$|code$|session|card_?number|\bcvv/i;

/** The outermost chain of calls: nothing is called on what it answers. */
export function isChainTop(node: SyntaxNode, above: readonly SyntaxNode[]): boolean {
  const parent = above.at(-1);
  if (callOf(node) === undefined) return false;
  if (parent === undefined || !/^(object|operand)$/.test(node.field ?? '')) return true;
  const isCalledOn = callOf(parent) !== undefined || parent.field === 'function';
  return !isCalledOn;
}
