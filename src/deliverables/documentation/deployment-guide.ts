import {
  cell,
  code,
  codeCell,
  judgement,
  names,
  paragraph,
  section,
  steps,
  table,
  unknown,
} from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import type { Container } from '../../model/architecture.ts';
import type { Backend } from '../../model/backend.ts';
import { assumed, derived } from '../../model/origin.ts';
import { requirementsAbout } from '../requirements.ts';

/** From nothing to serving, step by step, with the way back. */
export function deploymentGuide({ backend }: Basis): readonly (Section | undefined)[] {
  const { containers, deployment, configuration } = backend.architecture;
  const own = deployOrder(backend);
  if (containers.length === 0 && deployment.length === 0) return [];
  return [
    section(
      {
        id: 'prerequisites',
        title: 'Prerequisites',
        items: (own.length > 0 || deployment.length > 0) && configuration.length > 0 ? ['8.5'] : [],
        answers: requirementsAbout(backend, 'constraint', ['hosting', 'deployment']),
      },
      table(
        ['needed', 'version', 'for'],
        backend.stack
          .filter(({ role }) => role !== 'library' && role !== 'other')
          .map(({ name, version, role }) => [name, version ?? 'not stated', role]),
      ),
      table(
        ['unit found', 'kind', 'runs', 'facts'],
        deployment.map(({ name, kind, runs, facts }) => [
          name,
          kind,
          names(runs),
          names(
            Object.entries(facts)
              .slice(0, 6)
              .map(([key, value]) => `${key}: ${value}`),
          ),
        ]),
      ),
    ),
    order(own),
    settings(backend),
    migrationStep(backend),
    smoke(backend),
    canary(backend),
    rollback(backend),
  ];
}

const rank: Readonly<Record<Container['kind'], number>> = {
  database: 0,
  'object-store': 0,
  replica: 1,
  cache: 2,
  broker: 2,
  search: 2,
  scheduler: 5,
  worker: 4,
  application: 3,
  gateway: 6,
  cdn: 7,
  external: 9,
};

/** Stores first, what calls them after, the way in last. */
const deployOrder = ({ architecture }: Backend): readonly Container[] =>
  architecture.containers
    .filter(({ kind }) => kind !== 'external')
    .toSorted((a, b) => rank[a.kind] - rank[b.kind]);

function order(own: readonly Container[]): Section | undefined {
  return section(
    { id: 'order', title: 'Order' },
    table(
      ['#', 'container', 'technology', 'instances', 'ready when'],
      own.map((container, index): readonly Cell[] => [
        String(index + 1),
        container.name,
        container.technology,
        cell(container.instances),
        readyWhen(container),
      ]),
    ),
    own.length === 0
      ? undefined
      : paragraph(
          'Each starts only when those above it are ready. In an upgrade the order is the same; the database migrates by expand, migrate, contract, so that both versions work with it.',
        ),
  );
}

function readyWhen({ kind }: Container): string {
  switch (kind) {
    case 'database':
      return 'accepts connections and holds the schema';
    case 'replica':
      return 'replays with less than a second of lag';
    case 'cache':
    case 'broker':
    case 'search':
    case 'object-store':
      return 'a write and a read of one key succeed';
    case 'application':
    case 'worker':
    case 'scheduler':
      return 'its readiness probe answers, which includes its stores and not its peers';
    case 'gateway':
    case 'cdn':
      return 'a request from outside arrives at an application';
    case 'external':
      return 'not ours';
  }
}

function settings({ architecture }: Backend): Section | undefined {
  const keys = architecture.configuration;
  const required = keys.filter(({ default: value }) => value === undefined);
  return section(
    { id: 'configuration', title: 'Configuration that must be set' },
    table(
      ['key', 'type', 'from', 'meaning'],
      required.map(({ key, type, secret, about }): readonly Cell[] => [
        codeCell(key),
        type,
        secret ? 'the secret store' : 'the environment',
        about ?? 'not stated',
      ]),
    ),
    keys.length > required.length
      ? paragraph(
          `${keys.length - required.length} more keys have a default: see the configuration catalogue.`,
        )
      : undefined,
  );
}

function migrationStep({ data }: Backend): Section | undefined {
  if (data.tables.length === 0) return undefined;
  const postgres = data.engine?.name.toLowerCase().startsWith('postgres') ?? true;
  return section(
    { id: 'migrations', title: 'Schema' },
    postgres
      ? code('sh', 'psql "$DATABASE_URL" -v ON_ERROR_STOP=1 --single-transaction -f 2-database/schema.sql')
      : undefined,
    steps([
      'First installation: the statement above on an empty database.',
      'Upgrade: the expanding migrations before the new version, the contracting ones a release later.',
      'A migration runs as a job of its own before the first new instance, with lock_timeout; never at the start of every instance.',
    ]),
  );
}

/** Reads that need no identity make the safest first requests. */
function smoke({ api }: Backend): Section | undefined {
  const plain = api.endpoints.filter(
    ({ method, path, pathResolved, protocol, parameters }) =>
      protocol === 'http' &&
      method === 'GET' &&
      pathResolved &&
      !path.includes('{') &&
      !parameters.some(({ required }) => required),
  );
  const open = plain.filter(({ access }) => access === 'public');
  const guarded = plain.find(({ access }) => access === 'guarded');
  const lines = [
    ...open.slice(0, 5).map(({ path }) => `curl --fail --silent --show-error "$BASE_URL${path}" > /dev/null`),
    ...(guarded === undefined
      ? []
      : [
          `test "$(curl --silent --output /dev/null --write-out '%{http_code}' "$BASE_URL${guarded.path}")" = 401`,
        ]),
  ];
  if (lines.length === 0)
    return api.endpoints.length === 0
      ? undefined
      : section(
          { id: 'smoke', title: 'Smoke test' },
          paragraph(
            'No endpoint without parameters is known to be open or guarded; the smoke test has to be written by hand.',
          ),
          unknown('Whether the system answers after a deployment is not shown by anything in this package.'),
        );
  return section({ id: 'smoke', title: 'Smoke test' }, code('sh', ['set -e', ...lines].join('\n')));
}

function canary({ load, requirements, architecture }: Backend): Section | undefined {
  if (!architecture.containers.some(({ kind }) => kind === 'application')) return undefined;
  const peak = load.totalPeak;
  const parts = [0.01, 0.1, 0.5, 1];
  return section(
    { id: 'canary', title: 'Canary' },
    table(
      ['part of the traffic', 'requests at peak', 'hold', 'go back when'],
      parts.map((part): readonly Cell[] => [
        derived(part, 'ratio', 'step of the canary', []),
        peak === undefined
          ? 'not known'
          : derived(peak.value * part, peak.unit, 'part × peak', [`part ${part}`]),
        assumed(part < 1 ? 900 : 3600, 's', 'three times the fast window of the burn-rate alerts', 300, 7200),
        requirements.objectives.length > 0
          ? 'a fast burn-rate alert fires for the new version, or its errors exceed twice those of the old one'
          : 'errors exceed twice those of the old version: no objective is stated',
      ]),
    ),
    judgement(
      'Steps and times are conventions. With few requests hold longer: a hundredth of a small load shows nothing.',
    ),
  );
}

function rollback({ data, processes }: Backend): Section | undefined {
  return section(
    { id: 'rollback', title: 'Rollback' },
    steps([
      'Route all traffic to the old version; it still works with the expanded schema.',
      'Leave the new version running without traffic until its requests have ended.',
      ...(processes.events.length > 0 || processes.jobs.length > 0
        ? [
            'Stop the new workers after their current message; messages they wrote are readable by the old ones, because fields are only added.',
          ]
        : []),
      ...(data.tables.length > 0
        ? [
            'The schema stays expanded; contracting migrations were not run yet, so nothing has to be taken back in a hurry.',
          ]
        : []),
      'Run the smoke test; write down what was seen, before the logs are gone.',
    ]),
    judgement('The rollback was not rehearsed here; exit criteria ask for it before each release.'),
  );
}
