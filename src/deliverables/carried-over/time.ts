import { gapsQuery, instantOf, overlapsQuery } from '../../migration/carried/instants.ts';
import { code, codeCell, table } from '../blocks.ts';
import type { Block, Cell } from '../deliverable.ts';
import { columnsWhere, factTable } from './carried.ts';
import type { Carried, Concern, PlacedColumn } from './carried.ts';

const isZone = (text: string): boolean => /^(UTC|GMT|[A-Z]\w+(\/[\w+-]+)+)$/.test(text);

const afterwards: readonly string[] = [
  'Every moment is `timestamp with time zone`, written and answered in UTC (RFC 3339); a day without a time is a `date`.',
  'What people read is formatted where it is shown, in the zone of the reader.',
];

const canGoWrong: readonly string[] = [
  'Two clocks filled one column: rows of a job differ from rows of a page by one or two hours. Plot the hour of the day for each.',
  'Zero dates (`0000-00-00`) are no time: they become null, as the conversion of the database says.',
  '`date` compared with `now()` near midnight: a day of the shop is not a day in UTC. Reports keep the zone of the shop.',
  'Rules of zones change: both sides need the same version of the time zone data.',
];

const verified: readonly string[] = [
  'For each column: count, minimum and maximum, and the number of rows by hour of the day in the old zone, equal on both sides.',
  'Both lists of doubtful rows are empty, or each row of them is decided.',
];

/** Time zones: which columns hold the clock of a place, and how they become instants. */
export function time(carried: Carried): Concern {
  const facts = carried.facts('time-zone', 'database-clock', 'process-clock', 'date-format');
  const zones = [
    ...new Set(
      carried
        .facts('time-zone')
        .map(({ subject }) => subject)
        .filter(isZone),
    ),
  ];
  const local = columnsWhere(carried, ({ type }) =>
    /^datetime|^timestamp(\(\d\))? without|^smalldatetime/i.test(type),
  );
  const instants = columnsWhere(carried, ({ type }) =>
    /^timestamp(\(\d\))?$|with time zone|timestamptz/i.test(type),
  );
  const numbers = columnsWhere(
    carried,
    ({ name, type }) =>
      /int/i.test(type) && /(_at|_time|_date|timestamp|^created|^updated|^modified|^time|^date)$/i.test(name),
  );
  const zone = zones[0] ?? carried.legacy.data.live?.timeZone;
  const shown = zone !== undefined && isZone(zone) ? zone : 'Europe/Berlin';
  const rows = columnRows(local, instants, numbers, zone, shown);
  const [first] = local;
  const hasTime = facts.length > 0 || rows.length > 0;
  return {
    id: 'time-zones',
    title: 'Time zones',
    soughtFor: 'time zones of PHP, of the database and of code, clocks, date formats and columns with times',
    today: hasTime
      ? [
          ...factTable(facts),
          table(
            ['column', 'what it holds', 'how it becomes an instant (PostgreSQL)', 'afterwards'],
            rows.slice(0, 60),
          ),
        ]
      : [],
    afterwards,
    onTheWay: wayOf(zone, zones),
    shown: doubtful(first, zone, shown),
    canGoWrong,
    verified,
  };
}

function wayOf(zone: string | undefined, zones: readonly string[]): readonly string[] {
  return [
    zone === undefined
      ? 'The zone is not in the code: ask the server (`select @@global.time_zone, @@session.time_zone, now(), utc_timestamp()` and `php -i | grep date.timezone`) before anything is converted.'
      : `The code sets ${zones.join(', ') || zone}. The clock of the database is another one where its session sets none: compare \`select now(), utc_timestamp()\` with \`date()\` of PHP on the live server. Columns filled by \`NOW()\` follow the database, those filled by \`date()\` follow PHP.`,
    'Convert at the back-fill with the expression of the column, into the new column; the old one stays until its step contracts.',
    'Look at the two lists below first: times that no clock of the zone showed, and times that it showed twice. In an autumn night the order of keys (`id`) mostly tells which hour was meant.',
    'While rows are synchronised, both directions convert: the way back is `at time zone` of the same zone.',
  ];
}

/** The two lists of rows to look at, for the first column. */
function doubtful(
  first: PlacedColumn | undefined,
  zone: string | undefined,
  shown: string,
): readonly (Block | undefined)[] {
  return first === undefined
    ? []
    : [
        code(
          'sql',
          [
            `-- Once for each column; here ${first.id}, in ${shown}${zone === undefined ? ' as an example' : ''}.`,
            `${gapsQuery(first.table.name, first.column.name, shown)};`,
            `${overlapsQuery(first.table.name, first.column.name, shown)};`,
          ].join('\n'),
        ),
      ];
}

function columnRows(
  local: readonly PlacedColumn[],
  instants: readonly PlacedColumn[],
  numbers: readonly PlacedColumn[],
  zone: string | undefined,
  shown: string,
): readonly (readonly Cell[])[] {
  return [
    ...local.map(({ id, column, to }): readonly Cell[] => [
      codeCell(id),
      `wall clock of ${zone ?? 'a zone that is not known'}`,
      codeCell(instantOf(column.name, shown)),
      to,
    ]),
    ...instants.map(({ id, to }): readonly Cell[] => [
      codeCell(id),
      'an instant, shown in the zone of the session',
      'dump with `time_zone = +00:00`, read as UTC',
      to,
    ]),
    ...numbers.map(({ id, column, to }): readonly Cell[] => [
      codeCell(id),
      'seconds since 1970, if it is a time at all',
      codeCell(`to_timestamp(${column.name})`),
      to,
    ]),
  ];
}
