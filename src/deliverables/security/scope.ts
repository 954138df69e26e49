import { figure, judgement, list, section, table } from '../blocks.ts';
import type { Basis, Deliverable, Section } from '../deliverable.ts';
import type { Diagram, GraphEdge, GraphNode } from '../diagram.ts';
import { requirementsAbout } from '../requirements.ts';
import { columnsOf } from './classified.ts';
import { flowsOf, graphKind, partsOf } from './data-flow.ts';
import type { Container } from '../../model/architecture.ts';
import type { Backend } from '../../model/backend.ts';
import type { Integration } from '../../model/brief.ts';

type Regime = 'pci' | 'hipaa';

const paymentPeers = ({ processes }: Backend): readonly Integration[] =>
  processes.integrations.filter(({ kind }) => /pay|card|psp/i.test(kind));

/** Which regimes concern this backend, judged by its data, its peers and what was asked for. */
function regimesOf(backend: Backend): readonly Regime[] {
  const asked = backend.requirements.compliance.map(({ value }) => value.toLowerCase());
  const pci =
    asked.some((name) => name.includes('pci')) ||
    columnsOf(backend, 'cardholder').length > 0 ||
    paymentPeers(backend).length > 0;
  const hipaa = asked.some((name) => name.includes('hipaa')) || columnsOf(backend, 'health').length > 0;
  return [...(pci ? (['pci'] as const) : []), ...(hipaa ? (['hipaa'] as const) : [])];
}

/** One scope diagram for each regime: what holds the data, what is connected to it, what is out. */
export function scope(basis: Basis): readonly (Section | undefined)[] {
  return regimesOf(basis.backend).map((regime) => regimeSection(basis.backend, regime));
}

function regimeSection(backend: Backend, regime: Regime): Section | undefined {
  const pci = regime === 'pci';
  const held = columnsOf(backend, pci ? 'cardholder' : 'health');
  const diagram = scopeDiagram(backend, regime, held.length > 0);
  return section(
    {
      id: `scope-${regime}`,
      title: pci ? 'PCI DSS scope' : 'HIPAA scope',
      items: diagram.nodes.length > 0 ? ['3.14'] : [],
      answers: requirementsAbout(backend, 'compliance', pci ? ['pci', 'pci-dss'] : ['hipaa']),
    },
    figure(diagram),
    table(
      ['question', 'answer'],
      [
        [
          pci ? 'columns that hold card data' : 'columns that hold health data',
          held.length === 0
            ? 'none'
            : held
                .map(({ table: entry, column }) => `${entry.name}.${column.name}`)
                .slice(0, 12)
                .join(', '),
        ],
        ...(pci ? [['assessment that follows', assessment(held.length > 0)]] : []),
      ],
    ),
    list(pci ? [...pciRules, stored(backend)] : hipaaRules),
    judgement(
      pci
        ? 'Scope is decided by the assessor or the acquirer. This drawing says what the model holds, and nothing of what staff, support or logs may see.'
        : 'Whether an organisation is a covered entity or a business associate is a legal question; this drawing shows where the data is.',
    ),
  );
}

const assessment = (holds: boolean): string =>
  holds
    ? 'card data is stored or processed here: SAQ D or a report on compliance'
    : 'fields hosted by the provider and only its tokens stored here: SAQ A, as long as no card number reaches our servers';

const pciRules: readonly string[] = [
  'The card number goes from the browser to the provider; our pages embed fields of the provider, with a content security policy and checked scripts as requirements 6.4.3 and 11.6.1 of PCI DSS 4.0.1 describe. SAQ A of January 2025 no longer lists the two; it asks the merchant to confirm that scripts cannot attack the site, and they are one way to be able to.',
  'Logs, traces and support tools are searched for numbers that pass the Luhn check; a hit is an incident.',
];
/** What the tables of the model keep of a card, by the names of their columns. */
function stored({ data }: Backend): string {
  const kept = data.tables.flatMap(({ name, columns }) =>
    columns
      .filter((column) => /(^|_)(token|last4|last_four|brand|expiry|exp_month|exp_year)$/.test(column.name))
      .filter(() => /payment|card|refund|method|charge/.test(name))
      .map((column) => `${name}.${column.name}`),
  );
  return `Of a card our tables keep ${kept.length === 0 ? 'nothing' : kept.join(', ')}; never the number, never the verification code.`;
}

const hipaaRules: readonly string[] = [
  'Every peer that can see health data signs a business associate agreement first.',
  'Each access to health data is an audit entry with the reason; minimum necessary is enforced by masks and row rules.',
  'Health data is encrypted with a key of its own at rest, and never leaves in events, logs or analytics.',
];

function scopeDiagram(backend: Backend, regime: Regime, holds: boolean): Extract<Diagram, { kind: 'graph' }> {
  const parts = partsOf(backend);
  const flows = flowsOf(backend);
  const peers = new Set(paymentPeers(backend).map(({ id }) => id));
  const holders = new Set(
    parts
      .filter(({ id, kind }) =>
        kind === 'external'
          ? regime === 'pci' && peers.has(id.replace(/^integration[:-]/, ''))
          : holds && (kind === 'database' || kind === 'replica' || kind === 'application'),
      )
      .map(({ id }) => id),
  );
  const connected = new Set(
    flows.flatMap(({ from, to }) => [...(holders.has(to) ? [from] : []), ...(holders.has(from) ? [to] : [])]),
  );
  const groupOf = (id: string): string =>
    holders.has(id) ? 'holds' : connected.has(id) ? 'connected' : 'outside';
  const nodes = parts.map(({ id, name, kind, technology }): GraphNode => ({
    id,
    title: name,
    subtitle: technology,
    kind: graphKind(kind),
    group: groupOf(id),
  }));
  const browser = regime === 'pci' && !holds && holders.size > 0;
  const groups = [
    { id: 'holds', title: regime === 'pci' ? 'Holds card data' : 'Holds health data' },
    { id: 'connected', title: 'Connected to it' },
    { id: 'outside', title: 'Not connected to it' },
  ].filter(({ id }) => nodes.some(({ group }) => group === id));
  const known = new Set(parts.map(({ id }) => id));
  return {
    kind: 'graph',
    id: `scope-${regime}`,
    title: `${backend.name}: ${regime === 'pci' ? 'PCI DSS' : 'HIPAA'} scope`,
    view: 'data-flow',
    groups: groups.map((group) => ({ ...group, boundary: 'trust' })),
    nodes: [
      ...(browser ? [{ id: 'browser-of-payer', title: 'Browser', kind: 'person' } as const] : []),
      ...nodes,
    ],
    edges: [
      ...(browser ? browserEdges([...holders], parts) : []),
      ...flows
        .filter(({ from, to }) => known.has(from) && known.has(to))
        .map(({ from, to, purpose }): GraphEdge => ({ from, to, label: purpose, style: 'solid' })),
    ],
  };
}

/** The number goes to the provider, and only its token to us. */
function browserEdges(providers: readonly string[], parts: readonly Container[]): readonly GraphEdge[] {
  const door =
    parts.find(({ kind }) => kind === 'gateway') ?? parts.find(({ kind }) => kind === 'application');
  return [
    ...providers.map((to): GraphEdge => ({
      from: 'browser-of-payer',
      to,
      label: 'card number, in fields of the provider',
      style: 'solid',
    })),
    ...(door === undefined
      ? []
      : [{ from: 'browser-of-payer', to: door.id, label: 'token only', style: 'solid' } as const]),
  ];
}

/** Neither payments nor health data, in a design that says what it holds. */
export function scopeNotApplicable(backend: Backend): Deliverable['notApplicable'] {
  return backend.source === 'designed' && regimesOf(backend).length === 0
    ? [
        {
          item: '3.14',
          reason:
            'no card or health data in any column, no payment provider, and neither PCI DSS nor HIPAA was asked for',
        },
      ]
    : [];
}
