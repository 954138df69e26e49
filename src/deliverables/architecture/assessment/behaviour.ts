import type { Assessment } from '../../../migration/assessment/assessment.ts';
import type { DataFigures } from '../../../migration/assessment/data.ts';
import type { Place } from '../../../migration/assessment/surroundings.ts';
import type { Told } from '../../../migration/assessment/told.ts';
import { names, paragraph, section, source, table } from '../../blocks.ts';
import { cappedLines, cappedTable } from '../../capped.ts';
import type { Block, Section } from '../../deliverable.ts';
import { assessmentPath, counted, line, told } from './told-blocks.ts';

/** What comes in, what it asks of the data, who may, and what goes out. */
export function behaviourSections(assessment: Assessment): readonly (Section | undefined)[] {
  const { endpoints, data, queries } = assessment;
  return [
    section(
      { id: 'legacy-endpoints', title: 'Endpoints and page scripts' },
      ...told('Endpoints', endpoints, (figures) => [
        table(
          ['what', 'count'],
          [
            line('endpoints', counted(figures.all, 'endpoints of the recovered model')),
            line(
              'page scripts behind them',
              counted(figures.pages, 'files that are called by their own path'),
            ),
            line(
              'behind a check of who is calling',
              counted(figures.guarded, 'endpoints with access guarded'),
            ),
            line('open to anybody', counted(figures.public, 'endpoints with access public')),
            line('of which it is not known', counted(figures.unknown, 'endpoints with access unknown')),
            line(
              'with a path that is not known',
              counted(figures.unresolved, 'endpoints with an unresolved path'),
            ),
          ],
        ),
      ]),
    ),
    section({ id: 'legacy-data', title: 'Data model' }, ...told('Data model', data, dataBlocks)),
    section(
      { id: 'legacy-queries', title: 'Queries of each page' },
      ...told('Queries of each page', queries, (loads) => [
        paragraph(
          'Statements that the code of an entry leads to, as far as names and types tell. One request may run fewer of them, and those in loops as often as there are rows.',
        ),
        ...cappedTable(
          ['entry', 'statements', 'in loops', 'with values in the text', 'writes', 'reads'],
          loads.map((load) => [
            load.entry,
            counted(load.statements, `statements that ${load.entry} leads to`),
            counted(load.inLoops, `of these inside of a loop`),
            counted(load.interpolated, `of these with values put into the text`),
            names(cappedLines(load.writes, 6)),
            names(cappedLines(load.reads, 6)),
          ]),
          assessmentPath,
          40,
        ),
      ]),
    ),
    ...surroundings(assessment),
  ];
}

function surroundings(assessment: Assessment): readonly (Section | undefined)[] {
  const matter = (id: string, title: string, value: Told<readonly Place[]>): Section | undefined =>
    section({ id, title }, ...told(title, value, placeBlocks));
  return [
    matter('legacy-checks', 'Who is calling', assessment.checks),
    matter('legacy-passwords', 'Password hashes', assessment.passwords),
    matter('legacy-sessions', 'Sessions and cookies', assessment.sessions),
    matter('legacy-jobs', 'Schedules and queues', assessment.cron),
    matter('legacy-mail', 'Mail', assessment.mail),
    matter('legacy-uploads', 'Uploads', assessment.uploads),
    matter('legacy-calls', 'Calls to other systems', assessment.calls),
  ];
}

const placeBlocks = (all: readonly Place[]): readonly (Block | undefined)[] =>
  cappedTable(
    ['what', 'source'],
    all.map(({ words, origin }) => [words, source(origin)]),
    assessmentPath,
    30,
  );

const dataBlocks = (data: DataFigures): readonly (Block | undefined)[] => [
  table(
    ['what', 'value'],
    [
      line('engine', data.engine ?? 'not known'),
      line('tables', counted(data.tables, 'tables of the schema that was read')),
      line('columns', counted(data.columns, 'columns of these')),
      line('foreign keys', counted(data.foreignKeys, 'foreign keys of these')),
      line('statements in the code', counted(data.statements, 'statements')),
      line('that change rows', counted(data.writing, 'insert, update, delete')),
      line(
        'inside of a transaction',
        counted(data.inTransaction, 'between begin and commit, as far as seen'),
      ),
      line('with values put into their text', counted(data.interpolated, 'statements that are not bound')),
      line(
        'whose table has no name in the code',
        counted(data.withoutTable, 'names put together at run time'),
      ),
      line('tables without a key', names(cappedLines(data.withoutKey, 20))),
      line(
        'tables no statement names',
        data.unused === undefined
          ? 'not known: some statements name their table only when they run'
          : names(cappedLines(data.unused, 20)),
      ),
      line('tables that code asks for and no schema has', names(cappedLines(data.missing, 20))),
    ],
  ),
];
