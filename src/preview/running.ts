import type { Table } from '../model/data.ts';
import type { Backend } from '../model/backend.ts';
import type { Entity, Operation } from '../model/domain.ts';
import type { DatabaseRoles, Policy } from './access/decide.ts';
import type { Clock } from './clock.ts';
import type { Database } from './database/database.ts';
import type { Inserts } from './database/inserts.ts';
import type { Ids } from './ids.ts';
import type { PreviewPackage } from './package.ts';
import type { Delivered } from './statements/delivered.ts';

/** A preview that runs: what its parts share. */
export interface Running {
  readonly package: PreviewPackage;
  readonly backend: Backend;
  readonly database: Database;
  /** Who is told when the process itself has committed rows. */
  readonly inserts: Inserts;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly roles: DatabaseRoles;
  readonly policy: Policy;
  readonly delivered: Delivered;
}

/** @throws when the model names an entity or operation that it does not have: the package is broken */
export function entityOf({ backend }: Pick<Running, 'backend'>, name: string): Entity {
  const found = backend.entities.find((each) => each.name === name);
  if (found === undefined) throw new Error(`the model has no entity ${name}`);
  return found;
}

export function tableOf({ backend }: Pick<Running, 'backend'>, entity: string): Table {
  const found = backend.data.tables.find((each) => each.entity === entity);
  if (found === undefined) throw new Error(`the model has no table for ${entity}`);
  return found;
}

export function operationOf({ backend }: Pick<Running, 'backend'>, id: string): Operation {
  const found = backend.operations.find((each) => each.id === id);
  if (found === undefined) throw new Error(`the model has no operation ${id}`);
  return found;
}
