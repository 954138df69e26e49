import { equalTo, named } from '../../queries/paraphrase.ts';
import { propertyNamed } from '../names.ts';
import type { Entities, Entity } from './entities.ts';

export interface Derived {
  readonly verb: 'select' | 'count' | 'delete';
  readonly where: readonly string[];
  readonly limit?: 'one' | 'given';
}

const subject =
  /^(find|read|get|query|search|stream|list|count|exists|delete|remove)((?:(?!By[A-Z]).)*?)(?:By([A-Z]\w*))?$/;

const operators: readonly (readonly [RegExp, (column: string) => string])[] = [
  [/(Is)?NotNull$/, (column) => `${column} is not null`],
  [/(Is)?Null$/, (column) => `${column} is null`],
  [/(Is)?NotIn$/, (column) => `${column} not in (…)`],
  [/(Is)?In$/, (column) => `${column} in (…)`],
  [/(Is)?(NotLike|NotContaining)$/, (column) => `${column} not like $n`],
  [
    /(Is)?(Like|Containing|Contains|StartingWith|StartsWith|EndingWith|EndsWith|Regex|Matches)$/,
    (column) => `${column} like $n`,
  ],
  [/(Is)?(GreaterThanEqual|GreaterThanEquals)$/, (column) => `${column} >= $n`],
  [/(Is)?(LessThanEqual|LessThanEquals)$/, (column) => `${column} <= $n`],
  [/(Is)?(GreaterThan|After)$/, (column) => `${column} > $n`],
  [/(Is)?(LessThan|Before)$/, (column) => `${column} < $n`],
  [/(Is)?Between$/, (column) => `${column} between $n and $n`],
  [/(Is)?True$/, (column) => `${column} = true`],
  [/(Is)?False$/, (column) => `${column} = false`],
  [/(Is)?Not$/, (column) => `${column} <> $n`],
  [/(Is|Equals?)?$/, (column) => `${column} = $n`],
];

/** What the name of a method asks for: `findFirstByOwnerIdAndStateIn`. */
export function derivedQuery(entities: Entities, entity: Entity, name: string): Derived | undefined {
  const [, verb = '', amount = '', condition] = subject.exec(name) ?? [];
  if (verb === '' || (condition === undefined && !/^(All|First|Top)?/.test(amount))) return undefined;
  if (
    condition === undefined &&
    !/^(findAll|streamAll|readAll|getAll|queryAll|deleteAll|countAll)/.test(name)
  )
    return undefined;
  const what = /^(delete|remove)/.test(verb) ? 'delete' : /^(count|exists)/.test(verb) ? 'count' : 'select';
  const [criteria = ''] = (condition ?? '').split(/OrderBy(?=[A-Z])/);
  const first = /(First|Top)(\d*)/.exec(amount);
  const limit = first === null ? undefined : first[2] === '' || first[2] === '1' ? 'one' : 'given';
  const parts = criteria.replace(/(AllIgnoreCase|AllIgnoringCase)$/, '').split(/Or(?=[A-Z])/);
  const groups = parts.map((part) =>
    part
      .split(/And(?=[A-Z])/)
      .filter((each) => each !== '')
      .map((each) => conditionOf(entities, entity, each)),
  );
  const [only] = groups;
  const where =
    groups.length > 1 ? [`(${groups.map((group) => group.join(' and ')).join(' or ')})`] : (only ?? []);
  return { verb: what, where, ...(limit === undefined ? {} : { limit }) };
}

function conditionOf(entities: Entities, entity: Entity, part: string): string {
  const text = part.replace(/(IgnoreCase|IgnoringCase)$/, '');
  for (const [pattern, write] of operators) {
    const property = text.replace(pattern, '');
    if (property === text && !pattern.test(text)) continue;
    if (property === '') continue;
    const column = columnFor(entities, entity, property);
    if (column !== undefined) return write(named(column));
  }
  const column = columnFor(entities, entity, text);
  return column === undefined ? '…' : equalTo(column);
}

/** `OwnerEmail` is the property `ownerEmail`, or `email` of what `owner` holds. */
function columnFor(entities: Entities, entity: Entity, property: string): string | undefined {
  const explicit = property.split('_').filter((each) => each !== '');
  if (explicit.length > 1) return entities.columnOf(entity.of, explicit.map(propertyNamed));
  const words = property.split(/(?=[A-Z])/);
  for (let length = words.length; length > 0; length -= 1) {
    const head = propertyNamed(words.slice(0, length).join(''));
    const rest = words.slice(length).join('');
    const column = entities.columnOf(entity.of, rest === '' ? [head] : [head, propertyNamed(rest)]);
    if (column !== undefined) return column;
  }
  return undefined;
}
