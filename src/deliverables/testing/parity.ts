import { migrationTexts } from '../../artifacts/migration/texts.ts';
import { lineJson } from '../../artifacts/tests/line-json.ts';
import type { Json } from '../../model/origin.ts';
import type { ParityCase } from '../../migration/parity/case.ts';
import { parityOf } from '../../migration/parity/cases.ts';
import { mysqlCounts, postgresCounts } from '../../migration/parity/counts.ts';
import { code, codeCell, link, list, names, paragraph, section, steps, table } from '../blocks.ts';
import { cappedTable } from '../capped.ts';
import type { Artifact, Basis, Cell, Section } from '../deliverable.ts';

const folder = '7-testing/parity';

/** Plain JSON of plain data: what is absent is left out. */
const json = (value: unknown): Json => JSON.parse(JSON.stringify(value));

/** Cases, the program that records and replays them, and statements that count rows; of a migration only. */
export function parityArtifacts({ backend }: Basis): readonly Artifact[] {
  const { migration } = backend;
  if (migration === undefined) return [];
  const { values, cases } = parityOf(backend, migration);
  if (cases.length === 0) return [];
  const lost = cases.flatMap(({ id, alone }) =>
    alone === undefined ? [] : [`${id} is recorded and not replayed: ${alone}`],
  );
  const texts = Object.entries(migrationTexts).flatMap(([path, text]): readonly Artifact[] =>
    path.startsWith('parity/') ? [{ path: `7-testing/${path}`, text, lost: [], items: [] }] : [],
  );
  const counts = [
    ['counts.legacy.sql', mysqlCounts(migration.legacy)],
    ['counts.target.sql', postgresCounts(backend)],
  ] as const;
  return [
    {
      path: `${folder}/cases.json`,
      text: lineJson({ values: json(values), cases: json(cases) }),
      lost,
      items: [],
    },
    ...texts,
    ...counts.flatMap(([name, text]) =>
      text === '' ? [] : [{ path: `${folder}/${name}`, text, lost: [], items: [] }],
    ),
  ];
}

/** How the target is held to what the legacy system does. */
export function parity({ backend }: Basis): readonly (Section | undefined)[] {
  const { migration } = backend;
  if (migration === undefined) return [];
  const { cases, values } = parityOf(backend, migration);
  if (cases.length === 0) return [];
  return [
    casesSection(cases),
    harness(),
    valuesSection(Object.entries(values)),
    mirroring(cases),
    acceptance(cases),
  ];
}

function casesSection(cases: readonly ParityCase[]): Section | undefined {
  const replayed = cases.filter(({ target }) => target.length > 0);
  const complete = replayed.filter(({ target }) => target.some(({ missing }) => missing.length === 0));
  return section(
    { id: 'cases', title: 'What the legacy system does, case by case' },
    paragraph(
      `${cases.length} cases, one for each endpoint: ${replayed.length} have a counterpart in the target, ${complete.length} of them can be replayed as they are; ${cases.filter(({ safe }) => safe).length} only read and may be recorded from a system in use. A case records what is, right or wrong; what is wrong on purpose stands with it as an expected difference.`,
    ),
    ...cappedTable(
      [
        'legacy endpoint',
        'as',
        'asked',
        'may change',
        'counterpart',
        'to be added by hand',
        'expected differences',
      ],
      cases.map((each): readonly Cell[] => [
        codeCell(each.id),
        each.as,
        each.variants.join(', '),
        names([...new Set(each.effects.map(({ change, table: on }) => `${change} ${on}`))]),
        each.alone ?? each.target.map(({ method, path }) => `${method} ${path}`).join(', '),
        names([...new Set(each.target.flatMap(({ missing }) => missing))]),
        each.expected.join('; ') || '–',
      ]),
      `${folder}/cases.json`,
    ),
  );
}

const harness = (): Section | undefined =>
  section(
    { id: 'harness', title: 'The harness' },
    code(
      'sh',
      [
        '# Node 22.18 or newer, nothing else. Against a copy of the legacy system with its own database:',
        "export PARITY_COUNTS='mysql --batch --skip-column-names shop_copy < 7-testing/parity/counts.legacy.sql'",
        "export PARITY_RESET='mysql shop_copy < shop-as-recorded.sql'",
        'PARITY_BASE=http://localhost:8080 PARITY_SESSION="Cookie: SESSION=…" PARITY_WRITES=1 node 7-testing/parity/parity.ts record',
        '# Against the target, filled from the same copy by the back-fill:',
        "export PARITY_COUNTS='psql --no-align --tuples-only --file 7-testing/parity/counts.target.sql'",
        "export PARITY_RESET='psql --quiet --file target-as-filled.sql'",
        'PARITY_BASE=http://localhost:3000 PARITY_SESSION="Authorization: Bearer …" PARITY_WRITES=1 node 7-testing/parity/parity.ts replay',
      ].join('\n'),
    ),
    list([
      'Recording writes one file a case to `golden/`; what only reads is asked twice, and what differs (a clock, a token, a random choice) is masked by that.',
      'Compared are outcomes, not bytes: done, refused, missing, invalid, fault. A page that answers 200 with an error of SQL in it is a fault; a redirect to the sign-in is a refusal; a redirect after a form is done.',
      'Values: each case is asked for two rows and for none. What a page shows for one of them only is data, and every number, date and text of it has to be in the answers of the target, in minor units or ISO dates too. What all pages show is layout and is not compared.',
      'Rows: before and after each request the tables are counted and summed. A table of the ledger has to gain and lose as many rows on both sides, and to change on both or on none.',
      'Each side has a session for each check that cases have to pass: a file of headers by the names under `guards` in cases.json, given as PARITY_SESSIONS. An administrator of the old system and a customer are two. The cases that end a session come last.',
      'What changes something is sent only with PARITY_WRITES=1, and never to a system in use.',
      'Numbers in redirects are masked. Nothing of a session is written to a file; of cookies only the names are.',
    ]),
    table(
      ['file', 'what it is'],
      [
        [
          link(`${folder}/cases.json`, `${folder}/cases.json`),
          'the cases as data; values and `from` are meant to be completed by hand',
        ],
        [link(`${folder}/parity.ts`, `${folder}/parity.ts`), 'records and replays'],
      ],
    ),
  );

function valuesSection(
  values: readonly (readonly [string, { readonly find: string; readonly pair?: string }])[],
): Section | undefined {
  return section(
    { id: 'values', title: 'Rows that the cases ask for' },
    values.length === 0
      ? undefined
      : paragraph(
          'Keys in `values` of the cases are examples until these statements have been run: two rows that exist, chosen so that both have everything (an order with lines, a product with a picture).',
        ),
    ...cappedTable(
      ['key', 'run on the legacy database', 'run on the target, gives both keys'],
      values.map(([of, { find, pair }]): readonly Cell[] => [
        codeCell(of),
        codeCell(find),
        pair === undefined ? 'the key stays what it is' : codeCell(pair),
      ]),
      `${folder}/cases.json`,
    ),
  );
}

function mirroring(cases: readonly ParityCase[]): Section | undefined {
  const reads = cases.filter(({ safe, target }) => safe && target.length > 0);
  return section(
    { id: 'mirroring', title: 'Traffic of real users' },
    paragraph(
      `The cases hold what was read in the code; real requests hold what nobody thought of. ${reads.length} endpoints only read and have a counterpart: of these a sample of real requests is answered by both, and the answer of the legacy system is the one that is used.`,
    ),
    code(
      'nginx',
      [
        '# One in twenty requests that read is sent to the comparer as well; its answer is thrown away.',
        'split_clients "$request_id" $parity_sample { 5% 1; * 0; }',
        'map "$request_method$parity_sample" $parity_target { default ""; "GET1" "http://parity-comparer"; }',
        '# In the locations of endpoints that only read:',
        '# mirror /_parity; mirror_request_body off;',
        'location = /_parity {',
        '    internal;',
        '    if ($parity_target = "") { return 204; }',
        '    proxy_pass $parity_target$request_uri;',
        '    proxy_set_header Cookie $http_cookie;',
        '    proxy_connect_timeout 1s; proxy_read_timeout 5s;',
        '}',
      ].join('\n'),
    ),
    steps([
      'Only what reads is mirrored: a mirrored write happens twice. Writes are compared by rows, after the fact: the reconciliation query of the step, once an hour.',
      'The comparer asks both systems with the session of the request, compares as `replay` does, and keeps path template, variant, kind of difference and a hash of the values; no value, no name, no cookie. It keeps differences for thirty days.',
      'Sampling begins at 1 %, goes to 5 % after a day without load of its own, and is per endpoint: one that is called ten times a day is compared every time.',
      'Volatile values are learned as in recording: the legacy system is asked twice for one in ten samples, and what differs between its own answers is masked for that path.',
      'A difference is sorted once by a person: fault of the target, fault of the legacy system that is given up on purpose (it goes to `expected` with its reason), or volatile.',
    ]),
  );
}

function acceptance(cases: readonly ParityCase[]): Section | undefined {
  const writes = cases.filter(({ effects }) => effects.length > 0).length;
  return section(
    { id: 'acceptance', title: 'When a step may go on' },
    list([
      'Every case of the endpoints that the step routes is the same, or its difference stands under `expected` with a reason and a name.',
      `Of the ${writes} cases that may change rows, those of the step ran with PARITY_WRITES=1 on copies, and no table changed that no statement names.`,
      'Mirrored reads: at least 1,000 compared requests or seven days for each endpoint, whichever comes later, and fewer than 1 in 1,000 differ without a reason; none differs in who is let in.',
      'Nobody is let in by the target whom the legacy system refused: one such difference stops the step.',
      'The p95 response time of the target for the mirrored requests is not above that of the legacy system.',
    ]),
  );
}
