import type { Codebase } from '../javascript/codebase.ts';
import { importersOf } from '../javascript/relevance.ts';
import type { ClassValue } from '../javascript/value.ts';
import { fieldAt, isFalse, isTrue, settled, textAt } from '../code-migrations/values.ts';
import { classesOf, decorationsOf, fieldsOf } from '../models/classes.ts';
import type { ModelReader } from '../models/models.ts';
import { qualifiedName } from '../schema/changes.ts';
import { putColumn } from '../schema/columns.ts';
import { snake } from '../typeorm/naming.ts';
import type { MikroContext, MikroEntity } from './entities.ts';
import { decorationOf, embed, isPackage, propertySpec } from './entities.ts';
import { readKeys, readRelations } from './relations.ts';
import { emptyTable } from '../sql/draft.ts';

const packages = [
  '@mikro-orm/core',
  '@mikro-orm/postgresql',
  '@mikro-orm/mysql',
  '@mikro-orm/mariadb',
  '@mikro-orm/sqlite',
  '@mikro-orm/decorators',
  '@mikro-orm/better-sqlite',
];

/** Tables of MikroORM's entities, named as its default strategy does. */
export const mikroModels: ModelReader = {
  technology: 'MikroORM',
  files: (codebase: Codebase) =>
    importersOf(codebase, packages).filter((path) =>
      /@Entity\(/.test(codebase.repository.files.get(path)?.text ?? ''),
    ),
  read: (on, paths) => {
    const context: MikroContext = { ...on, entities: new Map() };
    for (const path of paths)
      for (const shape of classesOf(on.world.machine, path)) readEntity(context, shape);
    for (const entity of context.entities.values()) readRelations(context, entity);
    for (const entity of context.entities.values())
      readKeys(context, entity, decorationsOf(on.world, entity.shape));
    return [...context.entities.values()].map(({ shape, table, columns }) => ({
      technology: 'MikroORM',
      name: shape.node.id?.name ?? '',
      table: qualifiedName(table),
      columns,
    }));
  },
};

function readEntity(on: MikroContext, shape: ClassValue): void {
  const decoration = decorationsOf(on.world, shape).find((one) => isPackage(one) && one.name === 'Entity');
  if (decoration === undefined || on.entities.has(shape)) return;
  const [options] = decoration.args;
  if (isTrue(fieldAt(options, 'abstract')) || settled(fieldAt(options, 'discriminatorValue')) !== undefined)
    return;
  const name = textAt(fieldAt(options, 'tableName', 'collection')) ?? snake(shape.node.id?.name ?? '');
  const schema = textAt(fieldAt(options, 'schema'));
  const table = emptyTable(name, schema === 'public' ? undefined : schema, decoration.site.origin);
  const entity: MikroEntity = { shape, table, fields: fieldsOf(on.world, shape), columns: new Map() };
  on.entities.set(shape, entity);
  for (const field of entity.fields) {
    const property = decorationOf(field, 'PrimaryKey', 'Property', 'Enum', 'Embedded');
    if (property === undefined || isFalse(fieldAt(property.args.at(-1), 'persist'))) continue;
    if (property.name === 'Embedded') {
      embed(on, entity, field, property);
      continue;
    }
    const spec = propertySpec(on, table, field, property, '');
    entity.columns.set(field.name, spec.name);
    putColumn(on, table, spec, field.site.origin);
  }
  on.draft.tables.set(qualifiedName(table), table);
}
