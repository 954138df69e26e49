import type { Json, Quantity } from '../../../model/origin.ts';
import { quantityText, rangeText } from '../../../model/quantity.ts';
import { secondsOf } from '../duration/estimate.ts';
import type { Sizes } from '../duration/sizes.ts';
import { secondsJson } from '../duration/words.ts';
import { worksOf } from '../duration/works.ts';
import type { Issue } from '../judge/issue.ts';
import type { Script } from '../script/script.ts';
import { printMode } from '../trace/locks.ts';
import { isOnTableInUse } from '../trace/observation.ts';
import type { Observation, TableLock } from '../trace/observation.ts';
import type { SeenStep, TriedRewrite } from './carry-out.ts';
import { reversible } from './go-back.ts';
import type { Both } from './rollout.ts';
import { rolloutWords } from './rollout.ts';
import { printStep, printSteps } from './step.ts';
import type { Step } from './step.ts';

/** Rules about what clients meet for a moment or in the rows, where the steps are the remedy too. */
const remedied = new Set([
  'require-concurrent-index-deletion',
  'require-concurrent-partition-detach',
  'renaming-column',
  'ban-drop-column',
  'whole-table-change',
]);

/** Gives issues about waiting the steps that were run and made nobody wait. */
export function withRewrites(
  issues: readonly Issue[],
  tried: readonly TriedRewrite[],
  server: string,
): readonly Issue[] {
  return issues.map((issue) => {
    const way = tried.find(
      ({ statement, doubt }) => statement.index === issue.statement && doubt === undefined,
    );
    const waits = (issue.executed && issue.severity === 'blocker') || remedied.has(issue.rule);
    if (way === undefined || !waits) return issue;
    const order = deployOrder(issue, way);
    return { ...issue, next: `${order}${printSteps(way.steps)}\n/* ${proofWords(way, server)} */` };
  });
}

/** What clients do about a column comes before the statement: the statement alone is what was written anyway. */
function deployOrder({ rule, next }: Issue, { rollout, steps }: TriedRewrite): string {
  if (rule !== 'ban-drop-column') return '';
  const { deployFrom } = rollout ?? { deployFrom: steps.length - 1 };
  const words =
    deployFrom === 0
      ? next
      : `After step ${deployFrom}, release a version that does not name the column; drop it in a later migration.`;
  return `${words.replace(/\.$/, ':')}\n`;
}

function proofWords({ rollout, wentBack, states, steps }: TriedRewrite, server: string): string {
  const calm = `${server} ran these: none rewrites or scans a table in use under a lock that blocks its clients`;
  const plan =
    rollout === undefined || isAlwaysBoth(states)
      ? ''
      : `; with the statements of the old and the new version after each step: ${rolloutWords(rollout)}`;
  return `${calm}${plan}${wentBack && plan !== '' && canGoBack(steps) ? '; the steps were taken back up to the point of no return' : ''}`;
}

const canGoBack = (steps: readonly Step[]): boolean =>
  reversible(steps).some(({ undo }) => undo !== undefined);

const isAlwaysBoth = (states: readonly Both[]): boolean =>
  states.every((state) => state.old.length === 0 && state.new.length === 0);

/** The steps with what was seen of them. */
export const rewritesJson = (script: Script, tried: readonly TriedRewrite[], sizes: Sizes): readonly Json[] =>
  tried.map((rewrite) => ({
    line: script.place(rewrite.statement.start).line,
    harmless: rewrite.doubt === undefined,
    ...(rewrite.doubt !== undefined && { doubt: rewrite.doubt }),
    ...(rewrite.rollout !== undefined && { rollout: { ...rewrite.rollout } }),
    wentBack: rewrite.wentBack,
    ...(rewrite.states[0] !== undefined && { before: bothJson(rewrite.states[0]) }),
    steps: rewrite.steps.map((step, at) => {
      const state = rewrite.states[at + 1];
      const seconds = secondsOfStep(step, rewrite.seen[at], sizes);
      return {
        sql: step.sql,
        phase: step.phase,
        ...(step.note !== undefined && { note: step.note }),
        ...(step.undo !== undefined && { undo: step.undo }),
        ...(step.isFinal === true && { pointOfNoReturn: true }),
        locks: locksOf(rewrite.seen[at]).map(({ relation, mode }) => ({ relation, mode })),
        scans: effectsIn(rewrite.seen[at]).flatMap(({ scans }) => scans.map(({ relation }) => relation)),
        ...(seconds !== undefined && { duration: secondsJson(seconds) }),
        ...(state !== undefined && bothJson(state)),
      };
    }),
  }));

/** How long a step works in production; undefined for one that takes a moment, and where no size is known. */
function secondsOfStep({ fills }: Step, seen: SeenStep | undefined, sizes: Sizes): Quantity | undefined {
  const works = effectsIn(seen).flatMap((effects) => worksOf(effects, effects.statement.node));
  return secondsOf(
    [...works, ...(fills === undefined ? [] : [{ work: 'change', relation: fills } as const])],
    sizes,
  );
}

const bothJson = (state: Both): { readonly [key: string]: Json } => ({
  old: state.old.map(({ name, why }) => ({ fails: name, why })),
  new: state.new.map(({ name, why }) => ({ fails: name, why })),
});

const effectsIn = (seen: SeenStep | undefined): readonly Extract<Observation, { kind: 'ran' }>[] =>
  (seen?.observations ?? []).flatMap((observation) => (observation.kind === 'ran' ? [observation] : []));

const locksOf = (seen: SeenStep | undefined): readonly TableLock[] =>
  effectsIn(seen).flatMap(({ taken }) =>
    taken.filter((lock) => isOnTableInUse(lock) && lock.mode !== 'AccessShareLock'),
  );

/** The safe ways with what was seen after each step, for people. */
export const rewritesText = (script: Script, tried: readonly TriedRewrite[], sizes: Sizes): string =>
  tried.map((rewrite) => rewriteText(script, rewrite, sizes)).join('\n\n');

function rewriteText(script: Script, rewrite: TriedRewrite, sizes: Sizes): string {
  const { statement, steps, seen, states, rollout, doubt, wentBack } = rewrite;
  const [start] = states;
  const end = doubt ?? (rollout === undefined ? undefined : rolloutWords(rollout));
  const lines = steps.slice(0, Math.max(seen.length, 1)).flatMap((step, at) => {
    const state = states[at + 1];
    const locks = [
      ...new Set(locksOf(seen[at]).map(({ relation, mode }) => `${printMode(mode)} on ${relation}`)),
    ];
    const seconds = secondsOfStep(step, seen[at], sizes);
    const time =
      seconds === undefined ? [] : [`takes ${rangeText(seconds) || quantityText(seconds)} in production`];
    const way = step.isFinal === true ? 'no way back' : `back: ${step.undo ?? 'nothing to do'}`;
    return [
      `  ${at + 1} ${step.phase}: ${printStep(step)}`,
      `      ${[...locks, ...time, ...(state === undefined ? [] : [bothWords(state)]), way].join('; ')}`,
    ];
  });
  return [
    `in place of ${script.file}:${script.place(statement.start).line}, run step by step`,
    ...(start === undefined || isAlwaysBoth([start]) ? [] : [`  before: ${bothWords(start)}`]),
    ...lines,
    ...(end === undefined ? [] : [`  ${end}`]),
    ...(wentBack
      ? ['  every step up to the point of no return was taken back: schema and rows were as before']
      : []),
  ].join('\n');
}

function bothWords(state: Both): string {
  const one = (name: string, broken: Both['old']): string => {
    const [first] = broken;
    return first === undefined
      ? `${name} version runs`
      : `${name} version fails (${first.name}: ${first.why})`;
  };
  return `${one('old', state.old)}, ${one('new', state.new)}`;
}
