import { quoteText } from '../../artifacts/sql-names.ts';
import type { Column } from '../../model/data.ts';
import type { Entity, Field, FieldType } from '../../model/domain.ts';
import type { Origin } from '../../model/origin.ts';
import { columnStatistics, impliedStatistics } from './statistics.ts';
import { columnOf } from './layout.ts';
import type { Layout } from './layout.ts';

/** Enums are text with a CHECK: a value is added or removed without rewriting a type that other tables share. */
const types: Readonly<Record<FieldType['kind'], string>> = {
  string: 'text',
  text: 'text',
  email: 'text',
  url: 'text',
  enum: 'text',
  int: 'integer',
  bigint: 'bigint',
  money: 'bigint',
  decimal: 'numeric',
  bool: 'boolean',
  date: 'date',
  datetime: 'timestamp with time zone',
  uuid: 'uuid',
  ref: 'uuid',
  json: 'jsonb',
};

export const columnType = ({ type }: Field): string => types[type.kind];

function defaultSql({ type, default: value }: Field): string | undefined {
  if (value === undefined) return undefined;
  if (value === 'now') return type.kind === 'date' ? 'current_date' : 'now()';
  return typeof value === 'string' ? quoteText(value) : String(value);
}

/** Money counts the smallest unit of its currency: whole numbers do not drift. */
function commentOf(layout: Layout, entity: Entity, field: Field): string | undefined {
  const target = field.type.kind === 'ref' ? layout.entities.get(field.type.entity) : undefined;
  const foreign = layout.apart && target !== undefined && target.context !== entity.context;
  const notes = [
    ...(field.about === undefined ? [] : [field.about]),
    ...(field.type.kind === 'money' ? ['in the smallest unit of the currency'] : []),
    ...(foreign ? [`id of ${target.name} in ${target.context}; no key crosses databases`] : []),
  ];
  return notes.length === 0 ? undefined : notes.join('; ');
}

function fieldColumn(layout: Layout, entity: Entity, field: Field): Column {
  const standard = defaultSql(field);
  const comment = commentOf(layout, entity, field);
  return {
    name: columnOf(field),
    type: columnType(field),
    nullable: field.optional,
    ...(standard !== undefined && { default: standard }),
    ...(field.dataClass !== undefined && { dataClass: field.dataClass }),
    ...((field.type.kind === 'email' || field.type.kind === 'url') && { format: field.type.kind }),
    ...(comment !== undefined && { comment }),
    statistics: columnStatistics(layout, entity, field),
    origin: field.origin,
  };
}

/** PostgreSQL makes version 7 itself from 18 on; before, the application brings the key. */
export const keyDefault = (layout: Layout): { readonly default?: string } => {
  const said = layout.basis.brief.constraints.must['database']?.value ?? '';
  const version = Number(/(\d+)/.exec(said)?.[1] ?? 18);
  return version < 18 ? {} : { default: 'uuidv7()' };
};

const keyOrigin: Origin = {
  kind: 'derived',
  rule: 'uuid version 7: made anywhere, ordered by time so that inserts touch one index page, tells no count',
  from: ['ids appear in URLs and events'],
};

const convention = (rule: string): Origin => ({ kind: 'derived', rule, from: [] });

/** Rows that are changed in place carry a version, so that a change made on an old reading is refused. */
export const isVersioned = (layout: Layout, entity: Entity): boolean =>
  entity.appendOnly !== true &&
  !entity.fields.some(({ name }) => name === 'version') &&
  layout.basis.domain.operations.some(
    (operation) =>
      operation.entity === entity.name && ['update', 'process', 'import', 'delete'].includes(operation.verb),
  );

/** The key, the entity's own fields, and what every row carries. */
export function entityColumns(layout: Layout, entity: Entity): readonly Column[] {
  const taken = new Set(entity.fields.map(columnOf));
  const statistics = impliedStatistics;
  const all: readonly Column[] = [
    {
      name: 'id',
      type: 'uuid',
      nullable: false,
      ...keyDefault(layout),
      statistics: statistics.id,
      origin: keyOrigin,
    },
    ...entity.fields.map((field) => fieldColumn(layout, entity, field)),
    ...(isVersioned(layout, entity)
      ? [
          {
            name: 'version',
            type: 'integer',
            nullable: false,
            default: '1',
            comment: 'raised by every change; the ETag of the row',
            statistics: statistics.version,
            origin: convention('optimistic locking: an update names the version it read'),
          },
        ]
      : []),
    {
      name: 'created_at',
      type: 'timestamp with time zone',
      nullable: false,
      default: 'now()',
      statistics: statistics.createdAt,
      origin: convention('every row tells when it was made'),
    },
    ...(entity.appendOnly === true
      ? []
      : [
          {
            name: 'updated_at',
            type: 'timestamp with time zone',
            nullable: false,
            default: 'now()',
            statistics: statistics.updatedAt,
            origin: convention('every row that can change tells when it last did'),
          },
        ]),
  ];
  return all.filter(({ name }, at) => at === 0 || at <= entity.fields.length || !taken.has(name));
}
