import type { Fragment, Workload } from '../../../model/brief.ts';
import type { FlowStep } from '../../../model/domain.ts';
import type { Json } from '../../../model/origin.ts';
import { formatNumber } from '../values/amount.ts';
import { formatDuration } from '../values/duration.ts';
import { formatPeak, formatPercent } from '../values/ratio.ts';
import { effectsWritten, statementsWritten, undoWritten } from './effects.ts';
import { given, givenAt, isGivenAt, named, written } from './written.ts';
import type { Written } from './written.ts';

const seconds = ({ value }: { readonly value: number }): string => formatDuration(value);
const number = ({ value }: { readonly value: number }): string => formatNumber(value);
const percent = ({ value }: { readonly value: number }): string => formatPercent(value);

/** `workloads:` — those the user wrote; those of packs come with their packs. */
export function workloadsWritten({ workloads }: Fragment): Readonly<Record<string, Json>> {
  return named(
    workloads.filter(({ origin }) => origin.kind === 'given'),
    ({ id }) => id,
    workloadWritten,
  );
}

function workloadWritten(workload: Workload): Json {
  const { id, actor, operation, usersSaid, think, share, peak, staleness, every, batch, by, steps } =
    workload;
  const at = (key: string): string => `workloads.${id}.${key}`;
  return written({
    actor,
    op: operation,
    users: usersSaid !== undefined && isGivenAt(usersSaid.origin, at('users')) ? usersSaid.value : undefined,
    think: givenAt(think, at('think'), seconds),
    share: givenAt(share, at('share'), percent),
    peak: givenAt(peak, at('peak'), ({ value }) => formatPeak(value)),
    stale: given(staleness, seconds),
    every: given(every, seconds),
    batch: given(batch, number),
    by,
    steps,
  });
}

/** The parts a brief shares with packs, beside entities and workloads. */
export function fragmentWritten(fragment: Fragment, system: string): Readonly<Record<string, Written>> {
  const home = (context: string): Written => (context === system ? undefined : context);
  return {
    integrations: named(
      fragment.integrations,
      ({ id }) => id,
      ({ kind, style, direction, callbacks, sla, every, latency, context }) =>
        written({
          kind,
          style,
          direction,
          callbacks,
          sla: given(sla, percent),
          every: given(every, seconds),
          latency: given(latency, ({ value }) => formatDuration(value / 1000)),
          in: context,
        }),
    ),
    events: named(
      fragment.events,
      ({ name }) => name,
      ({ entity, producer, payload, consumers, orderedBy }) =>
        written({
          entity,
          in: home(producer),
          payload,
          consumers: named(
            consumers,
            ({ context }) => context,
            ({ action, effects }) =>
              effects === undefined ? action : written({ do: action, ...effectsWritten(effects) }),
          ),
          'ordered-by': orderedBy,
        }),
    ),
    flows: named(
      fragment.flows,
      ({ id }) => id,
      ({ name, context, trigger, critical, invariant, steps, given: scene }) =>
        written({
          name,
          in: home(context),
          trigger,
          critical: critical || undefined,
          invariant,
          steps: steps.map((step) => stepWritten(step)),
          given: statementsWritten(scene),
        }),
    ),
    ...safeguards(fragment, home),
  };
}

function stepWritten({
  id,
  action,
  at,
  kind,
  compensation,
  pivot,
  timeout,
  attempts,
  idempotencyKey,
  on,
  effects,
  undo,
}: FlowStep): Json {
  return written({
    id,
    [kind === 'publish' ? 'publish' : 'do']: action,
    at,
    undo: compensation,
    pivot,
    timeout: given(timeout, seconds),
    attempts: given(attempts, number),
    key: idempotencyKey,
    on,
    ...effectsWritten(effects),
    ...undoWritten(undo),
  });
}

function safeguards(
  fragment: Fragment,
  home: (context: string) => Written,
): Readonly<Record<string, Written>> {
  return {
    threats: named(
      fragment.threats,
      ({ id }) => id,
      ({ stride, target, title, cwe, likelihood, impact, controls, context }) =>
        written({ stride, target, title, cwe, likelihood, impact, controls, in: home(context) }),
    ),
    controls: named(
      fragment.controls,
      ({ id }) => id,
      ({ title, how, standards, context }) => written({ title, how, standards, in: home(context) }),
    ),
    tests: named(
      fragment.tests,
      ({ id }) => id,
      ({ kind, entity, statement, context }) => written({ kind, entity, statement, in: home(context) }),
    ),
    audit: named(
      fragment.audit,
      ({ name }) => name,
      ({ entity, when, context }) => written({ entity, when, in: home(context) }),
    ),
  };
}
