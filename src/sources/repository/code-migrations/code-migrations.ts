import { namedDialect } from '../dialects/dialect.ts';
import type { Dialect } from '../dialects/dialect.ts';
import type { Codebase } from '../javascript/codebase.ts';
import { createEvaluator } from '../javascript/evaluator.ts';
import type { Evaluator } from '../javascript/evaluator.ts';
import { siteOf } from '../javascript/machine.ts';
import { native, nothing, objectOf, optionsOf, unknown } from '../javascript/value.ts';
import type { Site, Value } from '../javascript/value.ts';
import type { SchemaSet } from '../schema/sets.ts';
import { tell } from '../sql/draft.ts';
import type { SchemaDraft } from '../sql/draft.ts';
import { applySql } from './context.ts';
import type { MigrationContext } from './context.ts';
import { dbOf } from './db-migrate.ts';
import { driverDialect } from './driver.ts';
import { codeMigrations } from './files.ts';
import type { CodeMigrations, MigrationTool } from './files.ts';
import { flowLibrary } from './flow.ts';
import { knexOf } from './knex.ts';
import { giveSchema } from './lucid.ts';
import { kyselyOf, sqlTags } from './kysely.ts';
import { pgmOf } from './node-pg-migrate.ts';
import { queryInterface } from './sequelize.ts';
import { queryRunner } from './typeorm.ts';

/** Migrations in JavaScript as sets whose steps walk the code of `up` with an object that changes the draft. */
export function codeMigrationSets(codebase: Codebase): readonly SchemaSet[] {
  const found = codeMigrations(codebase);
  if (found.length === 0) return [];
  let current: MigrationContext | undefined;
  const evaluator = createEvaluator(codebase, [sqlTags(() => current), flowLibrary]);
  const enter = (on: MigrationContext): void => {
    current = on;
  };
  return found.map((migrations) => setOf(codebase, { evaluator, enter }, migrations));
}

interface Walk {
  readonly evaluator: Evaluator;
  /** Pieces of SQL that execute themselves need to know on what. */
  readonly enter: (on: MigrationContext) => void;
}

function setOf(codebase: Codebase, walk: Walk, { folder, tool, paths }: CodeMigrations): SchemaSet {
  const texts = paths.map((path) => codebase.repository.files.get(path)?.text ?? '');
  const dialect = dialectOf(codebase, folder, texts);
  return {
    path: folder,
    kind: 'migrations',
    dialect,
    steps: paths.map((path) => ({
      path,
      apply: (draft) => {
        if (dialect !== 'other') runUp(walk, { path, tool, dialect, draft });
      },
    })),
  };
}

/** The folder's name, the driver that is installed, the words of the SQL in the texts. */
function dialectOf(codebase: Codebase, folder: string, texts: readonly string[]): Dialect | 'other' {
  const told = namedDialect(folder) ?? driverDialect(codebase.repository, folder);
  if (told !== undefined) return told;
  return texts.some((text) => /\\`\w+\\`|\bENGINE\s*=\s*InnoDB|\bAUTO_INCREMENT\b/i.test(text))
    ? 'mysql'
    : 'postgresql';
}

interface Run {
  readonly path: string;
  readonly tool: MigrationTool;
  readonly dialect: Dialect;
  readonly draft: SchemaDraft;
}

function runUp({ evaluator, enter }: Walk, { path, tool, dialect, draft }: Run): void {
  const { machine, modules } = evaluator;
  const file = machine.codebase.tree(path);
  if (file === undefined) return;
  const site = siteOf(file, file.program);
  const on: MigrationContext = { draft, dialect, machine };
  enter(on);
  const before = machine.level;
  machine.level = 0;
  const whole = modules.importFrom(`./${path.slice(path.lastIndexOf('/') + 1)}`, path);
  const targets = upOf(evaluator, whole, path, site);
  if (targets.length === 0)
    tell(draft, path, 'no function that applies the migration was found', site.origin);
  const shorthands = machine.member(whole, 'shorthands', site);
  for (const { up, self } of targets) {
    const owner = self();
    if (tool === 'mikro-orm' && owner.kind === 'object') owner.fields.set('addSql', adding(on));
    if (tool === 'lucid' && owner.kind === 'object') giveSchema(on, owner);
    machine.call(up, argumentsOf(on, tool, shorthands), site, owner);
  }
  machine.level = before;
}

const adding = (on: MigrationContext): Value =>
  native('addSql', ([sql], site) => {
    applySql(on, sql, site);
    return nothing;
  });

interface Target {
  readonly up: Value;
  readonly self: () => Value;
}

/** `up` of the module, of its default export, or of the classes it exports. */
function upOf(evaluator: Evaluator, whole: Value, path: string, site: Site): readonly Target[] {
  const { machine } = evaluator;
  const exported = machine.exportsOf(path).map(([, value]) => value);
  const found: Target[] = [];
  const seen = new Set<Value>();
  for (const value of [whole, ...exported].flatMap(optionsOf)) {
    if (seen.has(value)) continue;
    seen.add(value);
    if (value.kind === 'class') {
      const instance = machine.construct(value, [], site);
      const up = machine.member(instance, 'up', site);
      if (up.kind === 'function') found.push({ up, self: () => instance });
    } else if (value.kind === 'object' || value.kind === 'module') {
      const up = machine.member(value, 'up', site);
      if (up.kind === 'function' && !found.some((one) => sameFunction(one.up, up)))
        found.push({ up, self: () => value });
    } else if (
      value.kind === 'function' &&
      value.name === 'up' &&
      !found.some((one) => sameFunction(one.up, value))
    )
      found.push({ up: value, self: () => objectOf([]) });
  }
  return found;
}

const sameFunction = (a: Value, b: Value): boolean =>
  a.kind === 'function' && b.kind === 'function' && a.node === b.node;

function argumentsOf(
  on: MigrationContext,
  tool: MigrationTool,
  shorthands: Value | undefined,
): readonly Value[] {
  switch (tool) {
    case 'sequelize':
      return [queryInterface(on), { kind: 'library', package: 'sequelize', path: '' }];
    case 'typeorm':
      return [queryRunner(on)];
    case 'knex':
      return [knexOf(on), unknown('a promise library')];
    case 'kysely':
      return [kyselyOf(on)];
    case 'node-pg-migrate':
      return [pgmOf(on, shorthands)];
    case 'db-migrate':
      return [dbOf(on), native('callback', () => nothing)];
    case 'mikro-orm':
    case 'lucid':
      return [];
  }
}
