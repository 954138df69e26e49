import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Entity, Selection, Verb } from '../../queries/stored.ts';
import { comparison, narrowed, statementText, tableSelection } from '../../queries/stored.ts';
import { plainString, variableName, writtenArguments } from '../syntax.ts';
import { conditionsOf, rawParts } from './conditions.ts';
import { firstName, stringsIn } from './entities.ts';
import { objectType } from './typing.ts';
import type { Issue } from '../../queries/outcome.ts';
import type { Frame, Outcome, PhpType, Reading } from './types.ts';

export const issued = (verb: Verb, selection: Selection, name: string, type?: PhpType): Outcome => ({
  issues: [issueOf(verb, selection, name)],
  ...(type === undefined ? {} : { type }),
});

const issueOf = (verb: Verb, selection: Selection, name: string): Issue => ({
  sql: statementText(verb, selection),
  orm:
    selection.entity === undefined
      ? `table('${selection.table}')->${name}`
      : `${selection.entity.name}.${name}`,
  ...(selection.interpolates === undefined ? {} : { interpolates: selection.interpolates }),
  ...(selection.portion === true ? { portion: true } : {}),
});

export const removal = (entity: Entity | undefined): Verb =>
  entity?.softDeletes === true ? 'update' : 'delete';

const lists = /^(get|all|pluck|cursor|getModels|getResults|toArray|fetchAll|hydrate)$/;
const limitedLists =
  /^(paginate|simplePaginate|cursorPaginate|fastPaginate|jsonPaginate|chunk|chunkById|chunkMap|lazy|lazyById|lazyByIdDesc|each|eachById|findMany)$/;
const ones =
  /^(first|firstOrFail|firstWhere|firstOr|find|findOrFail|findOr|findOrNew|firstOrNew|findSole|sole|value|soleValue|valueOrFail|rawValue)$/;
const counts = /^(count|sum|avg|average|max|min|exists|doesntExist|existsOr|numericAggregate|aggregate)$/;
const inserts =
  /^(create|forceCreate|createQuietly|createMany|createManyQuietly|insert|insertGetId|insertOrIgnore|insertUsing|upsert|fillAndInsert|save|saveMany|saveQuietly|saveManyQuietly|attach|sync|syncWithoutDetaching|syncWithPivotValues|toggle)$/;
const updates =
  /^(update|increment|decrement|incrementEach|decrementEach|touch|restore|updateExistingPivot|updateFrom)$/;

/** A method of a query builder: it goes on, or it asks. */
export function builderCall(
  reading: Reading,
  node: SyntaxNode,
  query: Selection,
  name: string,
  frame: Frame,
): Outcome {
  const { entity, loaded } = query;
  const own = entity === undefined ? undefined : { entity, loaded };
  const args = writtenArguments(node).map((each) => each.node);
  const told: Selection = /^(firstWhere|find\w*|firstOrNew|first\w*)$/.test(name)
    ? narrowed(
        query,
        ...(name.startsWith('find')
          ? [comparison(entity?.key ?? 'id')]
          : name === 'first' || name === 'firstOrFail'
            ? []
            : conditionsOf(name, args)),
      )
    : query;
  if (/^(firstOrCreate|createOrFirst|updateOrCreate|updateOrInsert|incrementOrCreate)$/.test(name)) {
    const found = narrowed(query, ...conditionsOf('where', args.slice(0, 1)));
    const write = issueOf(name.startsWith('update') ? 'update' : 'insert', found, name);
    const row: PhpType | undefined = own === undefined ? undefined : { kind: 'row', ...own };
    return { issues: [issueOf('one', found, name), write], ...(row === undefined ? {} : { type: row }) };
  }
  if (ones.test(name))
    return issued(
      'one',
      told,
      name,
      own === undefined || name.endsWith('alue') ? undefined : { kind: 'row', ...own },
    );
  if (counts.test(name)) return issued('count', query, name);
  if (inserts.test(name)) return inserted(query, name, own);
  if (updates.test(name)) return issued('update', pivotOf(query, name), name);
  if (name === 'delete') return issued(removal(entity), query, name);
  if (name === 'forceDelete') return issued('delete', query, name);
  if (name === 'detach') return issued('delete', pivotOf(query, name), name);
  if (name === 'truncate') return issued('truncate', query, name);
  const rows: PhpType | undefined =
    own === undefined || name === 'pluck' ? undefined : { kind: 'rows', ...own };
  if (lists.test(name)) return issued('list', query, name, rows);
  if (limitedLists.test(name)) {
    const limited =
      name === 'findMany' ? narrowed(query, comparison(entity?.key, 'in')) : { ...query, limited: true };
    return issued('list', limited, name, rows);
  }
  return goOn(reading, node, query, name, args, frame);
}

const pivotOf = (query: Selection, name: string): Selection =>
  /^(attach|detach|sync\w*|toggle|updateExistingPivot)$/.test(name)
    ? narrowed(tableSelection(query.through ?? query.table), '…')
    : query;

function inserted(query: Selection, name: string, own: { readonly entity: Entity } | undefined): Outcome {
  const type: PhpType | undefined =
    own === undefined || !/^(create|forceCreate|createQuietly|save)$/.test(name)
      ? undefined
      : { kind: 'row', entity: own.entity };
  return issued('insert', pivotOf(query, name), name, type);
}

/** A builder that goes on: conditions, limits, relations to load; a name that is not known is a scope. */
function goOn(
  reading: Reading,
  node: SyntaxNode,
  query: Selection,
  name: string,
  args: readonly SyntaxNode[],
  frame: Frame,
): Outcome {
  if (
    /^(toSql|getQuery|getBindings|getModel|getConnection|dd|dump|toRawSql|getKey|getTable|make|makeMany|new|newModelInstance|getRelated|getParent|createToken|getGrammar|getEagerLoads|newInstance)$/.test(
      name,
    )
  )
    return /^(getQuery)$/.test(name)
      ? { type: query }
      : /^(make|new|newModelInstance|newInstance)$/.test(name) && query.entity !== undefined
        ? { type: { kind: 'row', entity: query.entity, fresh: true, loaded: [] } }
        : {};
  if (/^(limit|take|forPage)$/.test(name)) return { type: { ...query, limited: true } };
  if (/^(with|withWhereHas)$/.test(name))
    return {
      type: {
        ...query,
        loaded: [...query.loaded, ...args.flatMap(stringsIn).map(firstName)],
        where: name === 'with' ? query.where : [...query.where, '…'],
      },
    };
  if (name.endsWith('Raw')) {
    const { text, open } = rawParts(reading, args[0], frame);
    const where = /^(where|orWhere|having)/.test(name) ? (open.length > 0 ? text : '…') : undefined;
    return {
      type: {
        ...query,
        where: where === undefined ? query.where : [...query.where, where],
        ...(open.length === 0 || where === undefined
          ? {}
          : { interpolates: [...(query.interpolates ?? []), ...open] }),
      },
    };
  }
  if (/^or(Where|Having|Has|Doesnt)/.test(name)) return { type: { ...query, where: ['…'] } };
  if (name.startsWith('where')) {
    const list = name.startsWith('whereIn') ? variableName(args[1]) : undefined;
    const portion = list !== undefined && frame.variables.get(list)?.portion === true;
    return { type: { ...narrowed(query, ...conditionsOf(name, args)), ...(portion ? { portion } : {}) } };
  }
  if (/^(from|table)$/.test(name)) return { type: { ...query, table: plainString(args[0]) ?? query.table } };
  if (/^(has|doesntHave|having\w*|scopes|when|unless|search\w*|filter\w*|apply\w*)$/.test(name))
    return { type: narrowed(query, '…') };
  if (
    !/^(query|newQuery|select\w*|addSelect|distinct|order\w*|latest|oldest|in\w*Order|reorder|group\w*|join\w*|leftJoin\w*|rightJoin\w*|crossJoin\w*|with\w+|without\w*|on|onWriteConnection|useWritePdo|lock\w*|sharedLock|skip|offset|tap|union\w*|use\w*|force\w*|as|setModel|toBase|applyScopes|mergeBindings|clone|prepare|beforeQuery|afterQuery|cacheFor|remember|hint\w*|only\w*|chaperone|withTrashed|pipe|ofMany|latestOfMany|oldestOfMany|one|callScope|getEloquentBuilder|rememberForever|toScope)$/.test(
      name,
    )
  )
    return { type: unknownStep(reading, query, name) };
  return { type: query };
}

/** A scope of the model narrows; anything else is not followed for certain, so its condition is not known. */
const unknownStep = (reading: Reading, query: Selection, name: string): PhpType => {
  const declared = query.entity === undefined ? undefined : reading.entities.classOf(query.entity);
  const relation = query.entity?.relation(name);
  if (relation !== undefined && declared !== undefined) return objectType(reading, declared.name) ?? query;
  return narrowed(query, '…');
};
