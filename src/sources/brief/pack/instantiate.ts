import type { Fragment, Pack } from '../../../model/brief.ts';
import type { Json, Origin, Sourced } from '../../../model/origin.ts';
import { readEntities } from '../fragment/entities.ts';
import type { EntityChange } from '../fragment/entities.ts';
import { readIntegrations } from '../fragment/integrations.ts';
import { readEvents, readFlows } from '../fragment/processes.ts';
import {
  readAccess,
  readActors,
  readAudit,
  readControls,
  readTests,
  readThreats,
} from '../fragment/trust.ts';
import { readWorkloads } from '../fragment/workloads.ts';
import type { SaidWorkload } from '../fragment/workloads.ts';
import type { Reading } from '../reading.ts';
import { entry } from '../tree.ts';
import type { Node } from '../tree.ts';
import { applyOptions } from './options.ts';
import type { OptionValue, OptionValues } from './options.ts';
import { packReading } from './pack.ts';
import type { PackSource } from './pack.ts';

/** A pack with its options applied, and what only the composition of the whole brief can settle. */
export interface AppliedPack {
  readonly pack: Pack;
  readonly source: PackSource;
  readonly workloads: readonly SaidWorkload[];
  readonly changes: readonly EntityChange[];
  readonly reading: Reading;
}

export function applyPack(source: PackSource, given: OptionValues, origin: Origin): AppliedPack {
  const reading = packReading(source.file, source.id, source.version);
  const options = optionValues(source, given);
  const root = applyOptions(reading, source.root, options);
  const fragment = readFragment(reading, root, source.id);
  const pack: Pack = {
    id: source.id,
    version: source.version,
    title: source.title,
    about: source.about,
    requires: source.requires,
    aliases: source.aliases,
    options: Object.fromEntries(
      [...options].map(([name, { value, origin: from }]): [string, Sourced<Json>] => [
        name,
        { value, origin: from },
      ]),
    ),
    fragment: fragment.fragment,
    origin,
  };
  return { pack, source, workloads: fragment.workloads, changes: fragment.changes, reading };
}

function optionValues(source: PackSource, given: OptionValues): OptionValues {
  const values = source.options.map((spec): [string, OptionValue] => {
    const origin: Origin = {
      kind: 'default',
      pack: source.id,
      version: source.version,
      path: `options.${spec.name}`,
    };
    return [
      spec.name,
      given.get(spec.name) ?? { value: spec.default, origin, given: false, place: spec.place },
    ];
  });
  return new Map(values);
}

export interface FragmentRead {
  readonly fragment: Fragment;
  readonly workloads: readonly SaidWorkload[];
  readonly changes: readonly EntityChange[];
}

function readFragment(reading: Reading, root: Node, context: string): FragmentRead {
  const part = (key: string): Node | undefined => entry(root, key);
  const entities = readEntities(reading, part('entities'), 'entities', {
    contextOf: (named) => named ?? context,
    usualOperations: false,
  });
  return {
    fragment: {
      entities: entities.entities,
      extensions: entities.extensions,
      operations: entities.operations,
      events: readEvents(reading, part('events'), 'events', context),
      flows: readFlows(reading, part('flows'), 'flows', context),
      actors: readActors(reading, part('actors'), 'actors'),
      access: readAccess(reading, part('access'), 'access'),
      threats: readThreats(reading, part('threats'), 'threats', context),
      controls: readControls(reading, part('controls'), 'controls', context),
      workloads: [],
      integrations: readIntegrations(reading, part('integrations'), 'integrations', context),
      tests: readTests(reading, part('tests'), 'tests', context),
      audit: readAudit(reading, part('audit'), 'audit', context),
    },
    workloads: readWorkloads(reading, part('workloads'), 'workloads'),
    changes: entities.changes,
  };
}
