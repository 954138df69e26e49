import { assumedObjective } from '../../../model/assumed-objective.ts';
import type { Objective } from '../../../model/brief.ts';

/** The objectives said, with one for everywhere (`*`) that fills what it leaves open by assumption. */
export function completeObjectives(said: readonly Objective[]): readonly Objective[] {
  const general = said.find(({ workload }) => workload === '*');
  return [{ ...assumedObjective, ...general }, ...said.filter(({ workload }) => workload !== '*')];
}
