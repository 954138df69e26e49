import { folderOf, joinPath } from '../file-paths.ts';
import type { Connection, Container, DeploymentUnit } from '../../../model/architecture.ts';
import type { Gap, Origin } from '../../../model/origin.ts';
import type { TextFile } from '../gather.ts';
import type { YamlView } from '../yaml.ts';
import { parseYaml } from '../yaml.ts';
import { bytesOf, coresOf } from './amounts.ts';
import { factsOf, listed, secretFacts, tagOf, yesNo } from './facts.ts';
import type { Deployment, Facts, InlineEnvironment } from './facts.ts';
import { containerKind, protocolOf, purposeOf } from './images.ts';
import type { Peer } from './links.ts';
import { environmentLinks, link } from './links.ts';

export const isCompose = (path: string): boolean =>
  /(^|\/)(docker-)?compose([.-][\w.-]+)?\.ya?ml$/i.test(path);

/** Services of a Compose file as containers, with what each says of itself and whom it uses. */
export function readCompose(file: TextFile): Deployment {
  const { documents, problem } = parseYaml(file.text);
  const gaps: Gap[] = problem === undefined ? [] : [{ kind: 'parse-yaml', subject: file.path, why: problem }];
  const services = documents
    .flatMap((document) => document.at('services').entries())
    .filter(([, service]) => service.entries().length > 0);
  const peers = new Map<string, Peer>();
  for (const [name, service] of services) {
    const peer = { id: name, protocol: protocolOf(service.at('image').text()) };
    peers.set(name, peer);
    const alias = service.at('container_name').text() ?? service.at('hostname').text();
    if (alias !== undefined && !peers.has(alias)) peers.set(alias, peer);
  }
  return {
    containers: services.map(([name, service]) => containerOf(file, name, service)),
    connections: services.flatMap(([name, service]) => connectionsOf(file, name, service, peers)),
    units: services.map(([name, service]) => unitOf(file, name, service)),
    gaps,
  };
}

const originOf = (file: TextFile, view: YamlView): Origin => ({
  kind: 'read',
  file: file.path,
  line: view.line,
});

const commandOf = (service: YamlView): string =>
  service.at('command').text() ??
  service
    .at('command')
    .items()
    .map((item) => item.text() ?? '')
    .join(' ');

function containerOf(file: TextFile, name: string, service: YamlView): Container {
  const image = service.at('image').text();
  const built = service.at('build').exists;
  const kind = containerKind(built ? undefined : image, name, commandOf(service));
  const origin = originOf(file, service);
  const limits = limitsOf(service);
  const vcpu = coresOf(limits.cpu, origin);
  const memoryBytes = bytesOf(limits.memory, origin, true);
  const replicas = Number(service.at('deploy').at('replicas').text() ?? '1');
  return {
    id: name,
    name,
    kind,
    technology: built ? 'built from this repository' : (image ?? 'unknown image'),
    purpose: purposeOf(kind, built),
    contexts: [],
    ...(Number.isInteger(replicas) ? { instances: { value: replicas, unit: 'instances', origin } } : {}),
    ...(vcpu === undefined ? {} : { vcpu }),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    origin,
  };
}

const limitsOf = (service: YamlView): { readonly cpu?: string; readonly memory?: string } => {
  const limits = service.at('deploy').at('resources').at('limits');
  const cpu = limits.at('cpus').text() ?? service.at('cpus').text();
  const memory = limits.at('memory').text() ?? service.at('mem_limit').text();
  return { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
};

function unitOf(file: TextFile, name: string, service: YamlView): DeploymentUnit {
  const dockerfile = buildOf(file, service);
  return {
    id: `compose:${file.path}#${name}`,
    kind: 'compose-service',
    name,
    runs: dockerfile === undefined ? [name] : [name, `dockerfile:${dockerfile.path}`],
    facts: factsOf({ purpose: purposeIn(file.text), ...serviceFacts(service, dockerfile) }),
    origin: originOf(file, service),
  };
}

/** Comments such as `do not use this in production` or `for demo purposes only`. */
function purposeIn(text: string): string | undefined {
  const comments = text
    .split('\n')
    .slice(0, 40)
    .flatMap((line) => /^\s*#(.*)$/.exec(line)?.[1] ?? [])
    .join(' ')
    .replaceAll(/\s+/g, ' ');
  const says =
    /\b(not|never|don'?t)\b.{0,60}\b(prod|production|personal deployments?)\b|\bonly\b.{0,30}\b(demo\w*|development|testing|learning)\b|\b(demo\w*|development|testing|learning)( purposes)? only\b/i;
  return says.test(comments) ? 'development' : undefined;
}

function serviceFacts(
  service: YamlView,
  dockerfile: { readonly path: string; readonly target?: string } | undefined,
): Facts {
  const image = service.at('image').text();
  const limits = limitsOf(service);
  const reservations = service.at('deploy').at('resources').at('reservations');
  const check = service.at('healthcheck');
  const off = check.at('disable').flag() === true;
  const socket = service
    .at('volumes')
    .items()
    .some((volume) => /docker\.sock/.test(volume.text() ?? ''));
  const target = dockerfile?.target === undefined ? '' : `#${dockerfile.target}`;
  return factsOf({
    image: dockerfile === undefined ? image : 'build',
    tag: image === undefined || dockerfile !== undefined ? undefined : tagOf(image),
    build: dockerfile === undefined ? undefined : dockerfile.path + target,
    user: service.at('user').text() ?? 'unset',
    privileged: yesNo(service.at('privileged').flag()),
    capabilities: listed(texts(service.at('cap_add'))),
    hostNetwork: yesNo(service.at('network_mode').text() === 'host'),
    dockerSocket: socket ? 'yes' : undefined,
    readOnlyRoot: yesNo(service.at('read_only').flag()),
    // What a service that extends another one leaves out stands in the other one.
    healthcheck: off
      ? 'off'
      : service.at('extends').exists && !check.exists
        ? undefined
        : yesNo(check.exists),
    published: listed(service.at('ports').items().map(portOf)),
    replicas: service.at('deploy').at('replicas').text() ?? '1',
    restart:
      service.at('restart').text() ??
      service.at('deploy').at('restart_policy').at('condition').text() ??
      'no',
    cpuLimit: limits.cpu ?? 'none',
    memoryLimit: limits.memory ?? 'none',
    cpuRequest: reservations.at('cpus').text() ?? 'none',
    memoryRequest: reservations.at('memory').text() ?? 'none',
    gracePeriod: service.at('stop_grace_period').text(),
    ...secretFacts(environmentOf(service)),
  });
}

const texts = (view: YamlView): readonly string[] => view.items().flatMap((item) => item.text() ?? []);

function portOf(port: YamlView): string {
  const short = port.text();
  if (short !== undefined) return short;
  const parts = ['host_ip', 'published', 'target'].flatMap((key) => port.at(key).text() ?? []);
  return parts.join(':');
}

/** Path of the Dockerfile that a service is built from. */
function buildOf(
  file: TextFile,
  service: YamlView,
): { readonly path: string; readonly target?: string } | undefined {
  const build = service.at('build');
  if (!build.exists) return undefined;
  const context = build.text() ?? build.at('context').text() ?? '.';
  const target = build.at('target').text();
  const path = joinPath(
    joinPath(folderOf(file.path), context),
    build.at('dockerfile').text() ?? 'Dockerfile',
  );
  return { path, ...(target === undefined ? {} : { target }) };
}

/** `environment` as a list or as a map. Values with `${VAR:-fallback}` count as their fallback. */
export function environmentOf(service: YamlView): readonly InlineEnvironment[] {
  const environment = service.at('environment');
  const pairs = environment
    .entries()
    .map(([key, value]) => ({ key, value: value.text() ?? '', line: value.line }));
  const lines = environment.items().flatMap((item) => {
    const [, key = '', value = ''] = /^([^=]+)=([\s\S]*)$/.exec(item.text() ?? '') ?? [];
    return key === '' ? [] : [{ key, value, line: item.line }];
  });
  return [...pairs, ...lines];
}

function connectionsOf(
  file: TextFile,
  name: string,
  service: YamlView,
  peers: ReadonlyMap<string, Peer>,
): readonly Connection[] {
  const needs = service.at('depends_on');
  const named: readonly (readonly [string, YamlView])[] = [
    ...needs.items().map((item) => [item.text() ?? '', item] as const),
    ...needs.entries().map(([key, view]) => [key, view] as const),
  ];
  const told = named.flatMap(([key, view]) => {
    const peer = peers.get(key);
    return peer === undefined || peer.id === name
      ? []
      : [link(name, peer, { kind: 'read', file: file.path, line: view.line })];
  });
  const environment = environmentOf(service).map((one) => ({ ...one, value: withFallback(one.value) }));
  return [...environmentLinks(name, environment, peers, file.path), ...told];
}

const withFallback = (value: string): string =>
  value.replaceAll(/\$\{\w+:?-([^}]*)\}/g, (_, fallback: string) => fallback);
