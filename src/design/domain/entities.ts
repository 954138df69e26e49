import type { Brief, Fragment } from '../../model/brief.ts';
import type { DataClass, Entity, Field, Operation } from '../../model/domain.ts';
import type { Gap } from '../../model/origin.ts';
import { fieldNamed } from './fields.ts';

/** A fragment with the name under which gaps speak of it. The brief's own comes last. */
export interface Part {
  readonly name: string;
  readonly fragment: Fragment;
}

/**
 * Items by name: of two packs the first counts, the brief's own always. What is left out is told.
 */
export function merged<T>(
  parts: readonly Part[],
  kind: string,
  pick: (fragment: Fragment) => readonly T[],
  nameOf: (item: T) => string,
  gaps: Gap[],
): readonly T[] {
  const chosen = new Map<string, { readonly item: T; readonly from: string }>();
  const own = parts.at(-1);
  for (const part of parts)
    for (const item of pick(part.fragment)) {
      const name = nameOf(item);
      const earlier = chosen.get(name);
      const wins = earlier === undefined || part === own;
      if (earlier !== undefined && earlier.from !== part.name)
        gaps.push({
          kind: 'duplicate-name',
          subject: name,
          why: wins
            ? `The brief replaces the ${kind} ${name} of ${earlier.from}.`
            : `${part.name} brings the ${kind} ${name} too; that of ${earlier.from} is used.`,
        });
      if (wins) chosen.set(name, { item, from: part.name });
    }
  return [...chosen.values()].map(({ item }) => item);
}

/** Entities with the fields that other fragments add, and the data classes the brief gives to fields. */
export function mergedEntities(
  parts: readonly Part[],
  classes: Brief['policies']['classes'],
  gaps: Gap[],
): readonly Entity[] {
  const entities = merged(
    parts,
    'entity',
    (fragment) => fragment.entities,
    ({ name }) => name,
    gaps,
  );
  const known = new Set(entities.map(({ name }) => name));
  const extensions = parts.flatMap(({ fragment }) => fragment.extensions);
  for (const { entity, origin } of extensions)
    if (!known.has(entity))
      gaps.push({
        kind: 'extension',
        subject: entity,
        why: `There is no entity ${entity} to extend.`,
        origin,
      });
  return entities.map((entity) => {
    const added = extensions.filter((each) => each.entity === entity.name).flatMap(({ fields }) => fields);
    const fields = extended(entity, added).flatMap((field) => resolved(entity, field, known, gaps));
    return { ...entity, fields: fields.map((field) => classified(entity.name, field, classes)) };
  });
}

/** A field of an extension replaces the field of that name where it stands. */
function extended({ fields }: Entity, added: readonly Field[]): readonly Field[] {
  const last = new Map(added.map((field) => [field.name, field]));
  const names = new Set(fields.map(({ name }) => name));
  return [
    ...fields.map((field) => last.get(field.name) ?? field),
    ...[...last.values()].filter(({ name }) => !names.has(name)),
  ];
}

/**
 * A reference to an entity that is not part of the design falls away, or stays as a bare identifier where the row, a
 * key or a check cannot do without it.
 */
function resolved(entity: Entity, field: Field, known: ReadonlySet<string>, gaps: Gap[]): readonly Field[] {
  if (field.type.kind !== 'ref' || known.has(field.type.entity)) return [field];
  const needed =
    !field.optional ||
    entity.unique.some((key) => key.includes(field.name)) ||
    entity.checks.some(({ sql }) => sql.includes(field.name));
  const fate = needed ? 'it is kept as an identifier without a key' : 'it is left out';
  gaps.push({
    kind: 'reference',
    subject: `${entity.name}.${field.name}`,
    why: `It refers to ${field.type.entity}, which this design has not; ${fate}.`,
    origin: field.origin,
  });
  return needed ? [{ ...field, type: { kind: 'uuid' } }] : [];
}

/** The class the brief names wins; `Address.*` means every field that holds a value of its own and has no class yet. */
function classified(entity: string, field: Field, classes: Brief['policies']['classes']): Field {
  const named = classes.find(({ fields }) => fields.includes(`${entity}.${field.name}`));
  const all = classes.find(({ fields }) => fields.includes(`${entity}.*`));
  const wide = field.type.kind !== 'ref' && field.dataClass === undefined ? all?.class : undefined;
  const dataClass: DataClass | undefined = named?.class ?? wide;
  return dataClass === undefined ? field : { ...field, dataClass };
}

/** Operations whose entity is there; keys of `by` under the names of fields, unknown ones told. */
export function mergedOperations(
  parts: readonly Part[],
  entities: readonly Entity[],
  gaps: Gap[],
): readonly Operation[] {
  const operations = merged(
    parts,
    'operation',
    (fragment) => fragment.operations,
    ({ id }) => id,
    gaps,
  );
  return operations.flatMap((operation) => {
    const entity = entities.find(({ name }) => name === operation.entity);
    if (entity === undefined) {
      gaps.push({
        kind: 'operation',
        subject: operation.id,
        why: `There is no entity ${operation.entity}; the operation is left out.`,
        origin: operation.origin,
      });
      return [];
    }
    return [
      { ...operation, context: entity.context, by: namedKeys(entity, operation.by, operation.id, gaps) },
    ];
  });
}

export function namedKeys(
  entity: Entity,
  by: readonly string[],
  subject: string,
  gaps: Gap[],
): readonly string[] {
  return by.flatMap((key) => {
    const sign = /^[+-]/.exec(key)?.[0] ?? '';
    const field = fieldNamed(entity, key.slice(sign.length));
    if (field !== undefined) return [`${sign}${field}`];
    gaps.push({
      kind: 'order-key',
      subject,
      why: `${entity.name} has no field "${key}" to filter or order by.`,
    });
    return [];
  });
}
