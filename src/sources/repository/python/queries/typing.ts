import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import type { Selection } from '../../queries/stored.ts';
import { narrowed, relatedSelection, selectionOf } from '../../queries/stored.ts';
import type { Named, PyClass } from './code-index.ts';
import { isSession, isSessionName, memberType, objectType } from './hints.ts';
import { outcomeOf } from './outcomes.ts';
import type { Frame, PyType, Reading } from './types.ts';

/** What an expression gives, from names, hints and what stands above it in the function. */
export function typeOf(reading: Reading, node: SyntaxNode, frame: Frame): PyType | undefined {
  switch (node.type) {
    case 'identifier':
      return nameType(reading, node, frame);
    case 'await':
    case 'parenthesized_expression':
      return node.children[0] === undefined ? undefined : typeOf(reading, node.children[0], frame);
    case 'conditional_expression':
    case 'boolean_operator':
      return node.children.flatMap((child) =>
        child.type === 'comment' ? [] : (typeOf(reading, child, frame) ?? []),
      )[0];
    case 'named_expression': {
      const value = inField(node, 'value');
      return value === undefined ? undefined : typeOf(reading, value, frame);
    }
    case 'attribute':
      return attributeType(reading, node, frame);
    case 'subscript':
      return subscriptType(reading, node, frame);
    case 'call':
      return outcomeOf(reading, node, frame).type;
    default:
      return undefined;
  }
}

function nameType(reading: Reading, node: SyntaxNode, frame: Frame): PyType | undefined {
  const known = frame.variables.get(node.text);
  if (known !== undefined) return known.type ?? (isSessionName(node.text) ? { kind: 'session' } : undefined);
  if (node.text === 'cls' && frame.owner !== undefined) return classType(reading, frame.owner);
  return namedType(reading, reading.index.named(frame.module, node.text), node.text);
}

function namedType(reading: Reading, named: Named | undefined, name: string): PyType | undefined {
  if (named?.kind === 'class') return classType(reading, named.of);
  if (named?.kind === 'library') {
    const entity = reading.entities.library(named.path);
    if (entity !== undefined) return { kind: 'entity', entity };
    return isSession(named.path) ? { kind: 'session' } : { kind: 'library', path: named.path };
  }
  if (named?.kind === 'value') {
    const made = named.node.type === 'call' ? inField(named.node, 'function') : undefined;
    const callee = made?.text ?? '';
    const maker = made === undefined ? undefined : reading.index.dotted(named.module, made);
    if (maker?.kind === 'class') return objectType(reading, maker.of);
    if (callee.endsWith('get_user_model')) {
      const entity = reading.entities.library('get_user_model()');
      return entity === undefined ? undefined : { kind: 'entity', entity };
    }
    if (/(scoped_session|sessionmaker|SQLAlchemy|create_engine|Database)$/.test(callee))
      return { kind: 'library', path: `${callee.split('.').at(-1) ?? ''}()` };
  }
  return isSessionName(name) ? { kind: 'session' } : undefined;
}

export const classType = (reading: Reading, of: PyClass): PyType => {
  const entity = reading.entities.of(of);
  return entity === undefined ? { kind: 'class', of } : { kind: 'entity', entity };
};

function attributeType(reading: Reading, node: SyntaxNode, frame: Frame): PyType | undefined {
  const [object, attribute] = [inField(node, 'object'), inField(node, 'attribute')];
  if (object === undefined || attribute === undefined) return undefined;
  const name = attribute.text;
  if (/(^|\.)request\.user$/.test(node.text)) {
    const entity = reading.entities.library('get_user_model()');
    return entity === undefined ? undefined : { kind: 'row', entity };
  }
  const type = typeOf(reading, object, frame);
  switch (type?.kind) {
    case 'entity':
      return entityAttribute(reading, type, name);
    case 'row': {
      const relation = type.entity.relation(name);
      if (relation !== undefined) {
        if (!relation.many) return { kind: 'row', entity: relation.target };
        if (reading.entities.mapperOf(type.entity) === 'sqlalchemy')
          return { kind: 'rows', entity: relation.target };
        return {
          ...relatedSelection(relation),
          through:
            type.loaded?.includes(name) === true
              ? 'loaded'
              : type.loaded === undefined
                ? 'perhaps'
                : 'related',
        };
      }
      const declared = reading.entities.classOf(type.entity);
      return declared === undefined ? undefined : memberType(reading, declared, name);
    }
    case 'object':
      return memberType(reading, type.of, name) ?? (isSessionName(name) ? { kind: 'session' } : undefined);
    case 'class': {
      const inner = type.of.inner.get(name);
      return inner === undefined ? undefined : classType(reading, inner);
    }
    case 'library':
      if (/^SQLAlchemy\(\)$/.test(type.path) && name === 'session') return { kind: 'session' };
      return namedType(reading, { kind: 'library', path: `${type.path}.${name}` }, name);
    case undefined: {
      const named = reading.index.dotted(frame.module, node);
      return namedType(reading, named, name);
    }
    default:
      return undefined;
  }
}

/** `Post.objects` of Django, `Post.query` of Flask-SQLAlchemy. */
function entityAttribute(
  reading: Reading,
  type: PyType & { readonly kind: 'entity' },
  name: string,
): PyType | undefined {
  const { entity } = type;
  const declared = reading.entities.classOf(entity);
  if (reading.entities.mapperOf(entity) === 'sqlalchemy')
    return name === 'query' ? selectionOf(entity) : undefined;
  if (
    /^(objects|_default_manager|_base_manager|all_objects|default_manager|unscoped|raw_objects|global_objects)$/.test(
      name,
    )
  )
    return selectionOf(entity);
  const value =
    declared === undefined
      ? undefined
      : reading.index.lineage(declared).flatMap((each) => each.values.get(name) ?? [])[0];
  return /Manager|as_manager|from_queryset/.test(value?.text ?? '')
    ? narrowed(selectionOf(entity), '…')
    : undefined;
}

function subscriptType(reading: Reading, node: SyntaxNode, frame: Frame): PyType | undefined {
  const value = inField(node, 'value');
  const type = value === undefined ? undefined : typeOf(reading, value, frame);
  const slice = inField(node, 'subscript')?.type === 'slice';
  if (type?.kind === 'query') return slice ? { ...type, limited: true } : rowOf(type);
  if (type?.kind === 'rows') return slice ? type : elementOf(type, false);
  return undefined;
}

export const rowOf = (query: Selection): PyType | undefined =>
  query.entity === undefined ? undefined : { kind: 'row', entity: query.entity, loaded: query.loaded };

/** Rows that may have been read with their owner may have their own relations as well. */
export const rowsOf = ({ entity, loaded, through }: Selection): PyType | undefined =>
  entity === undefined
    ? undefined
    : { kind: 'rows', entity, ...(through === 'perhaps' || through === 'loaded' ? {} : { loaded }) };

/** One of several rows. */
export function elementOf(type: PyType | undefined, each = true): PyType | undefined {
  if (type?.kind === 'query' || type?.kind === 'result')
    return elementOf(rowsOf(type.kind === 'query' ? type : type.query), each);
  if (type?.kind !== 'rows') return undefined;
  const { entity, loaded } = type;
  return { kind: 'row', entity, ...(loaded === undefined ? {} : { loaded }), ...(each ? { each } : {}) };
}
