import type { Gap } from '../../../../model/origin.ts';
import type { Facts } from '../../../facts.ts';
import { createTable } from '../../schema/changes.ts';
import { putColumn, putIndex, putUnique } from '../../schema/columns.ts';
import type { SchemaContext } from '../../schema/columns.ts';
import { replay } from '../../schema/sets.ts';
import { schemaData } from '../../schema/tables.ts';
import type { SchemaDraft, TableDraft } from '../../sql/draft.ts';
import type { PhpClass, PhpProperty } from '../classes.ts';
import { lineage } from '../codebase.ts';
import type { PhpCodebase } from '../codebase.ts';
import { createMachine } from '../machine.ts';
import { originAt } from '../value.ts';
import { addJoinTable, addKey, addReference, tableName } from './doctrine-relations.ts';
import type { Drawing } from './doctrine-relations.ts';
import { columnSql } from './doctrine-types.ts';
import { mappingsOf } from './mapping.ts';
import type { Mapping } from './mapping.ts';
import { snake } from './models.ts';
import { emptyTable } from '../../sql/draft.ts';

/** Tables of Doctrine's entities, as its schema tool makes them for PostgreSQL. */
export function doctrineTables(codebase: PhpCodebase): Facts | undefined {
  const files = codebase.sources.filter(
    ({ text }) => /#\[(\w+\\)?Entity\b|@(\w+\\)?Entity\b/.test(text) && /Doctrine\\ORM\\Mapping/.test(text),
  );
  if (files.length === 0) return undefined;
  const machine = createMachine(codebase, {});
  const entities = files.flatMap(({ path }) =>
    [...(codebase.file(path)?.classes.values() ?? [])].flatMap((declared) => {
      const mappings = mappingsOf(machine, declared, declared.attributes, declared.doc);
      return mappings.some(({ name }) => name === 'Entity') ? [{ declared, mappings }] : [];
    }),
  );
  const gaps: Gap[] = [];
  const apply = (draft: SchemaDraft): void => {
    const later: (() => void)[] = [];
    for (const entity of entities)
      addEntity({ machine, on: { draft, dialect: 'postgresql' }, later }, entity.declared, entity.mappings);
    for (const run of later) run();
  };
  const path = files[0]?.path ?? '';
  const data = schemaData(
    [replay({ path, kind: 'migrations', dialect: 'postgresql', steps: [{ path, apply }] })],
    gaps,
  );
  return { data: { tables: data.tables }, gaps };
}

function addEntity(drawing: Drawing, declared: PhpClass, mappings: readonly Mapping[]): void {
  const { machine, on } = drawing;
  const name = tableName(machine, declared, mappings);
  const origin = originAt(declared.file, declared.node);
  const fresh = !on.draft.tables.has(name);
  if (fresh) createTable(on.draft, emptyTable(name, undefined, origin), false);
  const table = on.draft.tables.get(name);
  if (table === undefined) return;
  for (const owner of lineage(machine.codebase, declared).toReversed())
    for (const property of [...owner.properties.values(), ...promoted(owner)])
      addProperty(drawing, table, owner, property, '', 0);
  const type = mappings.find(({ name: each }) => each === 'DiscriminatorColumn');
  if (type !== undefined && fresh)
    putColumn(
      on,
      table,
      {
        name: type.text('name') ?? 'dtype',
        type: `character varying(${type.text('length') ?? '255'})`,
        nullable: false,
      },
      origin,
    );
  addIndexes(on, table, mappings, origin);
}

const promoted = (owner: PhpClass): readonly PhpProperty[] =>
  (owner.methods.get('__construct')?.parameters ?? []).flatMap((parameter) =>
    parameter.promoted
      ? [
          {
            name: parameter.name,
            ...(parameter.type === undefined ? {} : { type: parameter.type }),
            attributes: parameter.attributes,
            node: parameter.node,
          },
        ]
      : [],
  );

function addIndexes(
  on: SchemaContext,
  table: TableDraft,
  mappings: readonly Mapping[],
  origin: ReturnType<typeof originAt>,
): void {
  const nested = mappings
    .filter(({ name }) => name === 'Table')
    .flatMap((each) => [...each.inner('indexes'), ...each.inner('uniqueConstraints')]);
  for (const each of [...mappings, ...nested]) {
    const columns = [...each.texts('columns'), ...each.texts('fields').map(snake)];
    if (columns.length === 0) continue;
    const name = each.text('name');
    if (each.name === 'UniqueConstraint')
      putUnique(on, table, columns, name ?? `${table.name}_${columns.join('_')}_uniq`.toLowerCase(), origin);
    else if (each.name === 'Index')
      putIndex(
        table,
        { name: name ?? `${table.name}_${columns.join('_')}_idx`.toLowerCase(), columns, unique: false },
        origin,
      );
  }
}

function addProperty(
  drawing: Drawing,
  table: TableDraft,
  owner: PhpClass,
  property: PhpProperty,
  prefix: string,
  depth: number,
): void {
  const { machine, on } = drawing;
  const mappings = mappingsOf(machine, owner, property.attributes, property.doc);
  if (mappings.length === 0 || depth > 3) return;
  const has = (name: string): Mapping | undefined => mappings.find((each) => each.name === name);
  const origin = originAt(owner.file, property.node);
  const embedded = has('Embedded');
  if (embedded !== undefined) {
    const inner = machine.codebase.class(embedded.text('class') ?? property.type);
    const own = embedded.text('columnPrefix') ?? `${snake(property.name)}_`;
    for (const each of inner?.properties.values() ?? [])
      if (inner !== undefined)
        addProperty(drawing, table, inner, each, `${prefix}${own === 'false' ? '' : own}`, depth + 1);
    return;
  }
  const isKey = has('Id') !== undefined;
  const column = has('Column');
  if (column !== undefined || (isKey && has('ManyToOne') === undefined && has('OneToOne') === undefined)) {
    const name = `${prefix}${(column?.text('name') ?? snake(property.name)).replaceAll(/[`"]/g, '')}`;
    if (table.columns.some((each) => each.name === name)) return;
    const counts = /^(AUTO|IDENTITY|SEQUENCE)$/.test(
      has('GeneratedValue')?.text('strategy') ?? (has('GeneratedValue') === undefined ? '' : 'AUTO'),
    );
    const value = column?.option('default');
    const spec = {
      name,
      type: column === undefined ? 'integer' : columnSql(machine, column, property),
      nullable: column?.flag('nullable') ?? false,
      counts: counts && !/uuid/.test(column === undefined ? '' : columnSql(machine, column, property)),
      ...(value === undefined ? {} : { default: value }),
    };
    putColumn(on, table, spec, origin);
    if (column?.flag('unique') === true) putUnique(on, table, [name], `${table.name}_${name}_uniq`, origin);
    if (isKey) addKey(table, name, origin);
    return;
  }
  const toOne =
    has('ManyToOne') ?? (has('OneToOne')?.text('mappedBy') === undefined ? has('OneToOne') : undefined);
  if (toOne !== undefined) return addReference(drawing, table, property, mappings, toOne, origin, isKey);
  const many = has('ManyToMany');
  if (many !== undefined && many.text('mappedBy') === undefined)
    drawing.later.push(() => addJoinTable(drawing, table, owner, property, mappings, many));
}
