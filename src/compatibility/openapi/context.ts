import type { Change } from '../change.ts';
import type { Located } from '../located.ts';
import { areas, changeOf } from '../schema/areas.ts';
import type { SchemaComparer } from '../schema/compare.ts';

export interface Roots {
  readonly old: Located;
  readonly next: Located;
}

/** What every part of the comparison uses. */
export interface Context extends Roots {
  readonly compare: SchemaComparer;
  /** The operation that is being compared, as it is told. */
  readonly where: readonly string[];
  /** Who calls: a webhook or callback is a request that the server makes, so both ways are turned. */
  readonly isTurned: boolean;
}

type Place = 'parameter' | 'requestBody' | 'responseBody' | 'responseHeader';

const turned = {
  parameter: areas.sentHeaders,
  requestBody: areas.sentPayload,
  responseBody: areas.receivedPayload,
  responseHeader: areas.receivedHeaders,
} as const;

export function schemaChanges(
  place: Place,
  old: Located | undefined,
  next: Located | undefined,
  { compare, where, isTurned }: Context,
): readonly Change[] {
  const area = isTurned ? turned[place] : areas[place];
  const isText = place === 'parameter' || place === 'responseHeader';
  return compare(old, next, area.side, isText && area.side === 'request').map((fact) =>
    changeOf(fact, area, where),
  );
}
