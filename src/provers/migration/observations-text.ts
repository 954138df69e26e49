import { dangersOf } from './judge/danger.ts';
import { kindOf } from './measurements.ts';
import type { Durations } from './duration/estimate.ts';
import { basisWords, durationWords } from './duration/words.ts';
import type { Script } from './script/script.ts';
import { blockedBy, printMode } from './trace/locks.ts';
import { isOnTableInUse, tableLocks } from './trace/observation.ts';
import type { Effects, Observation } from './trace/observation.ts';
import { serverOf } from './trace/trace.ts';
import type { Trace } from './trace/trace.ts';

/** What was seen of each statement, for people: one line each. */
export function observationsText(script: Script, trace: Trace, durations: Durations): string {
  const basis = basisWords(durations, trace.sizes);
  return [
    `observed on ${serverOf(trace)}`,
    ...trace.observations.flatMap((observation) => {
      const { line } = script.place(observation.statement.start);
      const duration = durations.get(observation.statement.index);
      const time = duration === undefined ? undefined : durationWords(duration);
      return [
        `  ${script.file}:${line}  ${kindOf(script, observation)}: ${words(observation)}`,
        ...(time === undefined ? [] : [`    ${time}`]),
      ];
    }),
    ...(basis.length === 0 ? [] : ['durations rest on', ...basis.map((each) => `  ${each}`)]),
  ].join('\n');
}

function words(observation: Observation): string {
  switch (observation.kind) {
    case 'not-run':
      return `not run, ${observation.why}`;
    case 'failed':
      return `refused, ${observation.failure.message}`;
    case 'ran':
      return effectsWords(observation, observation);
  }
}

function effectsWords(effects: Effects, { statement }: Observation): string {
  const dangers = dangersOf(effects, statement.node);
  const locks = tableLocks(effects.taken)
    .filter((lock) => isOnTableInUse(lock) && lock.mode !== 'AccessShareLock')
    .map(({ relation, mode, index }) => {
      const who = blockedBy(mode);
      return `${printMode(mode)} on ${index === undefined ? '' : `${index} of `}${relation}${who === 'nobody' ? '' : ` (blocks ${who})`}`;
    });
  const rows = effects.rows.map(
    ({ relation, inserted, updated, deleted }) =>
      `${inserted + updated + deleted} rows of ${relation} changed`,
  );
  const parts = [...dangers.map(({ relation, action }) => `${action} ${relation}`), ...locks, ...rows];
  return parts.length === 0 ? 'nothing that others notice' : parts.join('; ');
}
