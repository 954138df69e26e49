import { folderOf } from '../file-paths.ts';
import type { EnumType, Table } from '../../../model/data.ts';
import type { Gap } from '../../../model/origin.ts';
import { driverDialect } from '../code-migrations/driver.ts';
import type { Codebase } from '../javascript/codebase.ts';
import type { Collector } from '../javascript/decorators.ts';
import { createEvaluator } from '../javascript/evaluator.ts';
import type { LibraryModel } from '../javascript/machine.ts';
import type { SchemaContext } from '../schema/columns.ts';
import { finishedTables } from '../schema/tables.ts';
import { emptyDraft } from '../sql/draft.ts';
import { drizzleModels } from '../drizzle/drizzle.ts';
import { mikroModels } from '../mikro-orm/mikro-orm.ts';
import { mongooseModels } from '../mongoose/mongoose.ts';
import { sequelizeModels } from '../sequelize/sequelize.ts';
import { typeormModels } from '../typeorm/typeorm.ts';
import type { ModelName } from './names.ts';
import type { ModelWorld } from './classes.ts';
import { decoratorLibrary } from './classes.ts';

export interface ModelContext extends SchemaContext {
  readonly world: ModelWorld;
}

/** Reads the tables that one mapper's declarations tell into the draft. */
export interface ModelReader {
  readonly technology: string;
  /** Files that declare tables with it. */
  readonly files: (codebase: Codebase) => readonly string[];
  readonly read: (on: ModelContext, paths: readonly string[]) => readonly ModelName[];
  /** Objects of the mapper that the code calls. */
  readonly library?: LibraryModel;
}

export interface DeclaredTables {
  readonly technology: string;
  readonly tables: readonly Table[];
  readonly enums: readonly EnumType[];
  readonly gaps: readonly Gap[];
  readonly models: readonly ModelName[];
}

const readersOf = (codebase: Codebase): readonly ModelReader[] => [
  typeormModels,
  sequelizeModels(),
  drizzleModels(codebase),
  mongooseModels(),
  mikroModels,
];

const decorators = [
  'typeorm',
  'sequelize-typescript',
  '@mikro-orm/core',
  '@nestjs/mongoose',
  '@typegoose/typegoose',
];

/** Constructors of the language that stand for types. */
const types = ['Number', 'Boolean', 'Date', 'Buffer', 'BigInt'].map((name) => `global:${name}`);

/** Tables that are declared in code, by mapper. */
export function declaredTables(codebase: Codebase): readonly DeclaredTables[] {
  const used = readersOf(codebase).flatMap((reader) => {
    const paths = reader.files(codebase);
    return paths.length === 0 ? [] : [{ reader, paths }];
  });
  if (used.length === 0) return [];
  const collector: Collector = { gathered: undefined };
  const libraries = [
    decoratorLibrary(collector, decorators),
    { packages: types },
    ...used.flatMap(({ reader }) => (reader.library === undefined ? [] : [reader.library])),
  ];
  const { machine } = createEvaluator(codebase, libraries);
  return used.map(({ reader, paths }) => {
    const dialect = driverDialect(codebase.repository, folderOf(paths[0] ?? '')) ?? 'postgresql';
    const draft = emptyDraft();
    const models = reader.read({ draft, dialect, world: { machine, collector } }, paths);
    return {
      technology: reader.technology,
      tables: finishedTables(draft),
      enums: [...draft.enums.values()],
      gaps: draft.gaps,
      models,
    };
  });
}
