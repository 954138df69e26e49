import { cell, claimsOf, paragraph, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import type { PathAvailability } from '../../model/load.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';

/** Minutes of 30 days, the window availability objectives are stated for. */
const monthSeconds = 30 * 24 * 3600;

/** arc42 chapter 10: what breaks, and how much of it the objectives allow. */
export function quality(basis: Basis): readonly (Section | undefined)[] {
  const { backend } = basis;
  return [
    section(
      { id: 'failure-modes', title: 'Failure modes', items: ['1.9'] },
      table(
        ['component', 'what fails', 'effect', 'seen by', 'answer', 'meanwhile'],
        backend.architecture.failureModes.map(
          ({ component, failure, effect, detection, mitigation, degraded }) => [
            component,
            failure,
            effect,
            detection,
            mitigation,
            degraded,
          ],
        ),
      ),
    ),
    availability(basis),
  ];
}

function availability(basis: Basis): Section | undefined {
  const paths = basis.backend.load.availability;
  return section(
    {
      id: 'availability',
      title: 'Availability of each path',
      items: paths.some(({ objective }) => objective !== undefined) ? ['1.10'] : [],
      answers: requirementsAbout(
        basis.backend,
        'objective',
        paths.flatMap(({ objective }) => (objective === undefined ? [] : [objective.id])),
      ),
    },
    paths.length === 0
      ? undefined
      : paragraph(
          'Parts in series multiply; the window is 30 days; instances of one container are alternatives.',
        ),
    table(
      ['path', 'computed', 'expected downtime', 'objective', 'error budget', 'state'],
      paths.map(pathRow),
    ),
    table(
      ['path', 'container', 'availability of all its instances'],
      paths.flatMap(({ operation, parts }) =>
        parts.map(({ container, availability: value }): readonly Cell[] => [operation, container, value]),
      ),
    ),
    claimsOf(basis, 'availability/', 'capacity/availability'),
  );
}

function pathRow({ operation, availability: value, downtimePerMonth, objective }: PathAvailability) {
  return [
    operation,
    value,
    downtimePerMonth,
    objective?.required ?? 'none stated',
    cell(objective && errorBudget(objective.required)),
    objective === undefined ? '–' : objective.met ? 'met' : 'not met',
  ];
}

/** Time the path may be down in 30 days. */
export const errorBudget = (required: Quantity): Quantity =>
  derived((1 - required.value) * monthSeconds, 's', 'error budget = (1 − objective) × 30 days', [
    `objective ${required.value}`,
  ]);
