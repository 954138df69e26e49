import type { Connection, Container, DeploymentUnit } from '../../../model/architecture.ts';
import type { Gap, Origin } from '../../../model/origin.ts';
import type { TextFile } from '../gather.ts';
import type { YamlView } from '../yaml.ts';
import { factsOf, listed, yesNo } from './facts.ts';
import type { Deployment, Facts } from './facts.ts';
import { protocolOf } from './images.ts';
import type { Peer } from './links.ts';
import { environmentLinks, link } from './links.ts';
import type { PodContainer, Resource } from './pods.ts';
import { containerOf, environmentOf, podContainers, podFacts } from './pods.ts';

const workloads = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job', 'Pod', 'ReplicaSet']);

export function resourcesOf(file: TextFile, documents: readonly YamlView[]): readonly Resource[] {
  return documents.flatMap((document) => {
    const kind = document.at('kind').text();
    if (kind === undefined || !document.at('apiVersion').exists) return [];
    if (kind === 'List') return resourcesOf(file, document.at('items').items());
    const name = document.at('metadata').at('name').text() ?? 'unnamed';
    return [{ file, kind, name, view: document }];
  });
}

/** All resources together, because services, autoscalers and budgets speak of workloads in other files. */
export function readKubernetes(resources: readonly Resource[]): Deployment {
  const pods = resources
    .filter(({ kind }) => workloads.has(kind))
    .flatMap((resource) => podContainers(resource));
  const others = resources.filter(({ kind }) =>
    ['Service', 'Ingress', 'HorizontalPodAutoscaler', 'Role', 'ClusterRole'].includes(kind),
  );
  const peers = peersOf(resources, pods);
  return {
    containers: [...containersOf(pods), ...resources.filter(({ kind }) => kind === 'Ingress').map(gatewayOf)],
    connections: [
      ...pods.flatMap((pod) =>
        environmentLinks(pod.id, environmentOf(pod.view), peers, pod.resource.file.path),
      ),
      ...resources.flatMap((resource) => ingressLinks(resource, peers)),
    ],
    units: [
      ...pods.map((pod) => unitOf(pod, podFacts(pod, resources))),
      ...others.map((resource) => otherUnit(resource)),
    ],
    gaps: unreadKinds(resources),
  };
}

/** The same workload may stand in several overlays; the container is one. */
function containersOf(pods: readonly PodContainer[]): readonly Container[] {
  const found = new Map<string, Container>();
  for (const pod of pods) if (!found.has(pod.id)) found.set(pod.id, containerOf(pod));
  return [...found.values()];
}

function gatewayOf({ name, file, view }: Resource): Container {
  return {
    id: `ingress-${name}`,
    name: `ingress-${name}`,
    kind: 'gateway',
    technology: 'Kubernetes Ingress',
    purpose: 'lets requests into the cluster',
    contexts: [],
    origin: { kind: 'read', file: file.path, line: view.line },
  };
}

/** Names in the cluster: services by their selectors, and the workload's own name. */
function peersOf(resources: readonly Resource[], pods: readonly PodContainer[]): ReadonlyMap<string, Peer> {
  const peers = new Map<string, Peer>();
  for (const pod of pods) peers.set(pod.resource.name, { id: pod.id, protocol: protocolOf(pod.image) });
  for (const { kind, name, view } of resources) {
    if (kind !== 'Service') continue;
    const selector = view.at('spec').at('selector').entries();
    const chosen = pods.find(
      ({ labels }) =>
        selector.length > 0 && selector.every(([key, value]) => labels.get(key) === value.text()),
    );
    if (chosen !== undefined) peers.set(name, { id: chosen.id, protocol: protocolOf(chosen.image) });
  }
  return peers;
}

function unitOf(pod: PodContainer, facts: Facts): DeploymentUnit {
  const { resource, single, view } = pod;
  const name = single ? `${resource.kind}/${resource.name}` : `${resource.kind}/${resource.name}:${pod.name}`;
  return {
    id: `kubernetes:${resource.file.path}#${name}`,
    kind: 'kubernetes',
    name,
    runs: [pod.id],
    facts,
    origin: originAt(resource, view),
  };
}

function otherUnit(resource: Resource): DeploymentUnit {
  const { kind, name, file, view } = resource;
  const spec = view.at('spec');
  const target = spec.at('scaleTargetRef').at('name').text();
  return {
    id: `kubernetes:${file.path}#${kind}/${name}`,
    kind: 'kubernetes',
    name: `${kind}/${name}`,
    runs: target === undefined ? [] : [target],
    facts: kind.endsWith('Role') ? roleFacts(view) : otherFacts(kind, spec),
    origin: originAt(resource, view),
  };
}

/** One rule that allows each verb on each resource of each group. */
function roleFacts(view: YamlView): Facts {
  const holds = (rule: YamlView, key: string): boolean =>
    rule
      .at(key)
      .items()
      .some((item) => item.text() === '*');
  const rules = view.at('rules').items();
  return factsOf({
    grants: rules.some((rule) => ['apiGroups', 'resources', 'verbs'].every((key) => holds(rule, key)))
      ? 'everything'
      : undefined,
  });
}

function otherFacts(kind: string, spec: YamlView): Facts {
  if (kind === 'HorizontalPodAutoscaler')
    return factsOf({
      autoscaling: `${spec.at('minReplicas').text() ?? '1'}-${spec.at('maxReplicas').text() ?? 'unknown'}`,
    });
  if (kind === 'Ingress')
    return factsOf({
      hosts: listed(
        spec
          .at('rules')
          .items()
          .flatMap((rule) => rule.at('host').text() ?? []),
      ),
      tls: yesNo(spec.at('tls').items().length > 0),
    });
  const ports = spec
    .at('ports')
    .items()
    .flatMap((port) => port.at('port').text() ?? []);
  const type = spec.at('type').text() ?? 'ClusterIP';
  return factsOf({
    type,
    ports: listed(ports),
    published: type === 'ClusterIP' ? 'none' : listed(ports),
  });
}

/** An ingress is a gateway in front of the workloads behind its services. */
function ingressLinks(resource: Resource, peers: ReadonlyMap<string, Peer>): readonly Connection[] {
  if (resource.kind !== 'Ingress') return [];
  const rules = resource.view.at('spec').at('rules').items();
  return rules
    .flatMap((rule) => rule.at('http').at('paths').items())
    .flatMap((path) => {
      const backend = path.at('backend');
      const name = backend.at('service').at('name').text() ?? backend.at('serviceName').text() ?? '';
      const peer = peers.get(name);
      const origin: Origin = { kind: 'read', file: resource.file.path, line: path.line };
      return peer === undefined
        ? []
        : [{ ...link(`ingress-${resource.name}`, peer, origin), crossesTrustBoundary: true }];
    });
}

const originAt = ({ file }: Resource, view: YamlView): Origin => ({
  kind: 'read',
  file: file.path,
  line: view.line,
});

const understood = new Set([
  ...workloads,
  'Service',
  'Ingress',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
  'Secret',
  'ConfigMap',
  'Namespace',
  'ServiceAccount',
  'Role',
  'ClusterRole',
  'PersistentVolumeClaim',
  'Kustomization',
]);

/** Kinds of resources that are not read, each with its number. */
function unreadKinds(resources: readonly Resource[]): readonly Gap[] {
  const counts = new Map<string, number>();
  for (const { kind } of resources) if (!understood.has(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => ({
    kind: 'read-kubernetes',
    subject: kind,
    why: `resources of this kind are not read (${count})`,
  }));
}
