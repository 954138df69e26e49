import type { Facts } from '../../../facts.ts';
import type { Gap } from '../../../../model/origin.ts';
import type { Dialect } from '../../dialects/dialect.ts';
import { compareMigrations } from '../../sql/versions.ts';
import { replay } from '../../schema/sets.ts';
import type { MigrationStep } from '../../schema/sets.ts';
import { schemaData } from '../../schema/tables.ts';
import { tell } from '../../sql/draft.ts';
import { replayFile } from '../../sql/replay.ts';
import { replayDialect } from '../../dialects/replay.ts';
import type { PhpCodebase } from '../codebase.ts';
import { callMethod, createMachine } from '../machine.ts';
import type { PhpValue } from '../value.ts';
import type { Site } from '../value.ts';
import { boolean, originAt, textOf } from '../value.ts';
import type { PhinxContext } from './phinx-steps.ts';
import { phinxTable } from './phinx-table.ts';

const marks =
  /\buse\s+\\?(Phinx\\Migration\\AbstractMigration|Migrations\\(AbstractMigration|BaseMigration))\b|\bextends\s+\\?Phinx\\Migration\\AbstractMigration\b/;

/** Tables that migrations of Phinx make, also those of CakePHP, replayed in the order of their versions. */
export function phinxTables(codebase: PhpCodebase): Facts | undefined {
  const files = codebase.sources.filter(({ text }) => marks.test(text) && /->\s*table\s*\(/.test(text));
  if (files.length === 0) return undefined;
  const isCake = files.some(({ text }) => /\bMigrations\\(AbstractMigration|BaseMigration)\b/.test(text));
  const context = { dialect: dialectOf(codebase), ...habits(codebase, isCake) };
  const base = (path: string): string => path.split('/').at(-1) ?? path;
  const ordered = files.toSorted((a, b) => compareMigrations(base(a.path), base(b.path)));
  const steps = ordered.map(({ path }): MigrationStep => ({
    path,
    apply: (draft) => {
      runMigration(codebase, path, { ...context, draft });
    },
  }));
  const gaps: Gap[] = [];
  const set = { path: ordered[0]?.path ?? '', kind: 'migrations', dialect: context.dialect, steps } as const;
  const data = schemaData([replay(set)], gaps);
  return { data: { tables: data.tables }, gaps };
}

/** The adapter of the configuration; MySQL where none was found. */
function dialectOf({ repository }: PhpCodebase): Dialect {
  const texts = [...repository.files.values()].filter(({ path }) =>
    /(^|\/)phinx\.(php|ya?ml|json)$|(^|\/)config\/app[\w.]*\.php$/.test(path),
  );
  const told = (words: RegExp): boolean => texts.some(({ text }) => words.test(text));
  if (told(/['"]?adapter['"]?\s*(=>|:)\s*['"]?mysql|Driver\\Mysql/)) return 'mysql';
  if (told(/['"]?adapter['"]?\s*(=>|:)\s*['"]?pgsql|Driver\\Postgres/)) return 'postgresql';
  return told(/['"]?adapter['"]?\s*(=>|:)\s*['"]?sqlite|Driver\\Sqlite/) ? 'sqlite' : 'mysql';
}

/** From 0.13 on a column takes nothing where nothing is said, and the key that is made has no sign; CakePHP kept both. */
function habits(
  { repository }: PhpCodebase,
  isCake: boolean,
): Pick<PhinxContext, 'nullable' | 'unsignedKey'> {
  const wanted = [...repository.files.values()]
    .filter(({ path }) => /(^|\/)composer\.json$/.test(path))
    .map(({ text }) => /"robmorgan\/phinx"\s*:\s*"[^\d"]*(\d+)(?:\.(\d+))?/.exec(text))
    .find((found) => found !== null);
  const isOld = wanted?.[1] === '0' && Number(wanted[2] ?? 0) < 13;
  return { nullable: !isCake && !isOld, unsignedKey: !isCake && !isOld };
}

function runMigration(codebase: PhpCodebase, path: string, on: PhinxContext): void {
  const owner = [...(codebase.file(path)?.classes.values() ?? [])].find(
    ({ methods }) => methods.has('change') || methods.has('up'),
  );
  const run = owner?.methods.get('change') ?? owner?.methods.get('up');
  if (owner === undefined || run === undefined) return;
  const machine = createMachine(codebase, {
    methodCall: (receiver, method, args, site): PhpValue | undefined => {
      if (receiver.kind !== 'object' || receiver.className !== owner.name) return undefined;
      const name = textOf(args[0]?.value);
      switch (method) {
        case 'table':
          return name === undefined ? undefined : phinxTable(on, name, args[1]?.value, site);
        case 'execute':
        case 'query':
          applySql(on, args[0]?.value, site);
          return undefined;
        case 'hastable':
          return boolean(name !== undefined && on.draft.tables.has(name));
        case 'ismigratingup':
          return boolean(true);
        default:
          return undefined;
      }
    },
  });
  callMethod(machine, run, [], { kind: 'object', className: owner.name, args: [], properties: new Map() });
}

/** A statement that a migration hands to the database; those that move rows need no reading. */
function applySql({ draft, dialect }: PhinxContext, value: PhpValue | undefined, site: Site): void {
  const origin = originAt(site.scope.file, site.node);
  if (value?.kind !== 'text' || value.hole !== undefined) {
    const written = site.node.text;
    if (/\b(create|alter|drop|rename)\s+(table|index|unique)\b/i.test(written))
      tell(draft, `${origin.file}:${origin.line}`, 'parts of a statement are only known at run time', origin);
    return;
  }
  if (!/(^|;)\s*(create|alter|drop|rename)\b/i.test(value.text)) return;
  const file = { path: origin.file, text: value.text, line: origin.line };
  if (dialect === 'postgresql') replayFile(draft, file);
  else replayDialect(draft, file, dialect);
}
