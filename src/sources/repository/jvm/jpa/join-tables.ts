import type { ForeignKey, Table } from '../../../../model/data.ts';
import { attribute, expand } from '../annotations.ts';
import type { ClassDeclaration } from '../classes.ts';
import { lastName } from '../code.ts';
import { classOf, scopeOf } from '../names.ts';
import { innerType } from '../types.ts';
import { textOf } from '../values.ts';
import type { World } from '../world.ts';
import type { EntityColumns } from './columns.ts';
import { keyOf } from './columns.ts';
import { physicalName, tableName } from './naming.ts';

/** Tables between two entities: each `@ManyToMany` that owns its relation. */
export function joinTables(world: World, of: ClassDeclaration, own: EntityColumns): readonly Table[] {
  return of.fields.flatMap((field): readonly Table[] => {
    const annotations = expand(world, field.annotations, scopeOf(of));
    const relation = annotations.find(({ name }) => name === 'ManyToMany');
    const target =
      field.type === undefined ? undefined : classOf(world, innerType(field.type).name, scopeOf(of));
    if (relation === undefined || target === undefined || attribute(relation, 'mappedBy') !== undefined)
      return [];
    const join = annotations.find(({ name }) => name === 'JoinTable');
    const origin = { kind: 'read', file: of.file.path, line: field.line } as const;
    const [mine, theirs] = [tableName(world, of).name, tableName(world, target).name];
    const key = keyOf(world, target);
    const ownKey = own.primary[0] ?? 'id';
    const ownType = own.columns.find(({ name }) => name === ownKey)?.type ?? 'bigint';
    const columnIn = (list: string): string | undefined => {
      const given = join === undefined ? undefined : attribute(join, list);
      const first = given?.kind === 'list' ? given.items[0] : given;
      const args =
        first?.kind === 'annotation' ? first.annotation.args : first?.kind === 'call' ? first.args : [];
      const name = args.find((each) => each.name === 'name')?.value;
      return name === undefined || join === undefined ? undefined : textOf(world, name, join.scope).text;
    };
    const left = physicalName(world, of, columnIn('joinColumns') ?? `${of.name}_${ownKey}`);
    const right = physicalName(
      world,
      of,
      columnIn('inverseJoinColumns') ?? `${field.name}_${key?.name ?? 'id'}`,
    );
    const named = join === undefined ? undefined : textOf(world, attribute(join, 'name'), join.scope).text;
    const reference = (column: string, table: string, to: string): ForeignKey => ({
      columns: [column],
      references: { table, columns: [to] },
      onDelete: 'no action',
      onUpdate: 'no action',
      origin,
    });
    const isSet = /^(Set|MutableSet)$/.test(lastName(field.type?.name ?? ''));
    return [
      {
        name: physicalName(world, of, named ?? `${mine}_${field.name}`),
        columns: [
          { name: left, type: ownType, nullable: false, origin },
          { name: right, type: key?.type ?? 'bigint', nullable: false, origin },
        ],
        ...(isSet ? { primaryKey: { columns: [left, right], origin } } : {}),
        uniques: [],
        indexes: [],
        foreignKeys: [reference(left, mine, ownKey), reference(right, theirs, key?.name ?? 'id')],
        checks: [],
        origin,
      },
    ];
  });
}
