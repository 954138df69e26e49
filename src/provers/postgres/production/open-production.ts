import type { DatabaseStatistics, ExtendedStatistics } from '../../../model/database-statistics.ts';
import { readCatalogue } from '../catalogue.ts';
import type { Catalogue } from '../catalogue.ts';
import { forgetPages, forgettingExtensions } from '../forget-pages.ts';
import { project } from '../projection.ts';
import type { Projection } from '../projection.ts';
import type { Refusal } from '../scratch.ts';
import { bundledExtensions, openSession } from '../session.ts';
import type { Session } from '../session.ts';
import { extensionsOf } from '../statements.ts';
import { buildSchema, emptyTables } from './build-schema.ts';
import type { BuiltSchema } from './build-schema.ts';
import { readColumns } from './columns.ts';
import { inject } from './inject.ts';
import type { Statistics } from './read-statistics.ts';
import { sizeUnbuilt } from './unbuilt.ts';
import type { UnbuiltIndex } from './unbuilt.ts';
import { rungOf } from './rung.ts';
import type { Rung } from './rung.ts';
import type { Memory } from './server-memory.ts';
import { applySettings, defaultSettings } from './settings.ts';
import { underCollationOf } from './target-collation.ts';
import { withDictionary } from './hashed-values.ts';

/**
 * An embedded PostgreSQL that plans as the production server does, with no row in it. Only EXPLAIN may be asked of
 * its tables; see what-if.ts for candidates of indexes.
 */
export interface Production extends Projection {
  readonly session: Session;
  readonly extended: readonly ExtendedStatistics[];
  /** Indexes of the schema that the server of the statistics has not. */
  readonly unbuilt: readonly UnbuiltIndex[];
  /** `PostgreSQL 18.6`: the planner that answers. */
  readonly planner: string;
  /** The server the statistics are of; absent for a design. */
  readonly target: DatabaseStatistics['server'] | undefined;
  /** Settings as they were applied, in the words of the target. */
  readonly settings: Readonly<Record<string, string>>;
  /** What the target gives its operations; explainAsServer() asks by it. */
  readonly memory: Memory;
  readonly rung: Rung;
  /** Statements of the schema that were refused. */
  readonly refusals: readonly Refusal[];
  readonly close: () => Promise<void>;
}

export interface ProductionInput {
  /** DDL; the one of the exported statistics when absent. */
  readonly schema: string | undefined;
  readonly statistics: Statistics;
  /** Values that are known anyway, such as the literals of the queries: hashed statistics are read with their help. */
  readonly literals?: readonly string[];
  /** Settings that win over those of the target. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Extensions whose indexes may be advised where the schema does not ask for them. */
const advisedExtensions: readonly string[] = ['pg_trgm'];

/** @throws when the engine cannot start or is stopped. */
export async function openProduction(input: ProductionInput): Promise<Production> {
  const { statistics } = input;
  const given = input.schema ?? exportedSchema(statistics);
  const asked = extensionsOf(given);
  const session = await openSession({
    extensions: [...new Set([...asked, ...forgettingExtensions, ...advisedExtensions])],
  });
  try {
    const version = (await session.rows('select version()'))[0]?.['version'] ?? '';
    const target = statistics.kind === 'exported' ? statistics.statistics.server : undefined;
    const endCollation = await underCollationOf(session, target);
    const built = await buildSchema(session, given);
    await endCollation();
    const settings = { ...settingsOf(statistics), ...input.settings };
    await emptyTables(session);
    const made = await fill(session, input);
    const { refused, memory } = await applySettings(session, settings);
    return {
      ...made,
      session,
      planner: version.split(' ').slice(0, 2).join(' '),
      extended: statistics.kind === 'exported' ? statistics.statistics.extended : [],
      target,
      settings,
      memory,
      rung: rungOf(statistics),
      refusals: built.refusals,
      incomplete: [...schemaGaps(built, asked), ...made.incomplete, ...refused],
      close: () => session.close(),
    };
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** The DDL that an export holds; empty for what holds none. */
export const exportedSchema = (statistics: Statistics): string =>
  statistics.kind === 'exported' ? statistics.statistics.schema.map((sql) => `${sql};\n`).join('') : '';

const settingsOf = (statistics: Statistics): Readonly<Record<string, string>> =>
  statistics.kind === 'exported' ? statistics.statistics.settings : defaultSettings;

async function fill(
  session: Session,
  { statistics, literals = [] }: ProductionInput,
): Promise<Projection & Pick<Production, 'unbuilt'>> {
  if (statistics.kind === 'declared') {
    const projection = await project(session, statistics.tables);
    return { ...projection, unbuilt: [] };
  }
  await forgetPages(session);
  const catalogue: Catalogue = await readCatalogue(session);
  if (statistics.kind === 'none')
    return { catalogue, sizes: new Map(), told: new Map(), indexes: [], unbuilt: [], incomplete: [] };
  const columns = await readColumns(session);
  const { relations, extended, gaps } = withDictionary(statistics.statistics, literals);
  const injected = await inject(session, catalogue, columns, { relations, extended });
  const { sizes, indexes } = injected;
  const planner = { session, catalogue, sizes, told: sizes, extended };
  const unbuilt = await sizeUnbuilt(planner, injected.unbuilt);
  return {
    catalogue,
    sizes,
    told: sizes,
    indexes: [...indexes, ...unbuilt.indexes.map(({ sized }) => sized)],
    unbuilt: unbuilt.indexes,
    incomplete: [
      ...gaps.filter((gap) => !gap.startsWith('no recorded statements')),
      ...injected.incomplete,
      ...unbuilt.incomplete,
    ],
  };
}

/** What of the schema is not there, or only stands in for what should be. */
function schemaGaps({ refusals, standIns }: BuiltSchema, asked: readonly string[]): readonly string[] {
  const lacking = asked.filter((name) => !bundledExtensions.has(name) && name !== 'plpgsql');
  return [
    ...lacking.map((name) => `extension ${name} is not part of the embedded PostgreSQL`),
    ...standIns.map((type) => `type ${type} is unknown to it: the table is kept, with text in its place`),
    ...refusals
      .filter(
        ({ sql }) =>
          !lacking.some((name) => new RegExp(String.raw`create\s+extension.*\b${name}\b`, 'i').test(sql)),
      )
      .map(
        ({ line, why, sql }) =>
          `line ${line} of the schema was refused: ${why}${sql === '' ? '' : ` (${firstLine(sql)})`}`,
      ),
  ];
}

const firstLine = (sql: string): string => {
  const [line = ''] = sql.split('\n');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
};
