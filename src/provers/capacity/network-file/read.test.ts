import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readNetworkFile } from './read.ts';

const root = join(import.meta.dirname, '../../../..');
const examples = readdirSync(join(root, 'examples/capacity'));
const page = readFileSync(join(root, 'docs/capacity.md'), 'utf8');

test.each(examples)('%s is a network', (file) => {
  const read = readNetworkFile(readFileSync(join(root, 'examples/capacity', file), 'utf8'));
  expect(read.kind === 'invalid' ? read.problems : []).toEqual([]);
});

test('each example that the page names is there, and the page shows a whole file', () => {
  const named = [...page.matchAll(/`([\w-]+\.yaml)`/g)].map((match) => match[1] ?? '');
  expect(named.length).toBeGreaterThan(25);
  expect(named.filter((name) => !examples.includes(name))).toEqual([]);
  const [, shown = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  expect(readNetworkFile(shown).kind).toBe('value');
});

/** `line:column what | why` of each fault. */
function faults(text: string): readonly string[] {
  const read = readNetworkFile(text);
  if (read.kind === 'value') return [];
  return read.problems.map(({ line, column, what, why }) => `${line}:${column} ${what} | ${why}`);
}

const whole = `stations:
  web: { servers: 8 }
  database: 4
operations:
  query: { demands: { database: 5ms } }
classes:
  browse:
    rate: 300
    steps:
      - { work: web, time: 10ms }
      - { call: query, timeout: 1s, attempts: 3 }
`;

test('what is not said takes its default', () => {
  const read = readNetworkFile(whole);
  expect(read.kind === 'value' ? read.value : read.problems).toMatchObject({
    stations: [
      { id: 'web', servers: 8, replicas: 1, balancing: 'shared', discipline: 'fifo', room: Infinity },
      { id: 'database', servers: 4 },
    ],
    sources: [
      {
        kind: 'open',
        rate: 300,
        scv: 1,
        batch: 1,
        steps: [
          { kind: 'work', station: 'web', time: { mean: 0.01, scv: 1 } },
          { kind: 'call', operation: 'query', policy: { timeout: 1, attempts: 3 } },
        ],
      },
    ],
    experiment: { replications: 10, seed: 1 },
  });
});

test.each([
  ['', '1:1 The file is empty. | There is nothing to read.'],
  ['stations: [', '1:12 This is not YAML.'],
  ['{\n  "stations": {},\n  "classes": {\n}', '4:2 This is not JSON.'],
  [
    whole.replace('servers: 8', 'servers: 8, colour: 3'),
    '2:22 stations.web.colour cannot be used. | colour is no word that can stand here.',
  ],
  [
    whole.replace('10ms', '10 parsec'),
    '10:22 classes.browse.steps.0.time cannot be used. | "10 parsec" is no time: write seconds as a number, or 5ms, 1.5s, 10min.',
  ],
  [
    whole.replace('attempts: 3', 'retries: 3'),
    '11:37 classes.browse.steps.1.retries cannot be used. | retries is no word that can stand here.',
  ],
  [
    whole.replace('call: query', 'call: qery'),
    '7:3 There is no operation called qery. | classes.browse asks for it.',
  ],
  [
    whole.replace('servers: 8', 'servers: 200000'),
    '2:3 stations.web cannot be used. | more than 100000 servers in all: where so many are free nobody waits, write unlimited.',
  ],
  [
    whole.replace('rate: 300', 'rate: -1'),
    '8:5 classes.browse.rate cannot be used. | -1 is too small: it must be at least 0.',
  ],
  [
    whole.replace('    rate: 300\n', ''),
    '7:3 classes.browse cannot be used. | a class has either a rate (requests/s from outside) or a population (people who wait for answers).',
  ],
  [
    whole.replace('{ demands: { database: 5ms } }', '{ steps: [{ call: query }] }'),
    '5:3 These operations call each other in a circle. | query -> query',
  ],
  [
    `${whole}autoscalers:\n  - { station: web, least: 10, most: 2 }\n`,
    '13:21 autoscalers.0.least cannot be used. | at least 10 replicas are more than at most 2.',
  ],
  [
    `${whole}autoscalers:\n  - { station: web, most: 2 }\n  - { station: web, most: 5 }\n`,
    '14:5 web has a second autoscaler. | Each would undo what the other does.',
  ],
  [
    `${whole}caches: { k: { keys: 0 } }\n`,
    '12:16 caches.k.keys cannot be used. | 0 is too small: it must be at least 1.',
  ],
  [
    `${whole}      - { fork: [[{ work: web, time: 1ms }]], wanted: 9 }\n`,
    '12:47 classes.browse.steps.2.wanted cannot be used. | 9 answers are wanted of 1 branches.',
  ],
  [
    `${whole.replace('database: 4', 'database: delay')}objectives: [{ utilisation: database, most: 0.8 }]\n`,
    '12:14 database has no utilisation. | It is a delay: its servers are unlimited.',
  ],
  [
    whole.replace('servers: 8', 'servers: many'),
    '2:10 stations.web.servers cannot be used. | "many" is given, a number is needed.',
  ],
  [
    `{"stations": {"a": 1}, "x": ${'['.repeat(5000)}${']'.repeat(5000)}}`,
    'This is not JSON. | It is nested too deeply from here on.',
  ],
])('a fault is told with its place (%#)', (text, expected) => {
  expect(faults(text)[0]).toContain(expected);
});

test('a name that stands for nothing is told once for all who ask for it in one class', () => {
  const twice = whole
    .replaceAll('work: web', 'work: wbe')
    .replace('      - { call: query', '      - { work: wbe, time: 1ms }\n      - { call: query');
  expect(faults(twice)).toEqual(['7:3 There is no station called wbe. | classes.browse asks for it.']);
});

test('the classes of one station each become visits in the order written', () => {
  const read = readNetworkFile(
    'stations: { disk: 1 }\nclasses: { people: { population: 5, think: 2, demands: { disk: { time: 3ms, visits: 2.5 } } } }',
  );
  expect(read.kind === 'value' ? read.value.operations : read.problems).toEqual([
    {
      id: 'people at disk',
      steps: [{ kind: 'work', station: 'disk', time: { mean: 0.003, scv: 1 } }],
      after: [],
    },
  ]);
});
