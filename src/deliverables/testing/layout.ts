import { code, judgement, section, steps, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import type { Backend } from '../../model/backend.ts';
import { compareText } from '../../model/text.ts';

/** Where tests stand, what they start from, and how they are named. */
export function layout({ backend }: Basis): Section | undefined {
  const { modules } = backend.architecture;
  if (modules.length === 0) return undefined;
  return section(
    { id: 'layout', title: 'Layout, fixtures, names', items: ['7.2'] },
    code('text', tree(backend)),
    table(['kind', 'stands', 'starts from', 'may touch'], kindRows(backend)),
    steps([
      'A name says subject, condition, expectation: "an order that is shipped cannot be cancelled".',
      'Each test makes its own rows through builders with defaults; no test reads rows of another.',
      'Clock, random numbers and ids are handed in; a test that sleeps is a test that flakes.',
      'One database for each worker, made from a template in which schema and generated rows stand; a test runs in a transaction that is rolled back, or in a copy of the template when it commits.',
      'Peers are replaced by fakes that are held to their contract by the same contract test as the real one.',
    ]),
    judgement('Layout and names are conventions; the generated tests keep them.'),
  );
}

function tree({ architecture }: Backend): string {
  const paths = [...new Set(architecture.modules.map(({ path, id }) => path ?? id))].toSorted(compareText);
  const shown = paths.slice(0, 30).map((path) => `${path}/\n  *.test — unit tests beside what they test`);
  const rest = paths.length - 30;
  return [
    ...shown,
    ...(rest > 0 ? [`… and ${rest} more modules, alike`] : []),
    'test/',
    '  builders/   one builder for each entity, with defaults that pass every check',
    '  fakes/      one fake for each peer',
    '  harness     the seam of the generated tests',
    '7-testing/    generated: contract, objects, lists, authorisation, invariants, messages, failures, load, data',
  ].join('\n');
}

/** Containers a test needs beside the code, by kind. */
function kindRows({ architecture, data }: Backend): readonly (readonly Cell[])[] {
  const stores = architecture.containers
    .filter(({ kind }) => kind === 'database' || kind === 'cache' || kind === 'broker' || kind === 'search')
    .map(({ technology, name }) => (technology === '' ? name : technology));
  const engine = data.engine?.name;
  const needed = [...new Set(stores.length > 0 ? stores : engine === undefined ? [] : [engine])];
  return [
    ['unit', 'beside the module', 'values', 'no clock, no network, no database'],
    [
      'integration',
      'test/ of the module',
      'builders',
      `real ${needed.length === 0 ? 'stores' : needed.join(', ')} in test containers`,
    ],
    ['generated', '7-testing/', 'generate-data.sql', 'the whole system through the harness'],
  ];
}
