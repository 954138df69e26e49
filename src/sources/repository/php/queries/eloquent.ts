import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Stored } from '../../queries/stored.ts';
import { narrowed, relatedSelection, rowSelection, selectionOf } from '../../queries/stored.ts';
import { methodOf } from '../codebase.ts';
import { writtenArguments } from '../syntax.ts';
import { builderCall, issued, removal } from './builder.ts';
import { doctrineBuilder } from './doctrine.ts';
import type { PhpEntity } from './entities.ts';
import type { Frame, Outcome, PhpType, Reading } from './types.ts';

/** `User::where(…)`, `User::create(…)`: everything that a builder answers a model answers as well. */
export function eloquentStatic(
  reading: Reading,
  node: SyntaxNode,
  entity: PhpEntity,
  name: string,
  frame: Frame,
): Outcome | undefined {
  const own = methodOf(reading.codebase, entity.declared, name);
  if (own !== undefined) return own.isStatic ? undefined : ownScope(entity, own.attributes);
  if (name === 'all')
    return issued('list', selectionOf(entity), name, { kind: 'rows', entity, loaded: entity.always });
  if (name === 'destroy') return issued('delete', narrowed(rowSelection(entity)), name);
  // An index for searching answers, not the table.
  if (name === 'search' && entity.declared.traits.some((trait) => trait.endsWith('\\Searchable'))) return {};
  if (name === 'factory' || name === 'observe' || name === 'make') return {};
  return builderCall(reading, node, selectionOf(entity), name, frame);
}

/** `#[Scope]` makes a method of the model a condition. */
const ownScope = (entity: PhpEntity, attributes: readonly { readonly name: string }[]): Outcome | undefined =>
  attributes.some(({ name }) => name.endsWith('\\Scope'))
    ? { type: narrowed(selectionOf(entity), '…') }
    : undefined;

/** A method of a row, of rows or of a builder. */
export function storedCall(
  reading: Reading,
  node: SyntaxNode,
  type: PhpType | undefined,
  name: string,
  frame: Frame,
): Outcome | undefined {
  if (
    type?.kind === 'row' &&
    reading.entities.of(reading.entities.classOf(type.entity)?.name)?.mapper === 'eloquent'
  )
    return rowCall(reading, node, type, name, frame);
  if (type?.kind === 'rows') return rowsCall(reading, node, type, name, frame);
  if (type?.kind !== 'query') return undefined;
  const mapper =
    type.entity === undefined
      ? undefined
      : reading.entities.of(reading.entities.classOf(type.entity)?.name)?.mapper;
  if (mapper !== 'doctrine' && type.table !== '') return builderCall(reading, node, type, name, frame);
  const args = writtenArguments(node).map((each) => each.node);
  return doctrineBuilder(reading, type, name, args, frame) ?? {};
}

function rowCall(
  reading: Reading,
  node: SyntaxNode,
  row: Stored & { readonly kind: 'row' },
  name: string,
  frame: Frame,
): Outcome | undefined {
  const { entity } = row;
  const declared = reading.entities.classOf(entity);
  const own = declared === undefined ? undefined : methodOf(reading.codebase, declared, name);
  const relation = entity.relation(name);
  if (relation !== undefined) return { type: relatedSelection(relation) };
  if (own !== undefined) return undefined;
  const at = rowSelection(entity);
  if (/^(save|saveOrFail|saveQuietly|push)$/.test(name))
    return issued(
      row.fresh === true ? 'insert' : 'update',
      row.fresh === true ? selectionOf(entity) : at,
      name,
    );
  if (/^(update|updateOrFail|updateQuietly|increment|decrement|touch|restore|forceFill->save)$/.test(name))
    return issued('update', at, name);
  if (/^(delete|deleteOrFail|deleteQuietly)$/.test(name)) return issued(removal(entity), at, name);
  if (name === 'forceDelete') return issued('delete', at, name);
  if (/^(refresh|fresh)$/.test(name)) return issued('one', at, name, row);
  if (/^(load|loadMissing|loadCount|loadMorph)$/.test(name)) {
    const { loaded: _, ...rest } = row;
    forget(node, frame);
    return { type: rest };
  }
  if (
    /^(fill|forceFill|setAttribute|associate|dissociate|setRelation|makeHidden|makeVisible|append|withoutRelations|setAppends|each|unsetRelation|replicate)$/.test(
      name,
    )
  )
    return { type: row };
  if (
    /^(newQuery|newModelQuery|query|where\w*|orWhere|has|doesntHave|with|withCount|withTrashed|onlyTrashed|orderBy|orderByDesc|latest|oldest|limit|take|distinct|groupBy|when|lockForUpdate|newQueryWithoutScopes|newQueryWithoutRelationships|select|selectRaw|join|leftJoin|whereKey|find|findOrFail|findMany|first|firstOrFail|firstOrNew|firstOrCreate|updateOrCreate|firstWhere|sole|get|all|pluck|cursor|paginate|simplePaginate|cursorPaginate|chunk|chunkById|count|exists|doesntExist|max|min|sum|avg|value|create|forceCreate|insert|insertGetId|upsert|destroy|truncate|on)$/.test(
      name,
    )
  )
    return builderCall(reading, node, selectionOf(entity), name, frame);
  return undefined;
}

/** After `$posts->load(…)` it is not known any more which relations are missing. */
function forget(node: SyntaxNode, frame: Frame): void {
  const variable = /^\$(\w+)->/.exec(node.text)?.[1];
  const known = variable === undefined ? undefined : frame.variables.get(variable);
  if (variable === undefined || (known?.type?.kind !== 'rows' && known?.type?.kind !== 'row')) return;
  const { loaded: _, ...type } = known.type;
  frame.variables.set(variable, { type });
}

const keepsRows =
  /^(filter|where\w*|reject|sort\w*|reverse|values|unique\w*|take|skip|slice|splice|shuffle|keyBy|merge|concat|diff|except|only|intersect|forPage|each|tap|when|unless|makeHidden|makeVisible|append|getCollection|items|all|toBase|collect|paginate|withQueryString|appends|through|prepend|push|add|skipUntil|takeWhile|duplicates|remember|fresh|setCollection|withPath|onEachSide|toArray)$/;

function rowsCall(
  _: Reading,
  node: SyntaxNode,
  rows: Stored & { readonly kind: 'rows' },
  name: string,
  frame: Frame,
): Outcome {
  if (
    /^(first|last|firstWhere|firstOrFail|find|pop|shift|sole|random|get|pull|current|offsetGet|search)$/.test(
      name,
    )
  ) {
    const { entity, loaded } = rows;
    return { type: { kind: 'row', entity, ...(loaded === undefined ? {} : { loaded }) } };
  }
  if (/^load(Missing|Count|Sum|Morph)?$/.test(name)) {
    const { loaded: __, ...rest } = rows;
    forget(node, frame);
    return { type: rest };
  }
  return keepsRows.test(name) ? { type: rows } : {};
}
