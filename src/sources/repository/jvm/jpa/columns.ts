import type { Column, ForeignKey, Key } from '../../../../model/data.ts';
import { attribute, expand } from '../annotations.ts';
import type { Annotated } from '../annotations.ts';
import type { ClassDeclaration, FieldDeclaration } from '../classes.ts';
import type { TypeName } from '../code.ts';
import { lastName } from '../code.ts';
import { substituted } from '../handlers.ts';
import { ancestors, classOf, scopeOf } from '../names.ts';
import { innerType } from '../types.ts';
import { textOf } from '../values.ts';
import type { World } from '../world.ts';
import { columnType } from './column-types.ts';
import { physicalName, tableName } from './naming.ts';

export interface EntityColumns {
  readonly columns: readonly Column[];
  readonly primary: readonly string[];
  readonly uniques: readonly Key[];
  readonly foreignKeys: readonly ForeignKey[];
}

interface Kept {
  /** Subclasses whose fields lie in the same table. */
  readonly heirs: readonly ClassDeclaration[];
  /** Only its own fields and the key: what it inherits lies in another table. */
  readonly alone: boolean;
  readonly isRoot: boolean;
}

interface Draft {
  readonly columns: Column[];
  readonly primary: string[];
  readonly uniques: Key[];
  readonly foreignKeys: ForeignKey[];
}

export function entityColumns(world: World, of: ClassDeclaration, kept: Kept): EntityColumns {
  const draft: Draft = { columns: [], primary: [], uniques: [], foreignKeys: [] };
  const above = ancestors(world, of)
    .filter(({ kind }) => kind !== 'interface')
    .toReversed();
  for (const owner of [...above, of])
    for (const field of owner.fields) {
      const isKey = field.annotations.some(({ name }) => /^(Id|EmbeddedId)$/.test(lastName(name)));
      if (kept.alone && owner !== of && !isKey) continue;
      addField(world, of, owner, field, draft, { prefix: '', optional: false, depth: 0 });
    }
  for (const heir of kept.heirs)
    for (const field of heir.fields)
      addField(world, heir, heir, field, draft, { prefix: '', optional: true, depth: 0 });
  if (kept.isRoot) discriminator(world, of, draft);
  return draft;
}

interface Placing {
  readonly prefix: string;
  readonly optional: boolean;
  readonly depth: number;
}

function addField(
  world: World,
  of: ClassDeclaration,
  owner: ClassDeclaration,
  field: FieldDeclaration,
  draft: Draft,
  placing: Placing,
): void {
  const annotations = expand(world, field.annotations, scopeOf(owner));
  const has = (...names: readonly string[]): Annotated | undefined =>
    annotations.find(({ name }) => names.includes(name));
  if (
    field.isStatic ||
    field.isTransient ||
    has('Transient', 'OneToMany', 'ManyToMany', 'ElementCollection', 'Formula', 'Autowired') !== undefined
  )
    return;
  const { type } = substituted(world, of, owner, field.type);
  const relation = has('ManyToOne', 'OneToOne');
  if (relation !== undefined) {
    if (attribute(relation, 'mappedBy') === undefined)
      addRelation(world, of, field, annotations, relation, type, draft, placing);
    return;
  }
  const embedded = type === undefined ? undefined : classOf(world, innerType(type).name, scopeOf(owner));
  const isEmbedded =
    embedded !== undefined &&
    (has('Embedded', 'EmbeddedId') !== undefined ||
      embedded.annotations.some(({ name }) => lastName(name) === 'Embeddable'));
  if (isEmbedded) {
    if (placing.depth < 4)
      for (const inner of embedded.fields)
        addField(world, of, embedded, inner, draft, { ...placing, depth: placing.depth + 1 });
    if (has('EmbeddedId') !== undefined)
      draft.primary.push(
        ...embedded.fields
          .filter((each) => !each.isStatic)
          .map((each) => nameOf(world, of, each.name, expand(world, each.annotations, scopeOf(embedded)))),
      );
    return;
  }
  const isList = type !== undefined && /^(List|Set|Collection|Map)$/.test(lastName(type.name));
  if (isList && has('Convert', 'Column', 'Type', 'JdbcTypeCode') === undefined) return;
  addColumn(world, of, owner, field, annotations, type, draft, placing);
}

function addColumn(
  world: World,
  of: ClassDeclaration,
  owner: ClassDeclaration,
  field: FieldDeclaration,
  annotations: readonly Annotated[],
  type: TypeName | undefined,
  draft: Draft,
  placing: Placing,
): void {
  const name = nameOf(world, of, field.name, annotations);
  if (draft.columns.some((column) => column.name === name)) return;
  const isKey = annotations.some((each) => each.name === 'Id');
  const column = annotations.find((each) => each.name === 'Column');
  const flag = (key: string): boolean | undefined => {
    const value = column === undefined ? undefined : attribute(column, key);
    return value?.kind === 'boolean' ? value.value : undefined;
  };
  const isRequired =
    isKey ||
    flag('nullable') === false ||
    isPrimitive(type) ||
    (owner.file.language === 'kotlin' && type !== undefined && type.nullable !== true) ||
    annotations.some((each) => /^(NotNull|NonNull|NotBlank|NotEmpty)$/.test(each.name));
  const origin = { kind: 'read', file: owner.file.path, line: field.line } as const;
  draft.columns.push({
    name,
    type: columnType(world, owner, annotations, type),
    nullable: placing.optional || !isRequired,
    origin,
  });
  if (isKey) draft.primary.push(name);
  if (flag('unique') === true) draft.uniques.push({ columns: [name], origin });
}

const isPrimitive = (type: TypeName | undefined): boolean =>
  /^(int|long|short|byte|boolean|double|float|char)$/.test(type?.name ?? '');

export function nameOf(
  world: World,
  of: ClassDeclaration,
  field: string,
  annotations: readonly Annotated[],
): string {
  const column = annotations.find(({ name }) => name === 'Column');
  const given = column === undefined ? undefined : attribute(column, 'name');
  const text =
    given === undefined || column === undefined ? undefined : textOf(world, given, column.scope).text;
  return physicalName(world, of, text === undefined || text === '' ? field : text);
}

function addRelation(
  world: World,
  of: ClassDeclaration,
  field: FieldDeclaration,
  annotations: readonly Annotated[],
  relation: Annotated,
  type: TypeName | undefined,
  draft: Draft,
  placing: Placing,
): void {
  const target = type === undefined ? undefined : classOf(world, innerType(type).name, scopeOf(of));
  const join = annotations.find(({ name }) => name === 'JoinColumn');
  const text = (key: string): string | undefined => {
    const value = join === undefined ? undefined : attribute(join, key);
    return value === undefined || join === undefined ? undefined : textOf(world, value, join.scope).text;
  };
  const key = target === undefined ? undefined : keyOf(world, target);
  const name = physicalName(world, of, text('name') ?? `${field.name}_${key?.name ?? 'id'}`);
  if (draft.columns.some((column) => column.name === name)) return;
  const isFalse = (annotation: Annotated | undefined, attributeName: string): boolean => {
    const value = annotation === undefined ? undefined : attribute(annotation, attributeName);
    return value?.kind === 'boolean' && !value.value;
  };
  const isKey = annotations.some((each) => /^(Id|MapsId)$/.test(each.name));
  const isRequired =
    isKey ||
    isFalse(join, 'nullable') ||
    isFalse(relation, 'optional') ||
    annotations.some((each) => each.name === 'NotNull');
  const origin = { kind: 'read', file: of.file.path, line: field.line } as const;
  draft.columns.push({
    name,
    type: key?.type ?? 'bigint',
    nullable: placing.optional || !isRequired,
    origin,
  });
  if (isKey) draft.primary.push(name);
  if (relation.name === 'OneToOne' && !isKey) draft.uniques.push({ columns: [name], origin });
  if (target === undefined || key === undefined) return;
  const { name: table, schema } = tableName(world, target);
  const references = {
    table: schema === undefined ? table : `${schema}.${table}`,
    columns: [text('referencedColumnName') ?? key.name],
  };
  const cascades = annotations.some((each) => each.name === 'OnDelete');
  draft.foreignKeys.push({
    columns: [name],
    references,
    onDelete: cascades ? 'cascade' : 'no action',
    onUpdate: 'no action',
    origin,
  });
}

/** The column of an entity's key. */
export function keyOf(
  world: World,
  of: ClassDeclaration,
): { readonly name: string; readonly type: string } | undefined {
  for (const owner of [of, ...ancestors(world, of)])
    for (const field of owner.fields) {
      const annotations = expand(world, field.annotations, scopeOf(owner));
      if (!annotations.some(({ name }) => name === 'Id')) continue;
      const { type } = substituted(world, of, owner, field.type);
      return {
        name: nameOf(world, of, field.name, annotations),
        type: columnType(world, owner, annotations, type),
      };
    }
  return undefined;
}

function discriminator(world: World, of: ClassDeclaration, draft: Draft): void {
  const found = expand(world, of.annotations, scopeOf(of)).find(({ name }) => name === 'DiscriminatorColumn');
  const given = found === undefined ? undefined : textOf(world, attribute(found, 'name'), found.scope).text;
  const name = physicalName(world, of, given ?? 'dtype');
  const origin = { kind: 'read', file: of.file.path, line: found?.line ?? of.line } as const;
  if (!draft.columns.some((column) => column.name === name))
    draft.columns.push({ name, type: 'character varying(31)', nullable: false, origin });
}
