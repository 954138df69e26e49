import { ordersOf } from '../operations/list.ts';
import type { Route } from '../http/routes.ts';
import { tableOf } from '../running.ts';
import type { Running } from '../running.ts';
import type { Order } from '../statements/lists.ts';

/** The order of a list and the name its cursors are bound to: the same as over HTTP, so that either goes on with the other's. */
export interface Places {
  readonly list: string;
  readonly order: readonly Order[];
}

export function placesOf(running: Running, { endpoint, operation }: Route): (sort: unknown) => Places {
  const standard = endpoint.parameters.find(({ use }) => use?.kind === 'sort')?.default;
  const orders = ordersOf(tableOf(running, operation.entity), running, operation);
  return (given) => {
    const sort = typeof given === 'string' ? given : standard;
    return { list: `${operation.id} ${sort ?? ''}`, order: orders(sort) };
  };
}
