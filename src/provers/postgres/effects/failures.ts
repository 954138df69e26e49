import type { Flow } from '../../../model/domain.ts';
import { pivotOf } from '../../../model/flow-steps.ts';
import { partOf } from '../../effects/flow-parts.ts';
import { takeBack } from '../../effects/run-flow.ts';
import type { FlowWorld } from '../../effects/flow-world.ts';
import type { Variables } from '../../effects/variables.ts';
import type { Session } from '../session.ts';
import type { DeliveredTable } from './delivered.ts';
import { remainsOf, rowsOf } from './rows.ts';
import type { RowsSeen } from './rows.ts';
import { within } from './world.ts';

/** What became of failures after the steps of a flow. */
export interface Failures {
  readonly faults: string[];
  readonly kept: Set<string>;
  count: number;
  /** First step of the part that runs, and the rows before it; none while nothing is to fail. */
  part?: { readonly start: number; readonly end: number; readonly before: RowsSeen };
}

export const noFailures = (): Failures => ({ faults: [], kept: new Set(), count: 0 });

export async function beginPart(
  failures: Failures,
  session: Session,
  flow: Flow,
  operation: string,
  tables: readonly DeliveredTable[],
): Promise<void> {
  const [start, end] = partOf(flow, operation);
  failures.part = { start, end, before: await rowsOf(session, tables) };
}

/** The step has committed, and now everything fails: what was done is taken back, looked at, and done again. */
export async function failAfter(
  failures: Failures,
  session: Session,
  flow: Flow,
  step: string,
  known: Variables,
  world: FlowWorld,
  tables: readonly DeliveredTable[],
): Promise<void> {
  const { part } = failures;
  const index = flow.steps.findIndex(({ id }) => id === step);
  if (part === undefined || index >= pivotOf(flow) || index + 1 >= part.end) return;
  failures.count++;
  const words = `after "${flow.steps[index]?.action ?? step}" a failure leads back, but`;
  try {
    await within(
      session,
      async () => {
        await takeBack(flow, flow.steps.slice(part.start, index + 1), known, world);
        const { faults, kept } = remainsOf(part.before, await rowsOf(session, tables), tables);
        failures.faults.push(...faults.map((fault) => `${words} ${fault}`));
        for (const table of kept) failures.kept.add(table);
      },
      true,
    );
  } catch (error) {
    failures.faults.push(`${words} ${error instanceof Error ? error.message : String(error)}`);
  }
}
