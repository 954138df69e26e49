import type { Query } from '../../../model/data.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { inField } from '../languages/syntax.ts';
import { markOf } from './expressions.ts';
import type { Fact, Ways } from './facts.ts';
import type { Frame } from './frame.ts';
import type { Mark } from './mark.ts';
import { allJoined, joined, partOf, unmarked } from './mark.ts';
import { preparedValues } from './prepared.ts';
import { bindingsOf, callOf, isFunction, memberOf } from './shapes.ts';

const actions = { select: 'read', update: 'change', delete: 'remove' } as const;

/** What the statements on the line of a call look up: by the request alone, or by the caller as well. */
export function referencesIn(frame: Frame, node: SyntaxNode, ways: Ways): readonly Fact[] {
  const { world, file } = frame;
  const queries = world.statements(file, node.line);
  if (queries.length === 0) return [];
  const prepared = preparedValues(frame, node);
  if (prepared === undefined && !reads.test(calledNames(node))) return [];
  const mark = joined(
    allJoined((prepared ?? []).map((value) => partOf(markOf(frame, value))).toReversed()),
    markOfChain(frame, node),
  );
  if (mark.named === undefined) return [];
  const { named } = mark;
  if (mark.caller)
    return queries.some(({ kind }) => kind !== 'insert') ? [{ kind: 'check', ways, narrows: true }] : [];
  return queries.flatMap((query): readonly Fact[] => {
    const [entity] = query.tables;
    const column = namingColumn(
      frame,
      query,
      isAllNamed(frame, node) && (prepared ?? []).every((value) => isGiven(frame, value)),
    );
    if (query.kind === 'insert' || query.kind === 'other' || entity === undefined) return [];
    if (query.tables.length > 1 || column === undefined) return [];
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
        : bindingsOf(node).flatMap(({ target, value }) => {
            const record = memberOf(target)?.object;
            return record === undefined ? [] : [{ record, values: [value] }];
          });
  return changed.flatMap(({ record, values }): readonly Fact[] => {
    const { named, entity, caller } = markOf(frame, record);
    if (named === undefined || entity === undefined || caller) return [];
    if (values.some((value) => markOf(frame, value).caller)) return [{ kind: 'check', ways }];
    const origin = { kind: 'read' as const, file: frame.file, line: node.line };
    const sink = { what: `change of a row of ${entity}`, origin };
    return [
      {
        kind: 'object-reference',
        access: { entity, action: 'change', key: 'id' },
        source: named,
        sink,
        within: '',
        ways,
      },
    ];
  });
}

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
function isAllNamed(frame: Frame, node: SyntaxNode): boolean {
  const call = callOf(node);
  if (call === undefined) return true;
  return (
    call.args.every(({ value }) => isGiven(frame, value)) &&
    (call.receiver === undefined || isAllNamed(frame, call.receiver))
  );
}

const isGiven = (frame: Frame, value: SyntaxNode): boolean =>
  /string|integer|int_literal|true|false|none|nil/i.test(value.type) ||
  markOf(frame, value).named !== undefined;

const condition = /([\w."`]+)\s*=\s*(?:\$\w+|\?|:\w+|%s|'?\{)/g;

/** The column by which a statement looks one record up, or those of one owner: a key, or one of a kind. */
function namingColumn({ world }: Frame, { sql, tables }: Query, isAll: boolean): string | undefined {
  const where = sql.search(/\bwhere\b/i);
  if (where === -1 || /\b(or|in|like|between|exists)\b/i.test(sql.slice(where))) return undefined;
  const columns = [...sql.slice(where).matchAll(condition)].map(([, name = '']) => plain(name));
  // Which of several values stands in which column is not told apart.
  if (columns.some((name) => isSecret.test(name)) || (columns.length > 1 && !isAll)) return undefined;
  const table = world.table(tables[0] ?? '');
  const keys = [table?.primaryKey, ...(table?.uniques ?? [])].flatMap((key) =>
    key?.columns.length === 1 ? key.columns : [],
  );
  return columns.find((name) => keys.includes(name) || isNaming.test(name));
}

const plain = (name: string): string => (name.split('.').at(-1) ?? name).replaceAll(/["`]/g, '');

const isNaming =
  /(^|_)(id|uuid|guid|number|no)$|[a-z](Id|ID|Uuid)$|^(user|owner|author|customer|account|member|patient|employee)(_?name)?$/i;

/** Who knows a secret may use it. */
const isSecret =
  /token|secret|api_?key|password|passcode|otp|invit|reset|nonce|signature|hash$|code$|session/i;

/** The outermost chain of calls: nothing is called on what it answers. */
export function isChainTop(node: SyntaxNode, above: readonly SyntaxNode[]): boolean {
  const parent = above.at(-1);
  if (callOf(node) === undefined) return false;
  if (parent === undefined || !/^(object|operand)$/.test(node.field ?? '')) return true;
  const isCalledOn = callOf(parent) !== undefined || parent.field === 'function';
  return !isCalledOn;
}
