import type { Json } from '../../model/origin.ts';
import type { Exchange } from '../http/exchange.ts';
import { around } from './mutant.ts';
import type { MakePart, Mutant } from './mutant.ts';

const withHeaders = (
  exchange: Exchange,
  headers: Readonly<Record<string, string | undefined>>,
): Exchange => ({
  ...exchange,
  headers: Object.fromEntries(
    Object.entries({ ...exchange.headers, ...headers }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  ),
});

const onlyQuery = (exchange: Exchange, kept: (name: string) => boolean): Exchange => ({
  ...exchange,
  query: Object.fromEntries(Object.entries(exchange.query).filter(([name]) => kept(name))),
});

const isList = ({ operation }: Exchange): boolean => operation.verb === 'list';

const changedItems =
  (change: (items: readonly Json[]) => readonly Json[]): MakePart =>
  () =>
    around(
      {
        answered: (reply) => {
          const { body } = reply;
          if (typeof body !== 'object' || body === null || !('items' in body)) return reply;
          const items: Json | undefined = body['items'];
          return Array.isArray(items) ? { ...reply, body: { ...body, items: [...change(items)] } } : reply;
        },
      },
      isList,
    );

const page = ['limit', 'cursor', 'fields', 'sort'];

/** Faults of operations: what of a request they overlook, and what of their work they leave out. */
export const workMutants: readonly Mutant[] = [
  {
    id: 'if-match-ignored',
    what: 'a change is made on whatever version is there',
    suite: 'objects',
    part: () =>
      around({
        asked: (exchange) =>
          exchange.endpoint.conditional ? withHeaders(exchange, { 'if-match': '*' }) : exchange,
      }),
  },
  {
    id: 'if-none-match-ignored',
    what: 'what the client holds is sent again',
    suite: 'objects',
    part: () => around({ asked: (exchange) => withHeaders(exchange, { 'if-none-match': undefined }) }),
  },
  {
    id: 'filter-ignored',
    what: 'lists are not filtered',
    suite: 'lists',
    part: () => around({ asked: (exchange) => onlyQuery(exchange, (name) => page.includes(name)) }, isList),
  },
  {
    id: 'limit-ignored',
    what: 'pages are as long as they like',
    suite: 'lists',
    part: () => around({ asked: (exchange) => onlyQuery(exchange, (name) => name !== 'limit') }, isList),
  },
  {
    id: 'cursor-ignored',
    what: 'the first page comes over and over',
    suite: 'lists',
    part: () => around({ asked: (exchange) => onlyQuery(exchange, (name) => name !== 'cursor') }, isList),
  },
  {
    id: 'fields-ignored',
    what: 'objects are sent whole, whatever fields were asked for',
    suite: 'lists',
    part: () => around({ asked: (exchange) => onlyQuery(exchange, (name) => name !== 'fields') }, isList),
  },
  {
    id: 'order-reversed',
    what: 'pages are in the wrong order',
    suite: 'lists',
    part: changedItems((items) => items.toReversed()),
  },
  {
    id: 'item-lost',
    what: 'the last object of each page is lost',
    suite: 'lists',
    part: changedItems((items) => items.slice(0, -1)),
  },
  {
    id: 'item-repeated',
    what: 'the first object of each page comes twice',
    suite: 'lists',
    part: changedItems((items) => [...items.slice(0, 1), ...items]),
  },
  {
    id: 'idempotency-key-ignored',
    what: 'a repeat is done again',
    suite: 'idempotency',
    part: () => around({ asked: (exchange) => withHeaders(exchange, { 'idempotency-key': undefined }) }),
  },
  {
    id: 'created-for-somebody-else',
    what: 'a new object belongs to somebody else than who made it',
    suite: 'objects',
    part: ({ ids }) => {
      const other = ids.next();
      return around(
        {
          asked: (exchange) =>
            exchange.caller.kind === 'known'
              ? { ...exchange, caller: { ...exchange.caller, id: other } }
              : exchange,
        },
        ({ operation }) => operation.verb === 'create',
      );
    },
  },
  {
    id: 'found-is-cut',
    what: 'search gives whatever it finds, however much was asked for',
    suite: 'lists',
    part: () =>
      around(
        { asked: (exchange) => onlyQuery(exchange, (name) => name !== 'limit') },
        ({ operation }) => operation.verb === 'search',
      ),
  },
  {
    id: 'change-answered-as-asked',
    what: 'an object is answered as it was before the change',
    suite: 'objects',
    part: () =>
      around(
        {
          answered: (reply) => {
            return typeof reply.body === 'object' && reply.body !== null && !Array.isArray(reply.body)
              ? {
                  ...reply,
                  body: Object.fromEntries(
                    Object.entries(reply.body).map(([name, value]) => [
                      name,
                      name === 'name' ? 'as before' : value,
                    ]),
                  ),
                }
              : reply;
          },
        },
        ({ operation }) => operation.verb === 'update',
      ),
  },
];
