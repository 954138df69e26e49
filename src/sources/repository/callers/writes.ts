import type { SyntaxNode } from '../languages/syntax.ts';
import { walkSyntax } from '../languages/syntax.ts';
import { markOf } from './expressions.ts';
import type { Fact, Ways } from './facts.ts';
import type { Frame } from './frame.ts';
import { placedValues } from './placed-values.ts';
import type { CallShape } from './shapes.ts';
import { bindingsOf, callOf, comparedIn, memberOf } from './shapes.ts';
import { storedIn } from './stored.ts';
import type { Found } from './privileges.ts';
import { fieldsOf, found, privilege, privilegesOf, snake } from './privileges.ts';

/** Records that take what a request sends: all of its fields, or one that says what somebody may do. */
export function writesIn(frame: Frame, node: SyntaxNode, ways: Ways): readonly Fact[] {
  const call = callOf(node);
  const facts =
    call === undefined
      ? []
      : [...filled(frame, call), ...named(frame, call), ...storedIn(frame, call), ...updated(frame, call)];
  return [...facts, ...assigned(frame, node), ...written(frame, node)].map((fact) => ({ ...fact, ways }));
}

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

/** `user.role = data["role"]`, `user["role"] = data["role"]`. */
const assigned = (frame: Frame, node: SyntaxNode): readonly Found[] =>
  bindingsOf(node).flatMap(({ target, value }) => {
    const [of, key] = target.type === 'subscript' ? target.children : [];
    const name = /^["'](\w+)["']$/.exec(key?.text ?? '')?.[1];
    const member = of === undefined || name === undefined ? memberOf(target) : { object: of, name };
    if (member === undefined) return [];
    return privilege(frame, markOf(frame, member.object).entity, member.name, value, node);
  });

/** `user.update(request.json)`, where the record is one of a dictionary. */
function updated(frame: Frame, { name, receiver, args, node }: CallShape): readonly Found[] {
  const entity = name === 'update' && receiver !== undefined ? markOf(frame, receiver).entity : undefined;
  if (entity === undefined || frame.world.table(entity) !== undefined) return [];
  return args.flatMap(({ value }) => {
    const mark = markOf(frame, value);
    if (mark.body === undefined || mark.caller || mark.named === undefined) return [];
    if (mark.body === 'declared') return privilegesOf(frame, entity, mark, node, name);
    const fields = fieldsOf(frame.world, entity);
    const what = `fields of ${entity}`;
    const told = found(frame, 'mass-assignment', { entity, key: '', source: mark.named, node, what });
    return fields.length === 0 ? [] : [{ ...told, access: { ...told.access, fields } }];
  });
}

/** `INSERT INTO users (name, role) VALUES (?, ?)` beside its values. */
const written = (frame: Frame, node: SyntaxNode): readonly Found[] =>
  node.type !== 'tuple' && callOf(node) === undefined
    ? []
    : frame.world
        .statements(frame.file, node.line)
        .filter(({ kind }) => kind === 'insert' || kind === 'update')
        .flatMap((query) =>
          (placedValues(node, query) ?? []).flatMap(({ column, isCondition, value }) =>
            isCondition ? [] : privilege(frame, query.tables[0], column, value, node),
          ),
        );
