import { expect, test } from 'vitest';
import type { Table } from '../../model/data.ts';
import { intoTarget } from '../../migration/into-target/package.ts';
import { designed, ledgerOf, legacyData, migrating, refersTo } from '../../testing/migrating.ts';
import { intoTargetProver } from './into-target.ts';

const origin = { kind: 'assumed', because: 'a test' } as const;

async function settled(dump: string, tables: readonly Table[], places: Readonly<Record<string, string>>) {
  const ledger = ledgerOf(Object.fromEntries(Object.entries(places).map(([from, to]) => [from, [to]])));
  const backend = migrating(await legacyData(dump.replaceAll('));', ')) ENGINE=InnoDB;')), tables, ledger);
  const { claims, inputs } = intoTargetProver.claims(backend);
  const [outcome] = await intoTargetProver.prove(claims, (path) => inputs.get(path) ?? '');
  const found = intoTarget(backend);
  return { outcome, scripts: found.kind === 'known' ? found.scripts.forwards : [] };
}

const team = `CREATE TABLE team (id int NOT NULL, name varchar(20) NOT NULL, lead_id int NOT NULL, PRIMARY KEY (id));
CREATE TABLE person (id int NOT NULL, team_id int NOT NULL, boss_id int NOT NULL, PRIMARY KEY (id));`;

/** Each team has a lead, each person a team and a boss: none of the columns may be empty. */
const teams = (schema: string): readonly Table[] => [
  designed('staff', 'teams', ['id uuid', 'name text', 'lead_id uuid'], {
    foreignKeys: [refersTo('lead_id', `${schema}.people`)],
  }),
  designed(schema, 'people', ['id uuid', 'team_id uuid', 'boss_id uuid'], {
    foreignKeys: [refersTo('team_id', 'staff.teams'), refersTo('boss_id', `${schema}.people`)],
  }),
];

test.each(['staff', 'persons'])(
  'tables that cannot be without each other are written and taken back together, the other one in %s',
  async (schema) => {
    const { outcome, scripts } = await settled(team, teams(schema), {
      team: 'staff.teams',
      person: `${schema}.people`,
      'team.id': 'staff.teams.id',
      'team.name': 'staff.teams.name',
      'team.lead_id': 'staff.teams.lead_id',
      'person.id': `${schema}.people.id`,
      'person.team_id': `${schema}.people.team_id`,
      'person.boss_id': `${schema}.people.boss_id`,
    });
    expect(outcome?.verdict).toEqual({ kind: 'proved' });
    expect(outcome?.incomplete.filter((words) => words.startsWith('no generated row'))).toEqual([]);
    const fills = scripts.filter(({ file }) => file.includes('-into-'));
    expect(fills.map(({ statements }) => statements.length)).toEqual([1]);
  },
  120_000,
);

test('a row of a table that is split over time is found by its own key, which the time only completes', async () => {
  const visits = designed(
    'public',
    'visits',
    ['id uuid default gen_random_uuid()', 'page text', 'created_at timestamptz default now()'],
    { primaryKey: { columns: ['id', 'created_at'], origin } },
  );
  const { outcome } = await settled(
    'CREATE TABLE visit (no int NOT NULL, page varchar(20) NOT NULL, PRIMARY KEY (no));',
    [{ ...visits, partition: { by: 'created_at', step: 'hash:2', because: 'a test' } }],
    { visit: 'visits', 'visit.page': 'visits.page' },
  );
  expect(outcome?.verdict).toEqual({ kind: 'proved' });
}, 120_000);

test('a key of several columns that are carried finds its rows, and a second row of it is kept apart', async () => {
  const { outcome } = await settled(
    `CREATE TABLE line (order_no int NOT NULL, place int NOT NULL, what varchar(20), PRIMARY KEY (order_no, place));`,
    [
      designed('public', 'lines', ['order_no bigint', 'place bigint', 'what text null'], {
        primaryKey: { columns: ['order_no', 'place'], origin },
      }),
    ],
    {
      line: 'lines',
      'line.order_no': 'lines.order_no',
      'line.place': 'lines.place',
      'line.what': 'lines.what',
    },
  );
  expect(outcome?.verdict).toEqual({ kind: 'proved' });
  expect(outcome?.incomplete.filter((words) => words.startsWith('no generated row'))).toEqual([]);
}, 120_000);
