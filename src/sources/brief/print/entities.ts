import type { Fragment } from '../../../model/brief.ts';
import type { Entity, Field, Operation } from '../../../model/domain.ts';
import type { Json } from '../../../model/origin.ts';
import { formatNumber } from '../values/amount.ts';
import { formatVolume } from '../values/count.ts';
import { formatDuration } from '../values/duration.ts';
import { formatField } from '../values/field.ts';
import { formatBytes } from '../values/size.ts';
import { effectsWritten, statementsWritten } from './effects.ts';
import { given, named, written } from './written.ts';
import type { Written } from './written.ts';

/** `entities:` — those the brief brings, then those it extends. */
export function entitiesWritten(fragment: Fragment, system: string): Readonly<Record<string, Json>> {
  const own = named(
    fragment.entities,
    ({ name }) => name,
    (entity) => entityWritten(entity, fragment, system),
  );
  const extended = named(
    fragment.extensions,
    ({ entity }) => entity,
    ({ entity, fields, change }) =>
      written({
        extend: true,
        ...(change === undefined ? {} : saidOf(change)),
        fields: fieldsWritten(fields),
        operations: operationsWritten(fragment, entity),
      }),
  );
  return { ...own, ...extended };
}

function entityWritten(entity: Entity, fragment: Fragment, system: string): Json {
  const { context, fields, lifecycle, appendOnly, checks, generated } = entity;
  return written({
    in: context === system ? undefined : context,
    ...saidOf(entity),
    fields: fieldsWritten(fields),
    lifecycle: lifecycle && {
      field: lifecycle.field,
      transitions: lifecycle.transitions.map(([from, to]) => `${from}>${to}`),
    },
    'append-only': appendOnly,
    checks: Object.fromEntries(checks.map(({ name, sql }) => [name, sql])),
    generated: statementsWritten(generated),
    operations: operationsWritten(fragment, entity.name),
  });
}

type Said = Pick<Entity, 'unique'> &
  Partial<Pick<Entity, 'rows' | 'growthPerYear' | 'rowsPer' | 'retention' | 'owner' | 'about'>>;

function saidOf({
  about,
  unique,
  rows,
  growthPerYear,
  rowsPer,
  retention,
  owner,
}: Said): Readonly<Record<string, Written>> {
  const growth = given(growthPerYear, formatVolume);
  return {
    about,
    unique,
    rows:
      rowsPer === undefined
        ? given(rows, formatVolume)
        : `${formatNumber(rowsPer.ratio.value)} per ${rowsPer.entity}`,
    growth,
    retention: given(retention, ({ value }) => formatDuration(value)),
    owner,
  };
}

export const fieldsWritten = (fields: readonly Field[]): Readonly<Record<string, Json>> =>
  named(
    fields,
    ({ name }) => name,
    (field) =>
      field.about === undefined ? formatField(field) : { type: formatField(field), about: field.about },
  );

/** The operations written down for an entity; the usual ones and those a workload brings come by themselves. */
function operationsWritten({ operations }: Fragment, entity: string): Written {
  const said = operations.filter(
    (operation) =>
      operation.entity === entity &&
      operation.origin.kind === 'given' &&
      operation.origin.path.startsWith('entities.'),
  );
  return named(said, ({ action, verb }) => action ?? verb, operationWritten);
}

function operationWritten(operation: Operation): Json {
  const {
    about,
    by,
    flow,
    sensitive,
    anonymous,
    staleness,
    longRunning,
    hidesExistence,
    input,
    output,
    cost,
    sets,
    effects,
    given: scene,
  } = operation;
  const milliseconds = ({ value }: { readonly value: number }): string => formatDuration(value / 1000);
  return written({
    about,
    by,
    flow,
    sensitive: sensitive || undefined,
    anonymous: anonymous || undefined,
    stale: given(staleness, ({ value }) => formatDuration(value)),
    'long-running': longRunning || undefined,
    'hides-existence': hidesExistence,
    input: input && fieldsWritten(input),
    output: output && fieldsWritten(output),
    sets: statementsWritten(sets),
    if: effects?.condition,
    call: effectsWritten(effects)['call'],
    sql: effectsWritten(effects)['sql'],
    given: statementsWritten(scene),
    cost: written({
      cpu: given(cost.cpu, milliseconds),
      db: given(cost.database, milliseconds),
      statements: given(cost.statements, ({ value }) => formatNumber(value)),
      bytes: given(cost.responseBytes, ({ value }) => formatBytes(value)),
      scv: cost.scv === 1 ? undefined : String(cost.scv),
    }),
  });
}
