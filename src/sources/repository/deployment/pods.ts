import type { Container } from '../../../model/architecture.ts';
import type { Origin } from '../../../model/origin.ts';
import type { TextFile } from '../gather.ts';
import type { YamlView } from '../yaml.ts';
import { bytesOf, coresOf } from './amounts.ts';
import { factsOf, listed, secretFacts, tagOf, yesNo } from './facts.ts';
import type { Facts, InlineEnvironment } from './facts.ts';
import { containerKind, purposeOf } from './images.ts';

/** One resource of a manifest. */
export interface Resource {
  readonly file: TextFile;
  readonly kind: string;
  readonly name: string;
  readonly view: YamlView;
}

/** One container of a workload's pod template. */
export interface PodContainer {
  readonly resource: Resource;
  /** Of the model's container: the workload's name, with the container's where there are several. */
  readonly id: string;
  readonly name: string;
  readonly single: boolean;
  readonly image: string | undefined;
  readonly labels: ReadonlyMap<string, string>;
  readonly pod: YamlView;
  readonly view: YamlView;
}

export function podContainers(resource: Resource): readonly PodContainer[] {
  const spec = resource.view.at('spec');
  const template =
    resource.kind === 'CronJob' ? spec.at('jobTemplate').at('spec').at('template') : spec.at('template');
  const pod = resource.kind === 'Pod' ? spec : template.at('spec');
  const metadata = resource.kind === 'Pod' ? resource.view.at('metadata') : template.at('metadata');
  const labels = new Map(
    metadata
      .at('labels')
      .entries()
      .map(([key, value]) => [key, value.text() ?? '']),
  );
  const views = pod.at('containers').items();
  return views.map((view) => {
    const name = view.at('name').text() ?? 'unnamed';
    const single = views.length === 1;
    const id = single ? resource.name : `${resource.name}-${name}`;
    return { resource, id, name, single, image: view.at('image').text(), labels, pod, view };
  });
}

export const environmentOf = (view: YamlView): readonly InlineEnvironment[] =>
  view
    .at('env')
    .items()
    .flatMap((item) => {
      const [key, value] = [item.at('name').text(), item.at('value').text()];
      return key === undefined || value === undefined ? [] : [{ key, value, line: item.line }];
    });

export function containerOf({ resource, id, image, view }: PodContainer): Container {
  const origin: Origin = { kind: 'read', file: resource.file.path, line: view.line };
  const command = [...view.at('command').items(), ...view.at('args').items()]
    .map((item) => item.text() ?? '')
    .join(' ');
  const kind = resource.kind === 'CronJob' ? 'scheduler' : containerKind(image, id, command);
  const replicas = Number(resource.view.at('spec').at('replicas').text() ?? '1');
  const limits = view.at('resources').at('limits');
  const vcpu = coresOf(limits.at('cpu').text(), origin);
  const memoryBytes = bytesOf(limits.at('memory').text(), origin, false);
  return {
    id,
    name: id,
    kind,
    technology: image ?? 'unknown image',
    purpose: purposeOf(kind, false),
    contexts: [],
    ...(Number.isInteger(replicas) ? { instances: { value: replicas, unit: 'instances', origin } } : {}),
    ...(vcpu === undefined ? {} : { vcpu }),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    origin,
  };
}

export function podFacts(container: PodContainer, resources: readonly Resource[]): Facts {
  const { resource, image, pod, view } = container;
  const spec = resource.view.at('spec');
  const [limits, requests] = [view.at('resources').at('limits'), view.at('resources').at('requests')];
  const long = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Pod'].includes(resource.kind);
  return factsOf({
    image,
    tag: image === undefined ? undefined : tagOf(image),
    ...securityFacts(pod.at('securityContext'), view.at('securityContext')),
    ...hostFacts(pod),
    ...(long ? probeFacts(view) : {}),
    ports: listed(
      view
        .at('ports')
        .items()
        .flatMap((port) => port.at('containerPort').text() ?? []),
    ),
    replicas: long ? (spec.at('replicas').text() ?? '1') : undefined,
    autoscaling: autoscaling(resource, resources),
    disruptionBudget: resource.kind === 'Deployment' ? yesNo(hasBudget(container, resources)) : undefined,
    cpuLimit: limits.at('cpu').text() ?? 'none',
    memoryLimit: limits.at('memory').text() ?? 'none',
    cpuRequest: requests.at('cpu').text() ?? 'none',
    memoryRequest: requests.at('memory').text() ?? 'none',
    schedule: spec.at('schedule').text(),
    concurrency: resource.kind === 'CronJob' ? (spec.at('concurrencyPolicy').text() ?? 'Allow') : undefined,
    gracePeriod: pod.at('terminationGracePeriodSeconds').text(),
    ...secretFacts(environmentOf(view)),
  });
}

/** What the container says holds over what its pod says. */
function securityFacts(pod: YamlView, own: YamlView): Facts {
  const either = (key: string): YamlView => (own.at(key).exists ? own.at(key) : pod.at(key));
  const user = either('runAsUser').text();
  return factsOf({
    user: user === undefined ? 'unset' : user === '0' ? 'root' : user,
    nonRoot: yesNo(either('runAsNonRoot').flag()),
    privileged: yesNo(own.at('privileged').flag()),
    escalation: own.at('allowPrivilegeEscalation').flag() === false ? 'no' : 'yes',
    readOnlyRoot: yesNo(own.at('readOnlyRootFilesystem').flag()),
    capabilities: listed(textsIn(own.at('capabilities').at('add'))),
    dropped: listed(textsIn(own.at('capabilities').at('drop'))),
    seccomp: either('seccompProfile').at('type').text() ?? 'unset',
  });
}

const textsIn = (view: YamlView): readonly string[] => view.items().flatMap((item) => item.text() ?? []);

/** What the pod shares with the machine it runs on. */
function hostFacts(pod: YamlView): Facts {
  const names = { network: 'hostNetwork', PID: 'hostPID', IPC: 'hostIPC' };
  const shared = Object.entries(names).flatMap(([name, key]) => (pod.at(key).flag() === true ? [name] : []));
  const paths = pod
    .at('volumes')
    .items()
    .flatMap((volume) => volume.at('hostPath').at('path').text() ?? []);
  return factsOf({
    hostNetwork: yesNo(pod.at('hostNetwork').flag()),
    hostNamespaces: shared.length === 0 ? undefined : listed(shared),
    hostPaths: paths.length === 0 ? undefined : listed(paths),
    dockerSocket: paths.some((path) => /\/(docker|containerd|crio|dockershim)\.sock$/.test(path))
      ? 'yes'
      : undefined,
  });
}

const probeFacts = (view: YamlView): Facts =>
  factsOf({
    liveness: yesNo(view.at('livenessProbe').exists),
    readiness: yesNo(view.at('readinessProbe').exists),
    startup: yesNo(view.at('startupProbe').exists),
  });

function autoscaling(resource: Resource, resources: readonly Resource[]): string | undefined {
  const scaler = resources.find(
    ({ kind, view }) =>
      kind === 'HorizontalPodAutoscaler' &&
      view.at('spec').at('scaleTargetRef').at('name').text() === resource.name,
  );
  const spec = scaler?.view.at('spec');
  if (spec === undefined) return undefined;
  return `${spec.at('minReplicas').text() ?? '1'}-${spec.at('maxReplicas').text() ?? 'unknown'}`;
}

const hasBudget = ({ labels }: PodContainer, resources: readonly Resource[]): boolean =>
  resources.some(({ kind, view }) => {
    const wanted = view.at('spec').at('selector').at('matchLabels').entries();
    return (
      kind === 'PodDisruptionBudget' &&
      wanted.length > 0 &&
      wanted.every(([key, value]) => labels.get(key) === value.text())
    );
  });
