import { codeCell, count, figure, judgement, names, section, table, unknown } from '../blocks.ts';
import { cappedTable } from '../capped.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import type { Diagram, GraphEdge, GraphNode } from '../diagram.ts';
import { requirementsAbout } from '../requirements.ts';
import { nameOf } from '../database/tables.ts';
import { flowsOf } from './data-flow.ts';
import { columnsOf } from './classified.ts';
import { keysOf } from './keys.ts';
import type { Backend } from '../../model/backend.ts';
import type { DataClass } from '../../model/domain.ts';

const dictionary = '2-database/dictionary.md';

interface Treatment {
  readonly rest: string;
  readonly field: string;
  readonly logs: string;
}

/** What each class of data asks for, from open to most protected. */
const treatments: Readonly<Record<DataClass, Treatment>> = {
  public: { rest: 'encrypted volume', field: 'nothing further', logs: 'may be logged' },
  internal: { rest: 'encrypted volume', field: 'nothing further', logs: 'may be logged' },
  pii: {
    rest: 'encrypted volume and backups',
    field: 'masked for roles that do not need it',
    logs: 'never; the id of the person instead',
  },
  secret: {
    rest: 'encrypted volume and backups',
    field: 'hashed where only compared (argon2id for passwords, SHA-256 for random tokens), else encrypted',
    logs: 'never',
  },
  cardholder: {
    rest: 'encrypted volume and backups, apart from other data',
    field: 'encrypted with its own key, or replaced by a token of the provider',
    logs: 'never',
  },
  health: {
    rest: 'encrypted volume and backups, apart from other data',
    field: 'encrypted with its own key; each read is an audit entry',
    logs: 'never',
  },
};

const classes: readonly DataClass[] = ['public', 'internal', 'pii', 'secret', 'cardholder', 'health'];

/** What is held of each class, how it is kept, and how it travels. */
export function classification(basis: Basis): readonly (Section | undefined)[] {
  const { backend } = basis;
  const present = classes.filter((each) => columnsOf(backend, each).length > 0);
  const keys = keysOf(backend);
  return [
    section(
      {
        id: 'classes',
        title: 'Data classes',
        items: present.length > 0 && keys.length > 0 ? ['3.6'] : [],
        answers: [
          ...requirementsAbout(backend, 'policy', ['classes', 'data']),
          ...requirementsAbout(backend, 'compliance'),
        ],
      },
      table(
        ['class', 'columns', 'at rest', 'in the field', 'in logs and events'],
        present.map((each) => {
          const { rest, field, logs } = treatments[each];
          return [each, count(columnsOf(backend, each).length, 'columns of the class'), rest, field, logs];
        }),
      ),
      backend.source === 'recovered'
        ? unknown(
            'How data is encrypted today is decided outside the code and was not seen; the columns say what each class asks for.',
          )
        : undefined,
      present.length === 0
        ? undefined
        : judgement(
            'What each class asks for is a choice after ASVS 5 chapters 11 and 14; the database dictionary lists every column.',
          ),
    ),
    section(
      { id: 'protected-columns', title: 'Columns above internal' },
      ...cappedTable(['table', 'columns', 'class'], protectedRows(backend), dictionary),
    ),
    inTransit(backend),
    section(
      { id: 'keys', title: backend.source === 'designed' ? 'Key hierarchy' : 'Key hierarchy to reach' },
      keys.length === 0 ? undefined : figure(keyDiagram(backend)),
      table(
        ['key', 'protects', 'lives in', 'replaced every', 'how it is replaced'],
        keys.map(({ name, protects, home, rotation, how }) => [name, protects, home, rotation, how]),
      ),
      keys.length === 0
        ? undefined
        : judgement(
            'Periods are assumed after NIST SP 800-57 part 1; the key service and its region are for the infrastructure to name.',
          ),
    ),
  ];
}

function protectedRows(backend: Backend): readonly (readonly Cell[])[] {
  return backend.data.tables.flatMap((entry) =>
    (['pii', 'secret', 'cardholder', 'health'] as const).flatMap((each): readonly (readonly Cell[])[] => {
      const found = entry.columns.filter(({ dataClass }) => dataClass === each);
      return found.length === 0
        ? []
        : [[codeCell(nameOf(entry)), names(found.map(({ name }) => name)), each]];
    }),
  );
}

function inTransit(backend: Backend): Section | undefined {
  const flows = flowsOf(backend);
  return section(
    { id: 'transit', title: 'In transit' },
    ...cappedTable(
      ['from', 'to', 'protocol', 'encrypted', 'leaves the trust boundary'],
      flows.map(({ from, to, protocol, encrypted, crossesTrustBoundary }) => [
        from,
        to,
        protocol,
        encrypted === true ? 'yes' : encrypted === false ? 'no' : 'not known',
        crossesTrustBoundary ? 'yes' : 'no',
      ]),
      'model.json',
    ),
    flows.some(({ encrypted }) => encrypted === 'unknown')
      ? unknown(
          'Whether a connection is encrypted is decided by its configuration at run time, which was not seen.',
        )
      : undefined,
  );
}

function keyDiagram(backend: Backend): Diagram {
  const keys = keysOf(backend);
  const root = { id: 'root', title: 'Root key', subtitle: 'key service or HSM', kind: 'system' } as const;
  return {
    kind: 'graph',
    id: 'keys',
    title: `${backend.name}: keys`,
    view: 'data-flow',
    groups: [],
    nodes: [
      root,
      ...keys.flatMap(({ id, name, home, protects }): readonly GraphNode[] => [
        { id, title: name, subtitle: home, kind: 'component' },
        { id: `${id}-data`, title: protects, kind: 'store' },
      ]),
    ],
    edges: keys.flatMap(({ id, wrapped }): readonly GraphEdge[] => [
      { from: 'root', to: id, label: wrapped ? 'wraps' : 'holds', style: 'solid' },
      { from: id, to: `${id}-data`, label: 'protects', style: 'dashed' },
    ]),
  };
}
