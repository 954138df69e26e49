import type { MigrationPlan, MigrationStep } from '../../model/migration.ts';
import type { PlanFault, PlanRuleId } from './rules.ts';

/** Days of one person beyond which a step is no small one. */
const largest = 15;

const isBlank = (words: string | undefined): boolean => words === undefined || words.trim() === '';

/** What a step does not say, although whoever releases it has to know it. */
export const stepWordFaults = ({ steps, legacy }: MigrationPlan): readonly PlanFault[] =>
  steps.flatMap((step, index) => {
    const told = (
      rule: PlanRuleId,
      words: Pick<PlanFault, 'what' | 'why' | 'next'>,
      key?: string,
    ): PlanFault => ({
      rule,
      subject: step.id,
      path: key === undefined ? ['steps', index] : ['steps', index, key],
      ...words,
    });
    return faultsOf(step, told, (entry) => Object.hasOwn(legacy.endpoints, entry));
  });

function faultsOf(
  step: MigrationStep,
  told: (rule: PlanRuleId, words: Pick<PlanFault, 'what' | 'why' | 'next'>, key?: string) => PlanFault,
  isEndpoint: (entry: string) => boolean,
): readonly PlanFault[] {
  const { id, entry, exit, does, routing, rollBack, pointOfNoReturn, days } = step;
  const faults: PlanFault[] = [];
  if (entry.every(isBlank))
    faults.push(
      told('no-entry-criteria', {
        what: `The step ${id} does not say what is true before it starts.`,
        why: 'It may be started too early, on data that is not there yet.',
        next: 'List under `entry` what was seen before.',
      }),
    );
  if (exit.every(isBlank))
    faults.push(
      told('no-exit-criteria', {
        what: `The step ${id} does not say what has to be seen before the next one starts.`,
        why: 'Nobody can tell when it is done, so the next one builds on hope.',
        next: 'List under `exit` what can be measured: a count of differences, an error rate, a period of time.',
      }),
    );
  if (isBlank(rollBack) && isBlank(pointOfNoReturn))
    faults.push(
      told('no-roll-back', {
        what: `The step ${id} tells no way back and does not say that there is none.`,
        why: 'At the moment when it is needed there is no time to find one.',
        next: 'Tell it under `rollBack`, or say `pointOfNoReturn` and why.',
      }),
    );
  const moved = does.filter((action) => action.kind === 'route' && isEndpoint(action.entry));
  if (moved.length > 0 && isBlank(routing?.nginx) && isBlank(routing?.envoy))
    faults.push(
      told('no-routing', {
        what: `The step ${id} moves ${moved.length} endpoints and does not say how the gateway changes.`,
        why: 'The change that users notice first is then made by hand, once forwards and once back.',
        next: 'Give `routing` with `nginx` or `envoy`.',
      }),
    );
  if (days !== undefined && days.high > largest)
    faults.push(
      told(
        'large-step',
        {
          what: `The step ${id} may take ${days.high} days.`,
          why: `More than ${largest} days of one person are hard to review, to release and to take back at once.`,
          next: 'Split it by entries or by tables that are written together.',
        },
        'days',
      ),
    );
  return faults;
}
