import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { combine, evaluate } from './expressions.ts';
import type { Frame } from './machine.ts';
import { siteOf } from './machine.ts';
import { fieldHolder } from './members.ts';
import type { GoTypeRef } from './types.ts';
import type { Scope, Value } from './value.ts';
import { either, nil, plainText, unknown } from './value.ts';

/** Values of the right side; a call may answer several. */
export function valuesOf(frame: Frame, list: SyntaxNode, wanted: number): readonly Value[] {
  const nodes = list.children.filter(({ type }) => type !== 'comment');
  const values = nodes.map((each) => evaluate(frame, each));
  const [only] = values;
  if (values.length !== 1 || only === undefined) return values;
  if (only.kind === 'tuple') return wanted === 1 ? only.items.slice(0, 1) : only.items;
  return wanted > 1 ? [only, ...Array.from({ length: wanted - 1 }, () => nil)] : values;
}

export function assign(frame: Frame, node: SyntaxNode): void {
  const targets = inField(node, 'left')?.children.filter(({ type }) => type !== 'comment') ?? [];
  const right = inField(node, 'right');
  if (right === undefined) return;
  const values = valuesOf(frame, right, targets.length);
  const operator = inField(node, 'operator')?.text ?? '=';
  for (const [place, target] of targets.entries()) {
    const given = values[place] ?? unknown('a further result');
    const value = operator === '+=' ? combine('+', evaluate(frame, target), given) : given;
    if (node.type === 'short_var_declaration') {
      const known = frame.scope.bindings.has(target.text);
      if (known) put(frame, target, value);
      else bind(frame, frame.scope, target.text, value);
    } else put(frame, target, value);
  }
}

export function bind({ machine }: Frame, scope: Scope, name: string, value: Value): void {
  if (name !== '_') scope.bindings.set(name, { value, level: machine.branch.length });
}

function put(frame: Frame, target: SyntaxNode, value: Value): void {
  switch (target.type) {
    case 'identifier': {
      for (let at: Scope | undefined = frame.scope; at !== undefined; at = at.parent) {
        const binding = at.bindings.get(target.text);
        if (binding === undefined) continue;
        binding.value = frame.machine.branch.length > binding.level ? merged(binding.value, value) : value;
        return;
      }
      const key = `${frame.file.package.folder}\u0000${target.text}`;
      const known = frame.machine.globals.get(key);
      if (value.kind !== 'unknown' && value.kind !== 'nil')
        frame.machine.globals.set(
          key,
          known === undefined || frame.machine.branch.length === 0 ? value : merged(known, value),
        );
      return;
    }
    case 'selector_expression': {
      const owner = evaluate(frame, inField(target, 'operand'));
      const name = inField(target, 'field')?.text ?? '';
      if (owner.kind === 'object') {
        const { fields } = fieldHolder(frame.machine, owner, name);
        const known = fields.get(name);
        const open = frame.machine.branch.length > (owner.level ?? 0) && known !== undefined;
        fields.set(name, open ? merged(known, value) : value);
      } else tellLibrary(frame, owner, name, value, target);
      return;
    }
    case 'index_expression': {
      const owner = evaluate(frame, inField(target, 'operand'));
      const index = evaluate(frame, inField(target, 'index'));
      const key = plainText(index);
      if (owner.kind === 'map' && key !== undefined) owner.entries.set(key, value);
      return;
    }
    case 'unary_expression':
    case 'parenthesized_expression': {
      const inner = inField(target, 'operand') ?? target.children[0];
      if (inner !== undefined) put(frame, inner, value);
      return;
    }
    default:
      return;
  }
}

/** `server.Handler = …` of a type of a package. */
function tellLibrary(
  { machine, file }: Frame,
  owner: Value,
  field: string,
  value: Value,
  at: SyntaxNode,
): void {
  const made = owner.kind === 'result' ? /^(?:new )?(\w+)(?:\{\}|\(\))$/.exec(owner.path)?.[1] : undefined;
  const type: GoTypeRef | undefined =
    owner.kind === 'result' && made !== undefined
      ? { kind: 'library', package: owner.package, name: made }
      : owner.kind === 'unknown'
        ? owner.type
        : undefined;
  if (type !== undefined)
    for (const { assigned } of machine.frameworks) assigned?.(machine, type, field, value, siteOf(file, at));
}

/** Nothing, or what is not known, does not hide what was there before. */
function merged(before: Value, after: Value): Value {
  if (before.kind === 'nil' || (before.kind === 'unknown' && after.kind !== 'text')) return after;
  if (after.kind === 'nil' || after.kind === 'unknown')
    return before.kind === 'text' ? either(before, after) : before;
  if (before.kind === 'list' && after.kind === 'list') {
    const items = after.items.map((item, at) => (at < before.items.length ? item : either(nil, item)));
    return { kind: 'list', items };
  }
  return before.kind === 'router' || before.kind === 'object' ? after : either(before, after);
}
