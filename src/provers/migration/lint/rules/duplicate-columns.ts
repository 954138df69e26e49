import type { Node, ResTarget } from 'libpg-query';
import { kindOfNode } from '../../script/script.ts';
import type { Script } from '../../script/script.ts';
import { columnName } from '../column-name.ts';
import { strings } from '../parts.ts';
import { nameOfRelation } from '../rule.ts';
import type { Hit, LintInput, LintRule } from '../rule.ts';

interface Use {
  readonly name: string;
  readonly location: number | undefined;
  /** Only a field or an element of the column is meant. */
  readonly partial: boolean;
}

interface List {
  readonly owner: string;
  readonly verb: string;
  readonly uses: readonly Use[];
}

const targets = (nodes: readonly Node[] = []): readonly ResTarget[] =>
  nodes.flatMap((node) => ('ResTarget' in node ? [node.ResTarget] : []));

const assigned = (nodes: readonly Node[] | undefined): readonly Use[] =>
  targets(nodes).flatMap(({ name, location, indirection = [] }) =>
    name === undefined ? [] : [{ name, location, partial: indirection.length > 0 }],
  );

const selected = (query: Node | undefined): readonly Use[] =>
  query === undefined || !('SelectStmt' in query)
    ? []
    : targets(query.SelectStmt.targetList).flatMap((target) => {
        const name = columnName(target);
        return name === undefined ? [] : [{ name, location: target.location, partial: false }];
      });

const whole = (names: readonly string[]): readonly Use[] =>
  names.map((name) => ({ name, location: undefined, partial: false }));

const list = (owner: string, verb: string, uses: readonly Use[]): List => ({ owner, verb, uses });

/** Lists of columns in which none may stand twice. */
function listsOf(node: Node): readonly List[] {
  if ('UpdateStmt' in node)
    return [
      list(nameOfRelation(node.UpdateStmt.relation ?? {}), 'assigned', assigned(node.UpdateStmt.targetList)),
    ];
  if ('InsertStmt' in node) {
    const { relation = {}, cols, onConflictClause } = node.InsertStmt;
    const owner = nameOfRelation(relation);
    return [
      list(owner, 'assigned', assigned(cols)),
      list(owner, 'assigned', assigned(onConflictClause?.targetList)),
    ];
  }
  if ('MergeStmt' in node)
    return (node.MergeStmt.mergeWhenClauses ?? []).map((clause) =>
      list(
        nameOfRelation(node.MergeStmt.relation ?? {}),
        'assigned',
        'MergeWhenClause' in clause ? assigned(clause.MergeWhenClause.targetList) : [],
      ),
    );
  if ('CreateStmt' in node || 'CreateForeignTableStmt' in node) {
    const base = 'CreateStmt' in node ? node.CreateStmt : node.CreateForeignTableStmt.base;
    const uses = (base?.tableElts ?? []).flatMap((element) =>
      'ColumnDef' in element
        ? [
            {
              name: element.ColumnDef.colname ?? '',
              location: element.ColumnDef.location,
              partial: false,
            },
          ]
        : [],
    );
    return [list(nameOfRelation(base?.relation ?? {}), 'defined', uses)];
  }
  return queryLists(node);
}

function queryLists(node: Node): readonly List[] {
  if ('ViewStmt' in node) {
    const { view = {}, aliases = [], query } = node.ViewStmt;
    const uses = aliases.length > 0 ? whole(strings(aliases)) : selected(query);
    return [list(nameOfRelation(view), 'defined', uses)];
  }
  if ('CreateTableAsStmt' in node) {
    const { into, query, objtype } = node.CreateTableAsStmt;
    const names = strings(into?.colNames);
    const uses = names.length > 0 ? whole(names) : objtype === 'OBJECT_MATVIEW' ? selected(query) : [];
    return [list(nameOfRelation(into?.rel ?? {}), 'defined', uses)];
  }
  if ('SelectStmt' in node && node.SelectStmt.intoClause !== undefined)
    return [list(nameOfRelation(node.SelectStmt.intoClause.rel ?? {}), 'defined', selected(node))];
  return [];
}

/** Kinds of nodes that hold such lists; anything else is only looked through. */
const holders = new Set([
  'UpdateStmt',
  'InsertStmt',
  'MergeStmt',
  'CreateStmt',
  'CreateForeignTableStmt',
  'ViewStmt',
  'CreateTableAsStmt',
  'SelectStmt',
]);

function holdersIn(value: object, found: Node[] = []): readonly Node[] {
  for (const [key, part] of Object.entries(value)) {
    if (holders.has(key) && isNode(value)) found.push(value);
    if (typeof part === 'object' && part !== null) holdersIn(part, found);
  }
  return found;
}

const isNode = (value: object): value is Node => Object.keys(value).length === 1;

const leaves = new Set([
  'AlterTableStmt',
  'IndexStmt',
  'DropStmt',
  'RenameStmt',
  'TransactionStmt',
  'VariableSetStmt',
]);

/** Words without which no statement holds such a list. */
const listing = /\b(?:create|update|insert|merge|into)\b/i;

function check({ script }: LintInput): readonly Hit[] {
  if (!listing.test(script.text)) return [];
  return script.statements.flatMap(({ node, index, start }) => {
    if (leaves.has(kindOfNode(node))) return [];
    const holding = 'CreateStmt' in node ? [node] : holdersIn(node);
    return holding.flatMap(listsOf).flatMap((each) => repeated(script, index, start, each));
  });
}

function repeated(
  script: Script,
  statement: number,
  start: number,
  { owner, verb, uses }: List,
): readonly Hit[] {
  const names = new Set(uses.map(({ name }) => name));
  if (names.size === uses.length) return [];
  return [...names]
    .map((name) => ({ name, same: uses.filter((use) => use.name === name) }))
    .filter(({ same }) => same.length > 1 && !same.every(({ partial }) => partial))
    .map(({ name, same }) => {
      const location = same.find((use) => use.location !== undefined)?.location;
      return {
        statement,
        at: location === undefined ? start : script.offset(location),
        subject: `${owner}.${name}`,
        what: `${name} of ${owner} is ${verb} ${same.length} times in one list.`,
        next: `Name ${name} once.`,
      };
    });
}

export const banDuplicateColumnAssignments: LintRule = {
  id: 'ban-duplicate-column-assignments',
  summary: 'A column is named twice where it may stand once.',
  concern: 'failure',
  severity: 'warning',
  why: 'PostgreSQL refuses the statement.',
  standards: [],
  check,
};
