import { alertsOf } from '../../artifacts/alerts.ts';
import { judgement, names, section, steps, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import type { Backend } from '../../model/backend.ts';
import type { FailureMode } from '../../model/architecture.ts';

/** One experiment for each failure mode: what is broken, what must still hold, and what must be seen. */
export function failureTests({ backend }: Basis): Section | undefined {
  const modes = backend.architecture.failureModes;
  const ideas = backend.tests.filter(({ kind }) => kind === 'failure');
  if (modes.length === 0) return undefined;
  return section(
    { id: 'failures', title: 'Failure tests', items: ['7.8'] },
    steps([
      'Run the profile `load` until it is steady.',
      'Break one thing for five minutes, as the table says.',
      'While it is broken: only what the table allows is degraded, everything else keeps its objectives, the alert fires.',
      'Mend it: within ten minutes the objectives hold again without anybody touching anything, and no queue keeps growing.',
      'Afterwards: every rule of invariants.test.ts still holds.',
    ]),
    table(
      ['experiment', 'how it is broken', 'may be degraded', 'must be seen by'],
      modes.map((mode): readonly Cell[] => [
        `${mode.component}: ${mode.failure}`,
        injection(mode),
        mode.degraded,
        seenBy(backend, mode),
      ]),
    ),
    table(
      ['flow', 'killed after each of', 'must hold'],
      backend.processes.flows
        .filter(({ critical }) => critical)
        .map(({ name, steps: all, invariant }): readonly Cell[] => [
          name,
          names(all.map(({ action }) => action)),
          invariant ?? 'every run ends finished or undone',
        ]),
    ),
    table(
      ['from the model', 'statement'],
      ideas.map(({ id, statement }) => [id, statement]),
    ),
    judgement(
      'No experiment was run here. Limits of five and ten minutes are conventions; start in a test system, one failure at a time.',
    ),
  );
}

/** The tool and the toxic follow from the words of the failure. */
function injection({ failure, component }: FailureMode): string {
  if (/slow|late|latency|answer|timeout/i.test(failure))
    return `toxiproxy before ${component}: latency 10 s, then no answer at all`;
  if (/full|space|disk/i.test(failure)) return `fill the volume of ${component} to 100 %`;
  if (/partition|network|unreachable|connect/i.test(failure)) return `drop packets to ${component}`;
  if (/overload|saturat|too many/i.test(failure)) return `profile stress against ${component}`;
  return `kill -9 one instance of ${component}, then all of them`;
}

function seenBy(backend: Backend, { component, detection }: FailureMode): string {
  const alerts = alertsOf(backend)
    .filter(({ subject }) => subject === component)
    .map(({ name }) => name);
  return alerts.length === 0 ? detection : `${detection} (${names(alerts)})`;
}
