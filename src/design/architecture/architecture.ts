import type { Architecture } from '../../model/architecture.ts';
import type { CacheEntry } from '../../model/processes.ts';
import type { Secret } from '../../model/trust.ts';
import type { Origin } from '../../model/origin.ts';
import { pinnedStyle } from '../options/exclusions.ts';
import type { Problem } from '../sizing/problem.ts';
import type { SizedOption } from '../sizing/sized.ts';
import { configurationOf } from './configuration.ts';
import { connectionsOf } from './connections.ts';
import { containersOf } from './containers.ts';
import { deploymentOf } from './deployment.ts';
import { failureModesOf } from './failures.ts';
import { modulesOf } from './modules.ts';
import { relationsOf } from './relations.ts';

/** The architecture of the chosen option. */
export function architectureOf(
  problem: Problem,
  option: SizedOption,
  caches: readonly CacheEntry[],
  secrets: readonly Secret[],
): Architecture {
  const { domain, brief } = problem;
  const containers = containersOf(problem, option);
  const connections = connectionsOf(problem, option);
  const origin: Origin = pinnedStyle(brief.pins)?.pin.origin ?? {
    kind: 'derived',
    rule: 'fewest moving parts among the options that meet every criterion',
    from: ['options'],
  };
  return {
    style: { value: option.shape.style, origin },
    contexts: domain.contexts,
    relations: relationsOf(domain),
    modules: modulesOf(domain, option.streams.layout),
    containers,
    connections,
    deployment: deploymentOf(problem, option, containers),
    gatewayRoutes: [],
    configuration: configurationOf(problem, option, connections, caches, secrets),
    failureModes: failureModesOf(problem, option, containers),
  };
}
