import type { SyntaxNode } from '../languages/syntax.ts';
import { inField, walkSyntax } from '../languages/syntax.ts';
import { markOf } from './expressions.ts';
import type { Frame } from './frame.ts';
import { hold, waysOf } from './frame.ts';
import type { Mark } from './mark.ts';
import { joined, partOf, unmarked } from './mark.ts';
import { plain } from './privileges.ts';
import { rowFilled } from './rows.ts';
import { bindingsOf, callOf, conditionOf, memberOf } from './shapes.ts';
import { withRow } from './shown.ts';
import { isPrivilege } from './words.ts';

/** Rounds after which what a loop hands on to itself is known. */
const rounds = 2;

/** Gives the names of a function what they may hold, whichever way is gone. */
export function bindNames(frame: Frame): void {
  const locals = new Set<string>();
  walkSyntax(frame.node, (node) => {
    for (const { target } of bindingsOf(node)) locals.add(target.text);
  });
  for (let round = 0; round < rounds; round += 1)
    walkSyntax(frame.node, (node, above) => {
      for (const { target, value, isElement } of bindingsOf(node)) {
        const mark = withRow(frame, value);
        bind(frame, target, isElement ? { ...mark, context: false } : mark);
        bindFlag(frame, target, value, above);
      }
      bindDeclared(frame, node);
      bindFilled(frame, node);
      bindBuilt(frame, node, locals);
    });
}

function bind(frame: Frame, target: SyntaxNode, mark: Mark): void {
  if (target.type === 'identifier') {
    hold(frame, target.text, mark, waysOf(frame, target));
    return;
  }
  // A thing that is given an owner is narrowed down by it: `filter.OwnerID = caller`.
  const base = baseOf(target);
  if (base === undefined || frame.world.stores.has(base) || (!mark.caller && mark.named === undefined))
    return;
  const { entity: _entity, row: _row, ...rest } = partOf(mark);
  hold(frame, base, rest, waysOf(frame, target));
}

function baseOf(target: SyntaxNode): string | undefined {
  const object = memberOf(target)?.object ?? inField(target, 'value') ?? inField(target, 'operand');
  if (object === undefined) return undefined;
  return object.type === 'identifier' ? object.text : baseOf(object);
}

/** `var user models.User`: a row that is not read yet. */
function bindDeclared(frame: Frame, node: SyntaxNode): void {
  if (node.type !== 'var_spec' || inField(node, 'value') !== undefined) return;
  const table = frame.world.table(typeNamed(inField(node, 'type')?.text ?? ''));
  if (table === undefined) return;
  for (const { field, text } of node.children)
    if (field === 'name') hold(frame, text, { ...unmarked, entity: table.name }, waysOf(frame, node));
}

const typeNamed = (type: string): string => /(?:^|[.*\]])([A-Z]\w*)$/.exec(type)?.[1] ?? '';

const building = /^(and|or|where|filter|set|with|eq|by|having)(?=[A-Z_]|$)/i;
const handles = /^(db|tx|em|session|conn\w*|cursor|\w*(repo|repository|service|store|logger|client))$/i;

/** `item.setOwner(caller)`, `criteria.andOwnerEqualTo(caller)`: what is built up of the caller is narrowed down by them. */
function bindBuilt(frame: Frame, node: SyntaxNode, locals: ReadonlySet<string>): void {
  const call = callOf(node);
  if (call?.receiver === undefined || !building.test(call.name)) return;
  const base = call.receiver.type === 'identifier' ? call.receiver.text : chainRoot(call.receiver);
  if (base === undefined || handles.test(base) || !(locals.has(base) || /^set/i.test(call.name))) return;
  if (!call.args.some(({ value }) => markOf(frame, value).caller)) return;
  hold(frame, base, { caller: true, context: false }, waysOf(frame, node));
}

function chainRoot(node: SyntaxNode): string | undefined {
  if (node.type === 'identifier') return node.text;
  const inner = callOf(node)?.receiver ?? memberOf(node)?.object;
  return inner === undefined ? undefined : chainRoot(inner);
}

const filling = /bind|decode|unmarshal|parse|readjson|getjson/i;

/** `c.BindJSON(&user)`, `db.First(&user, id)`: what is filled holds what the call is given. */
function bindFilled(frame: Frame, node: SyntaxNode): void {
  const call = callOf(node);
  if (call === undefined) return;
  const on = call.receiver === undefined ? unmarked : markOf(frame, call.receiver);
  for (const [name, row] of rowFilled(frame, call, on))
    hold(frame, name, { ...unmarked, row }, waysOf(frame, node));
  for (const { value } of call.args) {
    const target =
      value.type === 'unary_expression' && value.text.startsWith('&') ? value.children.at(-1) : undefined;
    if (target?.type !== 'identifier') continue;
    const from = joined(
      call.receiver === undefined ? unmarked : markOf(frame, call.receiver),
      call.args.reduce(
        (sum, arg) => (arg.value === value ? sum : joined(sum, markOf(frame, arg.value))),
        unmarked,
      ),
    );
    const isBody = filling.test(call.name) && (from.context || from.named !== undefined);
    const named = from.named ?? {
      what: 'the body',
      origin: { kind: 'read' as const, file: frame.file, line: node.line },
    };
    const { entity = '' } = markOf(frame, target);
    const unbound = new Set(frame.world.unshown(entity).map(plain));
    const columns = frame.world.table(entity)?.columns.map(({ name }) => name) ?? [];
    const fields = columns.filter((name) => !unbound.has(plain(name)));
    bind(
      frame,
      target,
      isBody ? { caller: from.caller, context: false, body: 'declared', fields, named } : partOf(from),
    );
  }
}

/** `if data["admin"]: admin = True` takes the field from the request as well. */
function bindFlag(frame: Frame, target: SyntaxNode, value: SyntaxNode, above: readonly SyntaxNode[]): void {
  if (target.type !== 'identifier' || !isPrivilege(target.text) || !/^true$/i.test(value.text)) return;
  for (const node of above) {
    const condition = node.type === 'if_statement' ? conditionOf(node) : undefined;
    if (condition === undefined || !condition.text.includes(target.text)) continue;
    const { named } = partsNamed(frame, condition, target.text);
    if (named !== undefined) bind(frame, target, { caller: false, context: false, named });
  }
}

function partsNamed(frame: Frame, condition: SyntaxNode, field: string): Mark {
  let found = unmarked;
  walkSyntax(condition, (node) => {
    const mark = /^(subscript|call|attribute)$/.test(node.type) ? markOf(frame, node) : unmarked;
    if (mark.named?.what.endsWith(` ${field}`) === true) found = joined(found, mark);
  });
  return found;
}
