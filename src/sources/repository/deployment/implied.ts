import type { Connection, Container, Technology } from '../../../model/architecture.ts';
import type { Origin } from '../../../model/origin.ts';
import type { Facts } from '../../facts.ts';
import { imageName } from './facts.ts';

const protocols: Readonly<Record<string, string>> = {
  PostgreSQL: 'postgresql',
  MySQL: 'mysql',
  MariaDB: 'mysql',
  MongoDB: 'mongodb',
  Redis: 'redis',
  RabbitMQ: 'amqp',
  Kafka: 'kafka',
};

/**
 * Containers and connections that no deployment file tells and the code implies: a process that runs the framework,
 * and a store, cache or broker for each driver that is installed. What a file tells is never replaced.
 */
export function impliedContainers(stack: readonly Technology[], told: Facts): Facts {
  const known = told.architecture?.containers ?? [];
  const links = told.architecture?.connections ?? [];
  const own = known.filter(({ kind }) => kind === 'application' || kind === 'worker');
  const framework = stack.find(({ role }) => role === 'framework');
  const process = own.length === 0 && framework !== undefined ? [processOf(framework)] : [];
  const programs = [...own.filter(isOurs), ...process];
  const containers: Container[] = [...process];
  const connections: Connection[] = [];
  for (const technology of stack.filter(isStore)) {
    const running = known.find((container) => runs(container, technology));
    const store = running ?? storeOf(technology);
    if (programs.length === 0) continue;
    if (running === undefined) containers.push(store);
    // Where a file tells who uses a store, it tells all of them.
    if (links.some(({ to }) => to === store.id)) continue;
    for (const { id } of programs) connections.push(connectionOf(id, store.id, technology));
  }
  return { architecture: { containers, connections } };
}

type StoreRole = 'database' | 'cache' | 'broker' | 'search';

const isStore = (technology: Technology): technology is Technology & { readonly role: StoreRole } =>
  /^(database|cache|broker|search)$/.test(technology.role);

/** Runs code of this repository, not somebody's image. */
const isOurs = ({ purpose }: Container): boolean => purpose === 'runs the code of this repository';

/** An image of the technology, or of one that speaks its protocol. */
function runs({ kind, technology }: Container, { name, role }: Technology): boolean {
  if (kind !== role) return false;
  const image = imageName(technology);
  return image.startsWith(name.toLowerCase().slice(0, 5)) || role !== 'database';
}

const derived = (technology: Technology): Origin =>
  technology.origin.kind === 'read'
    ? {
        kind: 'derived',
        rule: 'implied-container',
        from: [`${technology.name} in ${technology.origin.file}:${technology.origin.line}`],
      }
    : technology.origin;

const processOf = (framework: Technology): Container => ({
  id: 'application',
  name: 'application',
  kind: 'application',
  technology: framework.name,
  purpose: 'runs the code of this repository',
  contexts: [],
  origin: derived(framework),
});

const storeOf = (technology: Technology & { readonly role: StoreRole }): Container => ({
  id: technology.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
  name: technology.name,
  kind: technology.role,
  technology: technology.name,
  purpose: `runs as ${technology.role}`,
  contexts: [],
  origin: derived(technology),
});

function connectionOf(from: string, to: string, technology: Technology): Connection {
  const protocol = protocols[technology.name] ?? 'unknown';
  return {
    id: `${from}->${to}`,
    from,
    to,
    protocol,
    purpose: `uses ${technology.name}`,
    synchronous: technology.role !== 'broker',
    encrypted: 'unknown',
    crossesTrustBoundary: false,
    origin: derived(technology),
  };
}
