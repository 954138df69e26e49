import { k6Script } from '../../artifacts/k6.ts';
import { serviceLevels } from '../../artifacts/service-levels.ts';
import { cell, code, judgement, link, section, table, unknown } from '../blocks.ts';
import type { Artifact, Basis, Cell, Section } from '../deliverable.ts';
import type { Backend } from '../../model/backend.ts';
import { product } from '../../model/amounts.ts';
import { assumed, derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { requirementsAbout } from '../requirements.ts';

export const loadPath = '7-testing/workloads.js';

export function loadArtifacts({ backend }: Basis): readonly Artifact[] {
  const { text, lost } = k6Script(backend);
  return text === '' ? [] : [{ path: loadPath, text, lost, items: ['7.6'] }];
}

/** Profiles as the script has them: most of the peak, ramp to it and hold in seconds, and the question each answers. */
const profiles = [
  ['smoke', 0.01, 10, 60, 'does it answer at all', 'every pull request'],
  ['load', 1, 300, 1200, 'are the objectives met at the designed peak', 'nightly'],
  ['stress', 3, 1200, 300, 'where does it break, and does it come back', 'before a release'],
  ['soak', 0.6, 300, 14_400, 'does anything leak or grow', 'weekly'],
  ['spike', 2, 10, 180, 'does it survive a sudden crowd and recover', 'before a campaign'],
] as const;

/** Load profiles whose thresholds are the objectives. */
export function loadTests({ backend }: Basis): Section | undefined {
  const { text, lost } = k6Script(backend);
  if (text === '') return undefined;
  const peak = backend.load.totalPeak;
  return section(
    {
      id: 'load',
      title: 'Load tests',
      items: ['7.6'],
      answers: requirementsAbout(backend, 'objective'),
    },
    table(
      ['profile', 'of the peak', 'requests', 'ramp', 'hold', 'question', 'when'],
      profiles.map(([name, factor, ramp, hold, question, when]): readonly Cell[] => [
        name,
        derived(factor, 'ratio', 'profile of the script', []),
        cell(peak && product([['peak', peak]], 'requests/s', 'peak × profile', factor)),
        time(ramp),
        time(hold),
        question,
        when,
      ]),
    ),
    table(['workload', 'threshold', 'from'], thresholdRows(backend)),
    code('sh', `k6 run -e BASE_URL=https://api.test.example -e PROFILE=load ${loadPath}`),
    table(
      ['file', 'what'],
      [
        [
          link('workloads.js', loadPath),
          'one scenario a workload, open arrivals: a slow system does not slow the test down',
        ],
      ],
    ),
    lost.length === 0 ? undefined : unknown(lost.join('; ')),
    judgement(
      'Not run here. The generator must have room of its own: above four fifths of its CPU the figures are those of the generator. Profiles are conventions.',
    ),
  );
}

const time = (seconds: number): Quantity =>
  assumed(seconds, 's', 'long enough to reach a steady state', seconds / 2, seconds * 2);

function thresholdRows(backend: Backend): readonly (readonly Cell[])[] {
  return serviceLevels(backend).flatMap(
    ({ id, workload, latency, availability }): readonly (readonly Cell[])[] => [
      ...(latency === undefined
        ? []
        : [
            [
              workload,
              derived(latency.limitMs, 'ms', `limit of the ${latency.percentile}th percentile`, [
                `objective ${id}`,
              ]),
              `objective ${id}: ${latency.percentile} % within`,
            ] satisfies readonly Cell[],
          ]),
      ...(availability === undefined
        ? []
        : [
            [
              workload,
              derived(1 - availability, 'ratio', '1 − availability', [`objective ${id}`]),
              `objective ${id}: failed requests at most`,
            ] satisfies readonly Cell[],
          ]),
    ],
  );
}
