import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import { narrowed, selectionOf } from '../../queries/stored.ts';
import type { PyClass, PyFunction, PyModule } from './code-index.ts';
import { boundOf } from './generics.ts';
import type { Bound } from './generics.ts';
import { classType, typeOf } from './typing.ts';
import type { Frame, PyType, Reading } from './types.ts';
import { walkForTypes } from './walk.ts';

export const objectType = (reading: Reading, of: PyClass): PyType => {
  const entity = reading.entities.of(of);
  if (entity !== undefined) return { kind: 'row', entity };
  return isSession(of.name) ? { kind: 'session' } : { kind: 'object', of };
};

export const isSession = (path: string): boolean =>
  /(^|\.)(Async|Scoped|Read|Write|Sync)*(Session|Connection|Engine)$|(^|\.)SessionDep$/.test(path);

export const isSessionName = (name: string): boolean =>
  /^_?(db_?)?(session|async_session|sess|dbsession)$|^db$/i.test(name);

/** What a hint says: a class, one that may be missing, a list of rows. */
export function hintedType(
  reading: Reading,
  node: SyntaxNode | undefined,
  module: PyModule,
  bound?: Bound,
): PyType | undefined {
  if (node === undefined) return undefined;
  switch (node.type) {
    case 'type':
      return hintedType(reading, node.children[0], module, bound);
    case 'identifier':
    case 'attribute': {
      const stands = bound?.get(node.text);
      if (stands !== undefined) return objectType(reading, stands);
      const named = reading.index.dotted(module, node);
      if (isSession(node.text)) return { kind: 'session' };
      if (named?.kind === 'class') return objectType(reading, named.of);
      const entity = named?.kind === 'library' ? reading.entities.library(named.path) : undefined;
      if (entity !== undefined) return { kind: 'row', entity };
      return named?.kind === 'value' ? hintedType(reading, named.node, named.module) : undefined;
    }
    case 'string': {
      const name = node.children.find(({ type }) => type === 'string_content')?.text ?? '';
      const named = /^\w+$/.test(name) ? reading.index.named(module, name) : undefined;
      return named?.kind === 'class' ? objectType(reading, named.of) : undefined;
    }
    case 'binary_operator':
    case 'union_type':
      return node.children.flatMap((child) => hintedType(reading, child, module, bound) ?? [])[0];
    case 'generic_type':
    case 'subscript': {
      const name = (inField(node, 'value') ?? node.children[0])?.text.split('.').at(-1) ?? '';
      const inner =
        node.type === 'subscript'
          ? inField(node, 'subscript')
          : node.children.find(({ type }) => type === 'type_parameter')?.children[0];
      const found = hintedType(reading, inner, module, bound);
      if (/^[tT]ype$/.test(name)) return classHinted(reading, found);
      if (/^(Optional|Annotated|Awaitable|Coroutine|Mapped|ClassVar|Final)$/.test(name)) return found;
      if (name === 'Select' && (found?.kind === 'row' || found?.kind === 'rows'))
        return { kind: 'statement', verb: 'list', query: narrowed(selectionOf(found.entity), '…') };
      if (found?.kind !== 'row') return undefined;
      if (/QuerySet|Manager/.test(name)) return narrowed(selectionOf(found.entity), '…');
      return /^(list|List|Sequence|Iterable|Iterator|set|Set|tuple|Tuple|Collection|AsyncIterator|Generator)$/.test(
        name,
      )
        ? { kind: 'rows', entity: found.entity }
        : undefined;
    }
    default:
      return undefined;
  }
}

/** `type[User]` is the class itself. */
const classHinted = (reading: Reading, found: PyType | undefined): PyType | undefined =>
  found?.kind === 'row'
    ? { kind: 'entity', entity: found.entity }
    : found?.kind === 'object'
      ? classType(reading, found.of)
      : undefined;

/** Of an attribute of an object: its hint, or what a constructor puts there. */
export function memberType(reading: Reading, of: PyClass, name: string): PyType | undefined {
  const bound = boundOf(reading.index, of);
  for (const each of reading.index.lineage(of)) {
    const hinted = hintedType(reading, each.annotations.get(name), each.module, bound);
    if (hinted !== undefined) return hinted;
    const value = each.values.get(name);
    const made = value?.type === 'call' ? inField(value, 'function') : undefined;
    const named = made === undefined ? undefined : reading.index.dotted(each.module, made);
    if (named?.kind === 'class') return objectType(reading, named.of);
    const same = value === undefined ? undefined : reading.index.dotted(each.module, value);
    if (same?.kind === 'class') return classType(reading, same.of);
    const given = initialised(reading, each, name, of);
    if (given !== undefined) return given;
    const property = each.methods.get(name);
    if (property !== undefined && property.decorators.some(({ text }) => text.endsWith('property')))
      return hintedType(reading, inField(property.node, 'return_type'), each.module, bound);
  }
  return undefined;
}

function initialised(reading: Reading, of: PyClass, name: string, heir: PyClass): PyType | undefined {
  const init = of.methods.get('__init__');
  const body = inField(init?.node, 'body');
  if (init === undefined || body === undefined || !body.text.includes(`self.${name}`)) return undefined;
  let right: SyntaxNode | undefined;
  walkSyntax(body, (node) => {
    if (node.type === 'assignment' && inField(node, 'left')?.text === `self.${name}`)
      right ??= inField(node, 'right');
  });
  if (right?.type === 'identifier') {
    const parameters = inField(init.node, 'parameters')?.children ?? [];
    const at = parameters.findIndex(
      (each) => (inField(each, 'name') ?? each.children[0] ?? each).text === right?.text,
    );
    return (
      hintedType(reading, inField(parameters[at], 'type'), of.module, boundOf(reading.index, heir)) ??
      handedUp(reading, heir, right.text, at - 1)
    );
  }
  const callee = right?.type === 'call' ? inField(right, 'function') : undefined;
  const named = callee === undefined ? undefined : reading.index.dotted(of.module, callee);
  return named?.kind === 'class' ? objectType(reading, named.of) : undefined;
}

/** `super().__init__(User, session)`: the class that a constructor hands to the one above. */
function handedUp(reading: Reading, heir: PyClass, name: string, at: number): PyType | undefined {
  const body = inField(heir.methods.get('__init__')?.node, 'body');
  if (body === undefined || !body.text.includes('super().__init__(')) return undefined;
  let given: SyntaxNode | undefined;
  walkSyntax(body, (node) => {
    if (node.type !== 'call' || inField(node, 'function')?.text !== 'super().__init__') return;
    const args = inField(node, 'arguments')?.children ?? [];
    given ??= args.find((arg) => inField(arg, 'name')?.text === name) ?? args[at];
  });
  const value = given?.type === 'keyword_argument' ? inField(given, 'value') : given;
  const named = value === undefined ? undefined : reading.index.dotted(heir.module, value);
  return named?.kind === 'class' ? classType(reading, named.of) : undefined;
}

export const methodOf = (reading: Reading, of: PyClass, name: string): PyFunction | undefined =>
  reading.index.lineage(of).flatMap((each) => each.methods.get(name) ?? [])[0];

const deepestResult = 2;

/** What a function of the target gives: as hinted, else as its `return` says. */
export function resultOf(
  reading: Reading,
  called: PyFunction,
  owner: PyClass | undefined,
  frame: Frame,
): PyType | undefined {
  const written = inField(called.node, 'return_type');
  if (/^["']?Self["']?$/.test(written?.text ?? '') && owner !== undefined) return objectType(reading, owner);
  const hinted = hintedType(reading, written, called.module, boundOf(reading.index, owner));
  if (hinted !== undefined && hinted.kind !== 'rows' && hinted.kind !== 'statement') return hinted;
  const known = reading.returns.get(called.node) ?? new Map<PyClass | undefined, PyType | undefined>();
  reading.returns.set(called.node, known);
  if (known.has(owner)) return known.get(owner) ?? hinted;
  if (frame.depth >= deepestResult) return hinted;
  const body = inField(called.node, 'body');
  if (body === undefined || !/\breturn\b/.test(body.text)) return undefined;
  if (
    written !== undefined &&
    hinted === undefined &&
    !/Query|Select|Any|Statement|Delete|Update/.test(written.text)
  )
    return undefined;
  known.set(owner, undefined);
  // What a class inherits, its method gives as that class: its calls are asked anew.
  const own: Reading =
    owner === undefined || owner === called.owner ? reading : { ...reading, outcomes: new WeakMap() };
  const inner = walkForTypes(own, called, owner, frame.depth + 1);
  let found: PyType | undefined;
  walkSyntax(body, (node) => {
    if (node.type === 'function_definition' || node.type === 'lambda') return false;
    const value = node.type === 'return_statement' ? node.children[0] : undefined;
    if (value !== undefined && found === undefined) found = typeOf(own, value, inner);
    return true;
  });
  known.set(owner, found ?? hinted);
  return found ?? hinted;
}
