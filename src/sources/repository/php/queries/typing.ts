import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { PhpClass, PhpMethod } from '../classes.ts';
import { methodOf } from '../codebase.ts';
import { className } from '../names.ts';
import { callTypes, memberName, receiverOf, variableName } from '../syntax.ts';
import { walkBody } from '../signs.ts';
import { propertyType } from './members.ts';
import { outcomeOf } from './outcomes.ts';
import { registeredType } from './registered.ts';
import type { Frame, PhpType, Reading } from './types.ts';
import { walkForTypes } from './walk.ts';

/** What an expression gives, from names, declared types and what stands above it in the function. */
export function typeOf(reading: Reading, node: SyntaxNode, frame: Frame): PhpType | undefined {
  switch (node.type) {
    case 'variable_name': {
      const name = variableName(node) ?? '';
      return name === 'this' ? classType(reading, frame.class) : frame.variables.get(name)?.type;
    }
    case 'assignment_expression':
      return ofField(reading, node, 'right', frame);
    case 'parenthesized_expression':
    case 'clone_expression':
    case 'error_suppression_expression':
      return node.children[0] === undefined ? undefined : typeOf(reading, node.children[0], frame);
    case 'conditional_expression':
      return ofField(reading, node, 'body', frame) ?? ofField(reading, node, 'alternative', frame);
    case 'binary_expression':
      return inField(node, 'operator')?.text === '??'
        ? (ofField(reading, node, 'left', frame) ?? ofField(reading, node, 'right', frame))
        : undefined;
    case 'object_creation_expression': {
      const written = node.children.find(({ type }) => type === 'name' || type === 'qualified_name')?.text;
      if (written === undefined) return undefined;
      const own = /^(self|static)$/.test(written) ? frame.class?.name : className(frame.file.names, written);
      const type = objectType(reading, own);
      return type?.kind === 'row' ? { ...type, fresh: true, loaded: [] } : type;
    }
    case 'member_access_expression':
    case 'nullsafe_member_access_expression':
      return memberType(reading, node, frame);
    case 'class_constant_access_expression': {
      const [owner, name] = node.children;
      return name?.text === 'class' && owner !== undefined
        ? { kind: 'class', name: className(frame.file.names, owner.text) }
        : undefined;
    }
    case 'subscript_expression': {
      const list = node.children[0];
      const type = list === undefined ? undefined : typeOf(reading, list, frame);
      return type?.kind === 'rows' ? elementOf(type, false) : undefined;
    }
    case 'cast_expression':
      return /^\((int|float|bool)/.test(node.text) ? { kind: 'class', name: 'int' } : undefined;
    default:
      return callTypes.has(node.type) ? outcomeOf(reading, node, frame).type : undefined;
  }
}

const ofField = (reading: Reading, node: SyntaxNode, field: string, frame: Frame): PhpType | undefined => {
  const child = inField(node, field);
  return child === undefined ? undefined : typeOf(reading, child, frame);
};

/** One of several rows. */
export function elementOf(type: PhpType | undefined, each = true): PhpType | undefined {
  if (type?.kind !== 'rows') return undefined;
  const { entity, loaded } = type;
  return { kind: 'row', entity, ...(loaded === undefined ? {} : { loaded }), ...(each ? { each } : {}) };
}

/** An object of a class: a row where the class stands for a table. */
export function objectType(reading: Reading, name: string | undefined): PhpType | undefined {
  if (name === undefined) return undefined;
  const entity = reading.entities.of(name);
  return entity === undefined || entity.mapper === 'codeigniter'
    ? { kind: 'object', name }
    : { kind: 'row', entity };
}

/** An object of this very class. */
export function classType(reading: Reading, declared: PhpClass | undefined): PhpType | undefined {
  const type = objectType(reading, declared?.name);
  return type?.kind === 'object' && declared !== undefined ? { ...type, declared } : type;
}

/** The type that a parameter, a property or a function is declared with. */
export function declaredType(reading: Reading, type: string | undefined): PhpType | undefined {
  if (
    type === undefined ||
    /^(string|array|mixed|iterable|callable|object|void|null|never|true|false)$/.test(type)
  )
    return undefined;
  if (/^(int|float|bool)$/.test(type)) return { kind: 'class', name: type };
  return objectType(reading, type);
}

export function typeClass(reading: Reading, type: PhpType | undefined): PhpClass | undefined {
  if (type?.kind === 'object') return type.declared ?? reading.codebase.class(type.name);
  return type?.kind === 'row' ? reading.entities.classOf(type.entity) : undefined;
}

function memberType(reading: Reading, node: SyntaxNode, frame: Frame): PhpType | undefined {
  const [object, name] = [receiverOf(node), memberName(node)];
  if (object === undefined || name === undefined) return undefined;
  const type = typeOf(reading, object, frame);
  if (type?.kind === 'row') {
    const relation = type.entity.relation(name);
    if (relation !== undefined) {
      const { target, many } = relation;
      return { kind: many ? 'rows' : 'row', entity: target };
    }
  }
  const owner = typeClass(reading, type);
  return (
    (owner === undefined ? undefined : propertyType(reading, owner, name, frame.depth)) ??
    registeredType(reading, object, owner, name, frame)
  );
}

export const deepestResult = 2;

/** What a method of the target gives: as declared, else as its `return` says. */
export function resultOf(reading: Reading, owner: PhpClass, name: string, frame: Frame): PhpType | undefined {
  const method = methodOf(reading.codebase, owner, name);
  return method === undefined ? undefined : methodResult(reading, owner, method, frame);
}

export function methodResult(
  reading: Reading,
  owner: PhpClass | undefined,
  method: PhpMethod,
  frame: Frame,
): PhpType | undefined {
  const written = inField(method.node, 'return_type')?.text.replace(/^\?/, '');
  if (written !== undefined && /^(self|static|\$this)$/.test(written))
    return objectType(reading, owner?.name);
  const plain = written?.split('|').find((part) => part !== 'null') ?? '';
  const opaque =
    written === undefined ||
    /(^|\\)(Builder|Collection|\w*Paginator\w*|Relation|HasMany|iterable|array|LazyCollection|mixed|object)$/.test(
      plain,
    );
  if (!opaque)
    return /^\w/.test(plain) || plain.startsWith('\\')
      ? declaredType(
          reading,
          /^(string|int|bool|float|void|array|never)$/.test(plain)
            ? plain
            : className(method.file.names, plain),
        )
      : undefined;
  if (method.body === undefined) return undefined;
  const isOfHeir = owner !== undefined && reading.inherited.get(method.node)?.has(owner.name) === true;
  const known = isOfHeir ? returnsOf(owner) : reading.returns;
  if (known.has(method.node)) return known.get(method.node);
  if (frame.depth >= deepestResult) return undefined;
  known.set(method.node, undefined);
  const own: Reading = isOfHeir ? { ...reading, outcomes: new WeakMap(), returns: known } : reading;
  const found = returned(own, isOfHeir ? owner : (method.class ?? owner), method, frame);
  known.set(method.node, found);
  return found;
}

const heirReturns = new WeakMap<PhpClass, Reading['returns']>();

/** What an inherited method gives, it gives as the class that inherits it. */
function returnsOf(owner: PhpClass): Reading['returns'] {
  const known: Reading['returns'] = heirReturns.get(owner) ?? new Map();
  heirReturns.set(owner, known);
  return known;
}

/** The first type that a `return` of the body is known to give. */
function returned(
  reading: Reading,
  owner: PhpClass | undefined,
  method: PhpMethod,
  frame: Frame,
): PhpType | undefined {
  if (method.body === undefined || !/::|->/.test(method.body.text)) return undefined;
  const around: Frame = {
    file: method.file,
    ...(owner === undefined ? {} : { class: owner }),
    variables: new Map(),
    inLoop: false,
    inTransaction: false,
    manual: [],
    depth: frame.depth + 1,
  };
  const inner = walkForTypes(reading, method, around);
  let found: PhpType | undefined;
  walkBody(method.body, (node) => {
    const value = node.type === 'return_statement' ? node.children[0] : undefined;
    if (value !== undefined && found === undefined) found = typeOf(reading, value, inner);
  });
  return found;
}
