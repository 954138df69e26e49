import type { SyntaxNode } from '../languages/syntax.ts';
import { walkSyntax } from '../languages/syntax.ts';
import { markOf } from './expressions.ts';
import type { Frame } from './frame.ts';
import type { Found } from './privileges.ts';
import { found, hasField, plain, privilege, privilegesOf } from './privileges.ts';
import type { CallShape } from './shapes.ts';
import { bindingsOf, callOf, comparedIn, conditionOf, memberOf } from './shapes.ts';
import { isNothing } from './words.ts';

/** A body that is stored as it is, by a mapper or field by field in a statement. */
export const storedIn = (frame: Frame, call: CallShape): readonly Found[] => [
  ...storedWhole(frame, call),
  ...storedByStatement(frame, call),
];

/** `userRepository.save(user)`, `db.Create(&user)`. */
function storedWhole(frame: Frame, call: CallShape): readonly Found[] {
  const { args, node, name, receiver } = call;
  const queries = frame.world
    .statements(frame.file, node.line)
    .filter(({ kind }) => kind === 'insert' || kind === 'update');
  const [table] = queries[0]?.tables ?? [];
  if (table === undefined || !/^(save|create|update|insert|persist|merge)/i.test(name)) return [];
  // Only some columns are written.
  if (receiver !== undefined && /\.(Select|Omit|Cols)\(/.test(receiver.text)) return [];
  return args.flatMap(({ value }) => {
    const inner = value.type === 'unary_expression' ? value.children.at(-1) : value;
    if (inner?.type !== 'identifier') return [];
    const mark = markOf(frame, inner);
    if (mark.body !== 'declared' || mark.caller) return [];
    const isLeft = (key: string): boolean => !isSettled(frame, inner.text, key);
    const privileges = privilegesOf(frame, table, mark, node, name).filter(({ access }) =>
      isLeft(access.key),
    );
    const owners = (mark.fields ?? []).filter(
      (key) => isOwner.test(key) && isLeft(key) && hasField(frame, table, key),
    );
    if (owners.length === 0 || mark.named === undefined) return privileges;
    const made = found(frame, 'mass-assignment', {
      entity: table,
      key: '',
      source: mark.named,
      node,
      what: `fields of ${name}`,
    });
    return [...privileges, { ...made, access: { ...made.access, fields: owners } }];
  });
}

/** Columns that say whose a record is. */
const isOwner = /^_?(user|owner|customer|account|tenant|member)_?id$/i;

/** `insert into users (name, role) values (?, ?)` with what the request calls a role. */
function storedByStatement(frame: Frame, { node, args }: CallShape): readonly Found[] {
  const queries = frame.world
    .statements(frame.file, node.line)
    .filter(({ kind }) => kind === 'insert' || kind === 'update');
  return queries.flatMap(({ tables, sql }) => {
    const [table] = tables;
    const columns = table === undefined ? [] : writtenColumns(sql);
    if (table === undefined || columns.length === 0) return [];
    return args.flatMap(({ value }) =>
      partsOf(value).flatMap((each) =>
        columns.flatMap((column) =>
          isCompared(frame, each.text) ? [] : privilege(frame, table, column, each, node),
        ),
      ),
    );
  });
}

/** Columns that a statement names as written. */
function writtenColumns(sql: string): readonly string[] {
  const listed = /^\s*insert\s+into\s+\S+\s*\(([^)]*)\)/i.exec(sql)?.[1];
  if (listed !== undefined) return listed.split(',').map(bare);
  const set = /\bset\b([\s\S]*?)(\bwhere\b|$)/i.exec(sql)?.[1] ?? '';
  return [...set.matchAll(/([\w."`]+)\s*=/g)].map(([, name = '']) => bare(name));
}

const bare = (name: string): string => (name.split('.').at(-1) ?? name).replaceAll(/["`\s]/g, '');

/** Values of a list or a tuple that a call is given. */
const partsOf = (value: SyntaxNode): readonly SyntaxNode[] =>
  /^(tuple|list|array_initializer|array_creation_expression)$/.test(value.type)
    ? value.children.flatMap(partsOf)
    : [value];

/** Whether the code sets a field itself before the record is stored, or compares what was sent with what may be. */
function isSettled(frame: Frame, variable: string, field: string): boolean {
  let settled = false;
  walkSyntax(frame.node, (node, above) => {
    if (settled) return false;
    const call = callOf(node);
    const set =
      call?.receiver?.text === variable && /^set[A-Z]/.test(call.name) && call.args[0] !== undefined
        ? [{ name: call.name.slice(3), value: call.args[0].value }]
        : bindingsOf(node).flatMap(({ target, value }) => {
            const member = memberOf(target);
            return member?.object.text === variable ? [{ name: member.name, value }] : [];
          });
    settled =
      set.some(
        ({ name, value }) =>
          plain(name) === plain(field) &&
          markOf(frame, value).named === undefined &&
          !above.some((each) => isOnlyWhereMissing(each, variable, field)),
      ) || isCompared(frame, variable, field, node);
    return !settled;
  });
  return settled;
}

/** `if user.Role == "" { user.Role = "user" }` leaves what is sent as it is. */
function isOnlyWhereMissing(node: SyntaxNode, variable: string, field: string): boolean {
  const condition = node.type === 'if_statement' ? conditionOf(node) : undefined;
  return condition !== undefined && mentionsField(condition.text, variable, field);
}

const mentionsField = (text: string, variable: string, field: string): boolean =>
  new RegExp(`\\b${variable.replaceAll('_', '')}\\.(get|is)?${plain(field)}\\b`, 'i').test(
    text.replaceAll('_', ''),
  );

/** A comparison with something that is there: the code lets only some values through. */
function isCompared(frame: Frame, text: string, field?: string, only?: SyntaxNode): boolean {
  let isFound = false;
  walkSyntax(only ?? frame.node, (node) => {
    if (isFound) return false;
    const sides = comparedIn(node)?.sides ?? [];
    const call = callOf(node);
    const asked =
      call !== undefined && /^(equals\w*|contains\w*|Contains\w*|includes|matches|has)$/.test(call.name)
        ? [call.receiver, ...call.args.map(({ value }) => value)].flatMap((each) => each ?? [])
        : [];
    const all = [...sides, ...asked];
    const isOf = (side: SyntaxNode): boolean =>
      field === undefined ? side.text === text : mentionsField(side.text, text, field);
    isFound = all.some(isOf) && !all.some((side) => isNothing(side.text));
    return only === undefined && !isFound;
  });
  return isFound;
}
