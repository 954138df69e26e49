import type { Container, DeploymentUnit } from '../../model/architecture.ts';
import type { Origin } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';
import type { Problem } from '../sizing/problem.ts';
import type { SizedOption } from '../sizing/sized.ts';
import { chooseProduct } from '../stack/choose.ts';

const zoneNames = ['a', 'b', 'c'] as const;

/** Zones with what runs in each, and one unit of the hosting platform for each process that is released. */
export function deploymentOf(
  problem: Problem,
  option: SizedOption,
  containers: readonly Container[],
): readonly DeploymentUnit[] {
  const { residency } = problem.brief.policies;
  const region = residency?.value ?? 'any one region';
  const origin: Origin = residency?.origin ?? {
    kind: 'derived',
    rule: 'one region: nothing in the brief asks for a second one',
    from: ['no residency is stated'],
  };
  const inside = containers.filter(({ kind }) => kind !== 'external');
  return [...zones(option, inside, region, origin), ...processes(problem, inside, region, origin)];
}

/** The zones that were chosen; where one instance of everything is enough, the others are where it is started again. */
function zones(
  option: SizedOption,
  inside: readonly Container[],
  region: string,
  origin: Origin,
): readonly DeploymentUnit[] {
  const used = zoneNames.slice(0, option.zones);
  return used.map((name, index) => ({
    id: `zone-${name}`,
    kind: 'zone',
    name: `${region}, zone ${name}`,
    runs: inside.filter((container) => inZone(container, index, used.length)).map(({ id }) => id),
    facts: {
      region,
      ...Object.fromEntries(
        inside.flatMap((container) => {
          const here = instancesIn(container, index, used.length);
          return here === 0 ? [] : [[container.id, `${here} here`]];
        }),
      ),
    },
    origin,
  }));
}

/** Instances are dealt out to the zones in turn; a standby stands in another zone than its primary. */
function instancesIn({ id, instances }: Container, zone: number, zones: number): number {
  const all = instances?.value ?? 1;
  const first = id.endsWith('-standby') ? 1 % zones : 0;
  const offset = (zone - first + zones) % zones;
  return Math.floor(all / zones) + (offset < all % zones ? 1 : 0);
}

/** The gateway is a regional service: it is shown in each zone. */
const inZone = (container: Container, zone: number, zones: number): boolean =>
  container.kind === 'gateway' || instancesIn(container, zone, zones) > 0;

function processes(
  { brief }: Problem,
  inside: readonly Container[],
  region: string,
  origin: Origin,
): readonly DeploymentUnit[] {
  const hosting = brief.constraints.must['hosting'];
  const kubernetes = chooseProduct(brief, 'hosting')?.product.name === 'Kubernetes' && hosting !== undefined;
  return inside
    .filter(({ kind }) => kind === 'application' || kind === 'worker')
    .map(({ id, instances, vcpu, memoryBytes, kind }) => ({
      id: `deployment-${id}`,
      kind: kubernetes ? 'kubernetes' : 'node',
      name: kubernetes ? `Deployment ${id}` : `instances of ${id}`,
      runs: [id],
      facts: {
        region,
        hosting: hosting?.value ?? 'containers on any platform',
        replicas: String(instances?.value ?? 1),
        ...(kind === 'application' && {
          autoscaling: `${instances?.value ?? 1} instances at peak, fewer in quiet hours, by CPU in use`,
        }),
        ...(vcpu !== undefined && { 'cpu limit': quantityText(vcpu) }),
        ...(memoryBytes !== undefined && { 'memory limit': quantityText(memoryBytes) }),
        user: 'non-root, read-only file system',
        ...(kind === 'application' && {
          ports: '8080',
          readiness: 'GET /health/ready',
          liveness: 'GET /health/live',
        }),
        ...(kind === 'worker' && { liveness: 'heartbeat of the queue loop' }),
        release: 'rolling, one instance at a time; stops accepting, finishes requests, exits',
      },
      origin: hosting?.origin ?? origin,
    }));
}
