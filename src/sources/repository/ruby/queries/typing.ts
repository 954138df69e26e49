import { typed } from '../../queries/outcome.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { Selection } from '../../queries/stored.ts';
import { relatedSelection, selectionOf } from '../../queries/stored.ts';
import type { Call } from '../syntax.ts';
import { callOf, constantName, statementsOf } from '../syntax.ts';
import { queryCall, rowCall, textOutcome } from './active-record.ts';
import type { FoundMethod } from './classes.ts';
import { camel } from './entities.ts';
import type { Frame, Outcome, Reading, RubyType } from './types.ts';
import { walkForTypes } from './walk.ts';

/** What an expression gives, from names, models and what stands above it in the method. */
export function typeOf(reading: Reading, node: SyntaxNode | undefined, frame: Frame): RubyType | undefined {
  switch (node?.type) {
    case 'self':
      return selfType(reading, frame);
    case 'identifier': {
      const known = frame.variables.get(node.text);
      return known === undefined ? outcomeOf(reading, node, frame).type : known.type;
    }
    case 'instance_variable':
      return frame.variables.get(node.text)?.type ?? instanceType(reading, node.text, frame);
    case 'constant':
    case 'scope_resolution': {
      const name = reading.classes.named(constantName(node), frame.namespace);
      if (name === undefined)
        return constantName(node) === 'ActiveRecord::Base'
          ? { kind: 'class', name: 'ActiveRecord::Base' }
          : undefined;
      return classType(reading, name);
    }
    case 'assignment':
    case 'operator_assignment':
      return typeOf(reading, inField(node, 'right'), frame);
    case 'parenthesized_statements':
    case 'begin':
      return typeOf(reading, node.children.at(-1), frame);
    case 'conditional':
      return (
        typeOf(reading, inField(node, 'consequence'), frame) ??
        typeOf(reading, inField(node, 'alternative'), frame)
      );
    case 'binary':
      return /^(\|\||or)$/.test(inField(node, 'operator')?.text ?? '')
        ? (typeOf(reading, inField(node, 'left'), frame) ?? typeOf(reading, inField(node, 'right'), frame))
        : undefined;
    case 'element_reference':
      return elementType(reading, node, frame);
    case 'call':
      return outcomeOf(reading, node, frame).type;
    default:
      return undefined;
  }
}

const elementType = (reading: Reading, node: SyntaxNode, frame: Frame): RubyType | undefined => {
  const type = typeOf(reading, inField(node, 'object'), frame);
  if (type?.kind !== 'rows') return undefined;
  const { entity, loaded } = type;
  return { kind: 'row', entity, ...(loaded === undefined ? {} : { loaded }) };
};

const classType = (reading: Reading, name: string): RubyType => {
  const entity = reading.entities.of(name);
  return entity === undefined ? { kind: 'class', name } : { kind: 'entity', entity };
};

export const objectType = (reading: Reading, name: string): RubyType => {
  const entity = reading.entities.of(name);
  return entity === undefined ? { kind: 'object', name } : { kind: 'row', entity };
};

const selfType = (reading: Reading, frame: Frame): RubyType | undefined =>
  frame.namespace === ''
    ? undefined
    : frame.onClass
      ? classType(reading, frame.namespace)
      : objectType(reading, frame.namespace);

const instances = new WeakMap<Reading, Map<string, RubyType | undefined>>();

/** What the methods of a class put into one of its variables. */
function instanceType(reading: Reading, name: string, frame: Frame): RubyType | undefined {
  const known = instances.get(reading) ?? new Map<string, RubyType | undefined>();
  instances.set(reading, known);
  const key = `${frame.namespace} ${name}`;
  if (known.has(key)) return known.get(key);
  known.set(key, undefined);
  let found: RubyType | undefined;
  for (const opening of reading.classes.lineage(frame.namespace).openings) {
    if (found !== undefined || !opening.node.text.includes(`${name} `)) continue;
    const inner: Frame = {
      file: opening.file,
      namespace: opening.name,
      onClass: false,
      variables: new Map(),
      inLoop: false,
      inTransaction: false,
      depth: frame.depth + 1,
    };
    if (inner.depth > 2) return undefined;
    walkSyntax(opening.node, (node) => {
      if (
        found === undefined &&
        /^(assignment|operator_assignment)$/.test(node.type) &&
        inField(node, 'left')?.text === name
      )
        found = typeOf({ ...reading, outcomes: new WeakMap() }, inField(node, 'right'), inner);
      return found === undefined;
    });
  }
  known.set(key, found ?? namedType(reading, name.slice(1), frame));
  return known.get(key);
}

/** A name that is that of a model stands for a row of it. */
export function namedType(reading: Reading, name: string, frame: Frame): RubyType | undefined {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) return undefined;
  const plain = name === 'current_user' ? 'user' : name;
  const found = reading.entities.of(reading.classes.named(camel(plain), frame.namespace));
  return found === undefined ? undefined : { kind: 'row', entity: found };
}

/** What a call gives and issues; asked once for each call. */
export function outcomeOf(reading: Reading, node: SyntaxNode, frame: Frame): Outcome {
  const known = reading.outcomes.get(node);
  if (known !== undefined) return known;
  reading.outcomes.set(node, {});
  const call = callOf(node);
  const found = call === undefined ? {} : find(reading, call, frame);
  reading.outcomes.set(node, found);
  return found;
}

function find(reading: Reading, call: Call, frame: Frame): Outcome {
  const type = call.receiver === undefined ? selfType(reading, frame) : typeOf(reading, call.receiver, frame);
  const { name } = call;
  if (name === 'connection' || name === 'lease_connection') return { type: { kind: 'connection' } };
  switch (type?.kind) {
    case 'connection':
      return /^(execute|exec_query|exec_update|exec_delete|exec_insert|select_all|select_one|select_value|select_values|select_rows|insert|update|delete|query|truncate|with_connection)$/.test(
        name,
      )
        ? textOutcome(reading, call.args[0], frame)
        : {};
    case 'entity': {
      const own = reading.classes.classMethod(type.entity.name, name);
      if (own !== undefined) return typed(resultOf(reading, own, frame));
      if (call.receiver === undefined && !frame.onClass) return {};
      return queryCall(reading, call, selectionOf(type.entity), frame);
    }
    case 'query': {
      const own =
        type.entity === undefined || reading.entities.from(type.entity) === undefined
          ? undefined
          : reading.classes.classMethod(type.entity.name, name);
      if (own === undefined) return queryCall(reading, call, type, frame);
      return typed(continued(type, resultOf(reading, own, frame)));
    }
    case 'row':
      return rowOutcome(reading, call, type, frame);
    case 'rows':
      return rowsOutcome(type, call);
    case 'class':
      return classOutcome(reading, call, type.name, frame);
    case 'object': {
      if (call.receiver === undefined && /^current_\w+$/.test(name))
        return typed(namedType(reading, name.replace(/^current_/, ''), frame));
      const method = reading.classes.method(type.name, name);
      return method === undefined ? {} : typed(resultOf(reading, method, frame));
    }
    case undefined:
      return /^current_user$/.test(name) ? typed(namedType(reading, 'user', frame)) : {};
  }
}

/** A class method that is called on a query goes on with it. */
function continued(query: Selection, given: RubyType | undefined): RubyType | undefined {
  if (given?.kind === 'row' || given?.kind === 'rows')
    return given.loaded === undefined ? given : { ...given, loaded: [...query.loaded, ...given.loaded] };
  if (given?.kind !== 'query') return given;
  return {
    ...given,
    where: [...new Set([...query.where, ...given.where])],
    limited: query.limited || given.limited,
    loaded: [...query.loaded, ...given.loaded],
  };
}

function classOutcome(reading: Reading, call: Call, name: string, frame: Frame): Outcome {
  if (call.name === 'new') return { type: objectType(reading, name) };
  const method = reading.classes.classMethod(name, call.name);
  return method === undefined ? {} : typed(resultOf(reading, method, frame));
}

function rowOutcome(
  reading: Reading,
  call: Call,
  row: RubyType & { readonly kind: 'row' },
  frame: Frame,
): Outcome {
  const relation = row.entity.relation(call.name);
  if (relation !== undefined) {
    if (!relation.many) return { type: { kind: 'row', entity: relation.target } };
    const isLoaded = row.loaded?.some((each) => each === call.name || each === '*') === true;
    return {
      type: {
        ...relatedSelection(relation),
        through: isLoaded ? 'loaded' : row.loaded === undefined ? 'perhaps' : 'related',
      },
    };
  }
  const own = reading.classes.method(row.entity.name, call.name);
  if (own !== undefined) return typed(resultOf(reading, own, frame));
  return rowCall(row, call.name) ?? {};
}

function rowsOutcome(rows: RubyType & { readonly kind: 'rows' }, { name, args }: Call): Outcome {
  if (
    /^(first|last|find|detect|sample|pop|shift|min_by|max_by)$/.test(name) &&
    (args.length === 0 || name === 'find')
  ) {
    const { entity, loaded } = rows;
    return { type: { kind: 'row', entity, ...(loaded === undefined ? {} : { loaded }) } };
  }
  return /^(select|reject|sort_by|reverse|to_a|uniq|first|last|take|compact|each|filter|shuffle|sort|drop|each_with_index|find_all|flatten|load)$/.test(
    name,
  )
    ? { type: rows }
    : {};
}

const deepestResult = 2;

/** What a method of the target gives: the value of its last statement, or of a `return`. */
export function resultOf(reading: Reading, method: FoundMethod, frame: Frame): RubyType | undefined {
  if (reading.returns.has(method.node)) return reading.returns.get(method.node);
  if (frame.depth >= deepestResult) return undefined;
  reading.returns.set(method.node, undefined);
  const body = inField(method.node, 'body');
  const inner = walkForTypes(reading, method, frame.depth + 1);
  const found = valueOf(reading, statementsOf(body).at(-1), inner, 0);
  reading.returns.set(method.node, found);
  return found;
}

/** The first type that one of the ends of a body is known to give. */
function valueOf(
  reading: Reading,
  node: SyntaxNode | undefined,
  frame: Frame,
  depth: number,
): RubyType | undefined {
  if (node === undefined || depth > 6) return undefined;
  if (/^(if|unless|else|then|case|when|elsif|begin|body_statement)$/.test(node.type))
    return node.children
      .filter(({ field }) => field !== 'condition' && field !== 'value' && field !== 'pattern')
      .flatMap((child) => valueOf(reading, statementsOf(child).at(-1), frame, depth + 1) ?? [])[0];
  if (node.type === 'return') return typeOf(reading, node.children[0]?.children[0], frame);
  if (/^(if|unless)_modifier$/.test(node.type))
    return valueOf(reading, inField(node, 'body'), frame, depth + 1);
  return typeOf(reading, node, frame);
}
