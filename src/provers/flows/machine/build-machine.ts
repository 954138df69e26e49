import type { Machine } from '../../../model-checking/machine.ts';
import type { FlowSpec } from '../language/flow-spec.ts';
import { declare, openDraft, stored } from './draft.ts';
import type { Draft } from './draft.ts';
import { crashesLeft, duplicatesLeft, lossesLeft, recordName } from './names.ts';
import { addProcess } from './process.ts';
import { promisesOf } from './promises.ts';
import { mayStayAtTwice } from './saturation.ts';
import { addSurroundings } from './surroundings.ts';

/**
 * The machine that does what the processes of a flow can do, step by atomic step, with as many crashes, duplicates and
 * losses as its bounds allow, in any order.
 */
export function buildMachine(flow: FlowSpec): Machine {
  const draft = openDraft(flow);
  declareRecords(draft);
  const runs = flow.processes.flatMap((process) =>
    Array.from({ length: process.workers }, (_, index) => addProcess(draft, process, index + 1)),
  );
  addSurroundings(draft);
  return {
    name: flow.name,
    instances: flow.bounds.instances,
    ...promisesOf(draft, runs),
    local: [...draft.local.values()],
    global: [...draft.global.values()],
    steps: draft.steps,
  };
}

function declareRecords(draft: Draft): void {
  const { bounds, records } = draft.flow;
  for (const record of records)
    declare(
      draft,
      record.shared ? 'all' : 'each',
      {
        name: recordName(record.name),
        most: record.most - record.least,
        start: stored(record, record.start),
        ...(record.words !== undefined && { words: record.words }),
      },
      { staysAtMost: mayStayAtTwice(draft.flow, record) },
    );
  const budgets = [
    [crashesLeft, bounds.crashes],
    [duplicatesLeft, bounds.duplicates],
    [lossesLeft, bounds.losses],
  ] as const;
  for (const [name, budget] of budgets)
    declare(draft, 'all', { name, most: Math.max(1, budget), start: budget });
}
