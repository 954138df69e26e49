import type { Codebase } from '../javascript/codebase.ts';
import { importersOf } from '../javascript/relevance.ts';
import { qualifiedName } from '../schema/changes.ts';
import type { ModelReader } from '../models/models.ts';
import { classesOf } from '../models/classes.ts';
import type { EntityContext } from './entities.ts';
import { readEntity } from './entities.ts';
import { namingOf } from './naming.ts';
import { readKeys, readRelations } from './relations.ts';

/** Tables of TypeORM's entities. */
export const typeormModels: ModelReader = {
  technology: 'TypeORM',
  files: (codebase: Codebase) =>
    importersOf(codebase, ['typeorm']).filter((path) =>
      /@(Entity|ChildEntity)\(/.test(codebase.repository.files.get(path)?.text ?? ''),
    ),
  read: (on, paths) => {
    const context: EntityContext = {
      ...on,
      naming: namingOf(on.world.machine.codebase.repository),
      entities: new Map(),
    };
    for (const path of paths)
      for (const shape of classesOf(on.world.machine, path)) readEntity(context, shape);
    for (const draft of context.entities.values()) readRelations(context, draft);
    for (const draft of context.entities.values()) readKeys(context, draft);
    return [...context.entities.values()].map(({ shape, table, columns }) => ({
      technology: 'TypeORM',
      name: shape.node.id?.name ?? '',
      table: qualifiedName(table),
      columns,
    }));
  },
};
