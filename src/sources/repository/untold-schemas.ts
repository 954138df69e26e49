import type { Gap } from '../../model/origin.ts';
import type { Repository } from './gather.ts';
import { folderOf } from './javascript/globals.ts';
import { isTestFile } from './javascript/tests.ts';

/** Ways to declare tables in code that no reader understands yet. */
const mappers: readonly (readonly [name: string, imports: RegExp, declares: RegExp])[] = [
  ['TypeORM', /['"]typeorm['"]/, /@Entity\(|new EntitySchema/],
  ['Sequelize', /['"]sequelize(-typescript)?['"]/, /@Table\b|\.define\(|\.init\(/],
  ['Mongoose', /['"]mongoose['"]|@nestjs\/mongoose/, /new (mongoose\.)?Schema\b|@Schema\(/],
  ['Drizzle', /['"]drizzle-orm\//, /\b(pg|mysql|sqlite)Table\(/],
  ['MikroORM', /['"]@mikro-orm\//, /@Entity\(|defineEntity\(/],
  ['Objection', /['"]objection['"]/, /static\s+(get\s+)?tableName/],
];

const inMigrations = /(^|\/)(migrations?|migrate)\/[^/]+\.[cm]?[jt]s$/i;
const changesSchema =
  /queryInterface|QueryRunner|schema\s*\.\s*(createTable|alterTable|table|raw)|knex\.raw|pgm\.|db\.schema|addColumn|createTable|\.runSql\(/;

/** Tables that are declared in code, and migrations written in code: told by name and number, not read. */
export function untoldSchemas(repository: Repository): readonly Gap[] {
  const declared = new Map<string, number>();
  const migrations = new Map<string, number>();
  const count = (table: Map<string, number>, key: string): void =>
    void table.set(key, (table.get(key) ?? 0) + 1);
  for (const { path, text } of repository.files.values()) {
    if (!/\.[cm]?[jt]s$/.test(path) || isTestFile(path, [])) continue;
    if (inMigrations.test(path)) {
      if (changesSchema.test(text)) count(migrations, folderOf(path));
      continue;
    }
    for (const [name, imports, declares] of mappers)
      if (imports.test(text) && declares.test(text)) count(declared, name);
  }
  return [
    ...[...declared].map(([name, files]): Gap => ({
      kind: 'read-entities',
      subject: name,
      why: `tables declared in code are not read (${files} ${files === 1 ? 'file' : 'files'})`,
    })),
    ...[...migrations].map(([folder, files]): Gap => ({
      kind: 'read-migrations',
      subject: folder,
      why: `migrations written in code are not replayed (${files} ${files === 1 ? 'file' : 'files'})`,
    })),
  ];
}
