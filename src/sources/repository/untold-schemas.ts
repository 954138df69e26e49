import type { Gap } from '../../model/origin.ts';
import type { Repository } from './gather.ts';
import { isTestFile } from './javascript/tests.ts';

/** Ways to declare tables in code that no reader understands yet. */
const mappers: readonly (readonly [name: string, imports: RegExp, declares: RegExp])[] = [
  ['TypeORM', /['"]typeorm['"]/, /new EntitySchema/],
  ['MikroORM', /['"]@mikro-orm\//, /defineEntity\(/],
  ['Objection', /['"]objection['"]/, /static\s+(get\s+)?tableName/],
];

/** Tables that are declared in code and not read: told by name and number. */
export function untoldSchemas(repository: Repository): readonly Gap[] {
  const declared = new Map<string, number>();
  const count = (table: Map<string, number>, key: string): void =>
    void table.set(key, (table.get(key) ?? 0) + 1);
  for (const { path, text } of repository.files.values()) {
    if (!/\.[cm]?[jt]s$/.test(path) || isTestFile(path, [])) continue;
    for (const [name, imports, declares] of mappers)
      if (imports.test(text) && declares.test(text)) count(declared, name);
  }
  return [...declared].map(([name, files]): Gap => ({
    kind: 'read-entities',
    subject: name,
    why: `tables declared in code are not read (${files} ${files === 1 ? 'file' : 'files'})`,
  }));
}
