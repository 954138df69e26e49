import type { SyntaxNode } from '../languages/syntax.ts';
import { walkSyntax } from '../languages/syntax.ts';
import { markOf } from './expressions.ts';
import type { Fact, Ways } from './facts.ts';
import type { Frame } from './frame.ts';
import type { Mark, Source } from './mark.ts';
import type { CallShape } from './shapes.ts';
import { bindingsOf, callOf, comparedIn, memberOf } from './shapes.ts';
import { isPrivilege } from './words.ts';

/** Records that take what a request sends: all of its fields, or one that says what somebody may do. */
export function writesIn(frame: Frame, node: SyntaxNode, ways: Ways): readonly Fact[] {
  const call = callOf(node);
  const facts =
    call === undefined ? [] : [...filled(frame, call), ...named(frame, call), ...stored(frame, call)];
  return [...facts, ...assigned(frame, node)].map((fact) => ({ ...fact, ways }));
}

type Found = Extract<Fact, { readonly sink: unknown }>;

const found = (
  { file }: Frame,
  kind: Found['kind'],
  {
    entity,
    key,
    source,
    node,
    what,
  }: {
    readonly entity: string;
    readonly key: string;
    readonly source: Source;
    readonly node: SyntaxNode;
    readonly what: string;
  },
): Found => ({
  kind,
  access: { entity, action: kind === 'mass-assignment' ? 'create' : 'change', key },
  source,
  sink: { what, origin: { kind: 'read', file, line: node.line } },
  within: '',
  ways: [],
});

/** The table whose rows a call makes or changes. */
function entityOf(frame: Frame, { name, receiver, node }: CallShape): string | undefined {
  const made = frame.world.table(name);
  if (made !== undefined) return made.name;
  if (
    !/^(create|update|insert|values|insert_one|update_one|get_or_create|update_or_create|bulk_create|save|Create|Updates?|Save|Insert|persist|merge)\w*$/.test(
      name,
    )
  )
    return undefined;
  const on = receiver === undefined ? undefined : markOf(frame, receiver).entity;
  return on ?? frame.world.statements(frame.file, node.line).find(({ kind }) => kind !== 'select')?.tables[0];
}

/** `User(**request.json)`, `for k, v in data.items(): setattr(user, k, v)`. */
function filled(frame: Frame, call: CallShape): readonly Found[] {
  const { args, name, node } = call;
  if (name === 'setattr') return setByName(frame, call);
  const entity = entityOf(frame, call);
  if (entity === undefined) return [];
  return args.flatMap(({ value, isSpread }) => {
    const inner = isSpread ? (value.children[0] ?? value) : value;
    const mark = markOf(frame, inner);
    if (mark.body === undefined || mark.caller || mark.named === undefined) return [];
    const what = `fields of ${name}`;
    if (mark.body === 'open' && (isSpread || /^(insert|update)/.test(name)))
      return [found(frame, 'mass-assignment', { entity, key: '', source: mark.named, node, what })];
    return isSpread ? privilegesOf(frame, entity, mark, node, name) : [];
  });
}

function setByName(frame: Frame, { args, node }: CallShape): readonly Found[] {
  const [object, key] = args.map(({ value }) => value);
  if (object === undefined || key?.type !== 'identifier') return [];
  const fields = markOf(frame, key);
  const { entity } = markOf(frame, object);
  const { named: source, body } = fields;
  if (source === undefined || body === undefined || entity === undefined || isTested(frame, key.text))
    return [];
  if (body === 'declared') return privilegesOf(frame, entity, fields, node, 'setattr');
  return [found(frame, 'mass-assignment', { entity, key: '', source, node, what: 'fields by setattr' })];
}

/** Whether the code lets only some names through. */
function isTested(frame: Frame, name: string): boolean {
  let isFound = false;
  walkSyntax(frame.node, (node) => {
    isFound ||= comparedIn(node)?.sides[0]?.text === name;
  });
  return isFound;
}

/** Fields of a declared body that its record has as well. */
function privilegesOf(
  frame: Frame,
  entity: string,
  mark: Mark,
  node: SyntaxNode,
  name: string,
): readonly Found[] {
  const columns = new Set(frame.world.table(entity)?.columns.map((column) => plain(column.name)));
  const { fields = [], named: source } = mark;
  if (source === undefined) return [];
  return fields
    .filter((field) => isPrivilegeOf(entity, field) && columns.has(plain(field)))
    .map((key) =>
      found(frame, 'privilege-field', {
        entity,
        key,
        source: { ...source, what: `body field ${key}` },
        node,
        what: `fields of ${name}`,
      }),
    );
}

/** A role of a record that is nobody is a part of what roles are made of. */
const isPrivilegeOf = (entity: string, key: string): boolean =>
  isPrivilege(snake(key)) &&
  (/admin|staff|superuser/i.test(key) ||
    /user|account|member|person|people|customer|employee|profile|login|wallet|player|participant/i.test(
      entity,
    ));

const plain = (name: string): string => name.replaceAll('_', '').toLowerCase();
const snake = (name: string): string => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_');

/** `User(role=data["role"])`, `user.setRole(form.getRole())`. */
function named(frame: Frame, call: CallShape): readonly Found[] {
  const { args, name, receiver, node } = call;
  const set = /^set_?([A-Z]\w*)$/.exec(name)?.[1];
  if (set !== undefined && receiver !== undefined && args.length === 1 && args[0] !== undefined)
    return privilege(frame, markOf(frame, receiver).entity, snake(set), args[0].value, node);
  const entity = entityOf(frame, call);
  return args.flatMap(({ name: key, value }) =>
    key === undefined ? [] : privilege(frame, entity, key, value, node),
  );
}

function privilege(
  frame: Frame,
  entity: string | undefined,
  key: string,
  value: SyntaxNode,
  node: SyntaxNode,
): readonly Found[] {
  if (entity === undefined || !isPrivilegeOf(entity, key)) return [];
  const mark = markOf(frame, value);
  const has = frame.world.table(entity)?.columns.some((column) => plain(column.name) === plain(key)) === true;
  if (mark.named === undefined || mark.caller || !has || mark.entity !== undefined) return [];
  const endsIn = mark.named.what.split(' ').at(-1) ?? '';
  if (plain(endsIn) !== plain(key)) return [];
  return [
    found(frame, 'privilege-field', { entity, key, source: mark.named, node, what: `${key} of ${entity}` }),
  ];
}

/** `user.role = data["role"]`. */
const assigned = (frame: Frame, node: SyntaxNode): readonly Found[] =>
  bindingsOf(node).flatMap(({ target, value }) => {
    const member = memberOf(target);
    if (member === undefined) return [];
    return privilege(frame, markOf(frame, member.object).entity, member.name, value, node);
  });

/** A body that is read into a record is stored as it is: `userRepository.save(user)`. */
function stored(frame: Frame, call: CallShape): readonly Found[] {
  const { args, node, name } = call;
  const queries = frame.world
    .statements(frame.file, node.line)
    .filter(({ kind }) => kind === 'insert' || kind === 'update');
  const [table] = queries[0]?.tables ?? [];
  if (table === undefined || !/^(save|create|update|insert|persist|merge)/i.test(name)) return [];
  return args.flatMap(({ value }) => {
    const inner = value.type === 'unary_expression' ? value.children.at(-1) : value;
    if (inner?.type !== 'identifier') return [];
    const mark = markOf(frame, inner);
    return mark.body === 'declared' && !mark.caller ? privilegesOf(frame, table, mark, node, name) : [];
  });
}
