import type { Backend } from '../../model/backend.ts';
import type { Station } from '../../model/load.ts';
import { derived } from '../../model/origin.ts';
import { paragraph, section, table } from '../blocks.ts';
import type { Cell, Section } from '../deliverable.ts';

/** Above this part of its cores a tier refuses or delays: the limit of the design with an instance lost. */
const full = 0.8;

/** One tier whose instances are dealt out to several zones, at peak without the zone that holds most of them. */
interface ZoneLoss {
  readonly station: Station;
  readonly instances: number;
  readonly zones: number;
  readonly left: number;
}

function losses({ architecture, load }: Backend): readonly ZoneLoss[] {
  const zones = architecture.deployment.filter(({ kind }) => kind === 'zone');
  return architecture.containers.flatMap(({ id, kind, instances }) => {
    // Primaries of shards do not stand in for each other: each is taken over by its own standby.
    if (kind === 'database') return [];
    const station = load.stations.find((each) => each.container === id && each.model !== 'delay');
    const used = zones.filter(({ runs }) => runs.includes(id)).length;
    const all = instances?.value ?? 1;
    if (station === undefined || used < 2 || all < 2) return [];
    return [{ station, instances: all, zones: used, left: all - Math.ceil(all / used) }];
  });
}

/** Instances dealt out to the zones that stay below the limit without the fullest zone. */
function enough(busyCores: number, perInstance: number, zones: number, from: number): number {
  let instances = from;
  while (busyCores > full * perInstance * (instances - Math.ceil(instances / zones))) instances++;
  return instances;
}

/** What is left of each tier when a whole zone is lost at peak, and what carrying that would take. */
export function zoneLoss(backend: Backend): Section | undefined {
  const lost = losses(backend);
  const carried = lost.every(
    ({ station: { utilisation }, instances, left }) => (utilisation.value * instances) / left <= full + 1e-9,
  );
  const rows = lost.map(({ station, instances, zones, left }): readonly Cell[] => {
    const { container, utilisation, servers } = station;
    const perInstance = servers.value / instances;
    const busyCores = utilisation.value * servers.value;
    const busy = busyCores / (left * perInstance);
    const from = [`${instances} instances in ${zones} zones`, `${left} left`];
    return [
      container,
      derived(instances, 'instances', 'as designed', from),
      derived(zones, 'count', 'zones that run it', from),
      derived(left, 'instances', 'without the zone that holds most', from),
      derived(busy, 'ratio', 'busy cores / cores left', from),
      derived(
        Math.max(0, 1 - 1 / Math.max(1, busy / full)),
        'ratio',
        `what is above ${full * 100} % of the cores left`,
        from,
      ),
      derived(
        enough(busyCores, perInstance, zones, instances),
        'instances',
        'stay below the limit without a zone',
        from,
      ),
    ];
  });
  return section(
    { id: 'zone-loss', title: 'With a zone lost at peak' },
    table(
      ['tier', 'instances', 'zones', 'left', 'busy then', 'to be refused', 'instances that would carry it'],
      rows,
    ),
    rows.length === 0 ? undefined : paragraph(carried ? carriedWords : refusedWords),
  );
}

const carriedWords = 'What is left carries the peak: a lost zone is felt by the requests it was answering.';
const refusedWords =
  'The objectives allow what the loss of a zone costs: until new instances run in the others, the part in the last column but one is refused, cheapest work first. Whoever must carry it runs as many as the last column says all the time.';
