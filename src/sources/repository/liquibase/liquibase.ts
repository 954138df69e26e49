import { namedDialect } from '../dialects/dialect.ts';
import { replayDialect } from '../dialects/replay.ts';
import type { Gap } from '../../../model/origin.ts';
import type { Repository } from '../gather.ts';
import type { SchemaSet } from '../schema/sets.ts';
import type { SchemaDraft } from '../sql/draft.ts';
import { tell } from '../sql/draft.ts';
import { replayFile } from '../sql/replay.ts';
import type { XmlElement } from '../xml.ts';
import { changelogsOf } from './changelog.ts';
import type { Changelog } from './changelog.ts';
import { isFor, isRun } from './conditions.ts';
import { isInContext } from './contexts.ts';
import { resolved, walk } from './includes.ts';
import type { PlacedChange, Walk } from './includes.ts';
import { statementsOf } from './statements.ts';
import type { LiquibaseDialect } from './statements.ts';
import { attr, targetFor } from './target.ts';

export interface LiquibaseSets {
  readonly sets: readonly SchemaSet[];
  /** Files of SQL that changelogs run: they are no migrations of their own. */
  readonly files: ReadonlySet<string>;
  readonly gaps: readonly Gap[];
}

/** Each changelog that no other one includes, with all it leads to, as one set. */
export function liquibaseSets(repository: Repository): LiquibaseSets {
  const changelogs = changelogsOf(repository);
  if (changelogs.size === 0) return { sets: [], files: new Set(), gaps: [] };
  const walks = [...changelogs.values()].map((changelog) => ({
    changelog,
    on: walked(repository, changelogs, changelog),
  }));
  const below = new Set(
    walks.flatMap(({ changelog, on }) => [...on.seen].filter((path) => path !== changelog.path)),
  );
  const masters = walks.filter(({ changelog }) => !below.has(changelog.path));
  return {
    sets: masters.map(({ changelog, on }) => setOf(repository, changelog, on)),
    files: new Set(masters.flatMap(({ on }) => [...on.seen, ...sqlFiles(on)])),
    gaps: masters.flatMap(({ on }) =>
      on.missing.map(({ file, path, line }): Gap => ({
        kind: 'read-file',
        subject: file,
        why: 'a changelog includes it and it was not found',
        origin: { kind: 'read', file: path, line },
      })),
    ),
  };
}

function walked(
  repository: Repository,
  changelogs: ReadonlyMap<string, Changelog>,
  changelog: Changelog,
): Walk {
  const on: Walk = { repository, changelogs, seen: new Set(), found: [], properties: new Map(), missing: [] };
  walk(on, changelog);
  return on;
}

/** Files that `<sqlFile>` runs. */
const sqlFiles = (on: Walk): readonly string[] =>
  on.found.flatMap(({ path, changeSet }) =>
    changeSet.children.flatMap((change) =>
      change.name === 'sqlFile' ? (sqlPath(on, path, change) ?? []) : [],
    ),
  );

const sqlPath = (on: Walk, path: string, change: XmlElement): string | undefined => {
  const file = attr(change, 'path');
  return file === undefined
    ? undefined
    : resolved(on, path, file, attr(change, 'relativeToChangelogFile') === 'true');
};

function setOf(repository: Repository, { path }: Changelog, on: Walk): SchemaSet {
  const dialect = dialectOf(repository, path, on);
  return {
    path,
    kind: 'migrations',
    dialect,
    steps: on.found.map((placed) => ({
      path: placed.path,
      apply: (draft) => {
        apply(on, placed, dialect, draft);
      },
    })),
  };
}

/** The name of a folder, the database that most changes are meant for, the driver of the build. */
function dialectOf(repository: Repository, path: string, { found }: Walk): LiquibaseDialect {
  const named = namedDialect(path);
  if (named === 'mysql' || named === 'postgresql') return named;
  const builds = [...repository.files.values()].filter((file) =>
    /(^|\/)(pom\.xml|[\w.-]*\.gradle(\.kts)?)$/.test(file.path),
  );
  const has = (driver: RegExp): boolean => builds.some(({ text }) => driver.test(text));
  if (has(/org\.postgresql|postgresql-jdbc|r2dbc-postgresql/)) return 'postgresql';
  const told = (name: LiquibaseDialect): number =>
    found.filter(
      ({ changeSet }) => attr(changeSet, 'dbms') !== undefined && isFor(attr(changeSet, 'dbms'), name),
    ).length;
  return has(/mysql-connector|mariadb-java-client|com\.mysql/) || told('mysql') > told('postgresql')
    ? 'mysql'
    : 'postgresql';
}

function apply(
  on: Walk,
  { path, changeSet, quotesAll, contexts }: PlacedChange,
  dialect: LiquibaseDialect,
  draft: SchemaDraft,
): void {
  if (contexts.some((context) => !isInContext(context, dialect))) return;
  if (!isFor(attr(changeSet, 'dbms'), dialect) || !isRun(changeSet, draft, dialect)) return;
  const all = quotesAll || attr(changeSet, 'objectQuotingStrategy') === 'QUOTE_ALL_OBJECTS';
  const target = targetFor(dialect, all);
  const run = (file: string, text: string, line: number): void => {
    if (dialect === 'postgresql') replayFile(draft, { path: file, text, line });
    else replayDialect(draft, { path: file, text, line }, dialect);
  };
  for (const written of changeSet.children) {
    const change = filled(on, written, dialect);
    if (!isFor(attr(change, 'dbms'), dialect)) continue;
    if (change.name === 'sql')
      run(path, change.text === '' ? (attr(change, 'sql') ?? '') : change.text, change.textLine);
    else if (change.name === 'sqlFile') {
      const file = sqlPath(on, path, change);
      const text = file === undefined ? undefined : on.repository.files.get(file)?.text;
      if (file !== undefined && text !== undefined) run(file, text, 1);
    } else {
      const statements = statementsOf(change, target);
      const origin = { kind: 'read', file: path, line: change.line } as const;
      if (statements === undefined)
        tell(draft, change.name, 'a change of Liquibase that is not read', origin);
      for (const statement of statements ?? []) run(path, statement, change.line);
    }
  }
}

/** `${name}` by the properties of the changelogs; one that is not known stays as it is written. */
function filled(
  { properties }: Pick<Walk, 'properties'>,
  element: XmlElement,
  dialect: LiquibaseDialect,
): XmlElement {
  const text = (value: string): string =>
    value.includes('${')
      ? value.replaceAll(
          /\$\{([\w.-]+)\}/g,
          (whole, name: string) =>
            properties
              .get(name)
              ?.find(({ dbms, context }) => isFor(dbms, dialect) && isInContext(context, dialect))?.value ??
            whole,
        )
      : value;
  return {
    ...element,
    text: text(element.text),
    attributes: new Map([...element.attributes].map(([key, value]) => [key, text(value)])),
    children: element.children.map((child) => filled({ properties }, child, dialect)),
  };
}
