import { Client } from 'pg';
import { afterAll, expect, test } from 'vitest';
import { schemaSql } from '../../../artifacts/ddl.ts';
import { designBackend } from '../../../design/design.ts';
import type { Flow } from '../../../model/domain.ts';
import { briefOf, shopText } from '../../../testing/briefs.ts';
import { startNative } from '../../../testing/native-postgres.ts';
import type { FlowWorld } from '../../effects/flow-world.ts';
import { runEffects } from '../../effects/run-effects.ts';
import { runFlow } from '../../effects/run-flow.ts';
import { isRefusal } from '../../effects/variables.ts';
import type { Transaction } from '../../effects/variables.ts';

const native = startNative();
afterAll(() => {
  if (native.kind === 'running') native.server.stop();
});

const backend = designBackend(briefOf(shopText));
const { flows, events } = backend.processes;
const flowNamed = (id: string): Flow => {
  const found = flows.find((flow) => flow.id === id);
  if (found === undefined) throw new Error(`no flow ${id}`);
  return found;
};

const connect = async (url: string): Promise<Client> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
};

const transactionOf = (client: Client): Transaction => ({
  run: async (sql, values) => {
    const { rows, rowCount } = await client.query<Record<string, unknown>>(sql, [...values]);
    return { rows, affected: rowCount ?? 0 };
  },
});

/** Each connection runs one flow at a time; the peer answers a key once. */
function worldOver(client: Client, asked: Map<string, string>): FlowWorld {
  return {
    flows,
    inTransaction: async (_, use) => {
      await client.query('begin');
      try {
        const value = await use(transactionOf(client));
        await client.query('commit');
        return value;
      } catch (error) {
        await client.query('rollback');
        throw error;
      }
    },
    call: ({ key, request }) => {
      asked.set(key, request);
      return Promise.resolve({ provider_reference: `ref of ${key}` });
    },
    publish: () => Promise.resolve(),
  };
}

const id = (kind: number, at: number): string =>
  `00000000-0000-7000-800${kind}-${String(at).padStart(12, '0')}`;

const buyers = 12;
const pieces = 5;

async function open(owner: Client): Promise<void> {
  await owner.query(schemaSql(backend.data).text);
  await owner.query(`
    insert into products.categories (id, name, slug) values ('${id(1, 1)}', 'All', 'all');
    insert into products.products (id, sku, name, slug, status, category_id, price, published_at)
      values ('${id(2, 1)}', 'mug', 'Mug', 'mug', 'active', '${id(1, 1)}', 700, now());
    insert into inventory.stock_levels (id, sku, product_id, location, on_hand)
      values ('${id(3, 1)}', 'mug', '${id(2, 1)}', 'main', ${pieces});
    insert into auth.users (id, kind) select ('00000000-0000-7000-8004-' || lpad(n::text, 12, '0'))::uuid, 'guest' from generate_series(1, ${buyers}) n;
    insert into cart.carts (id, customer_id, touched_at, expires_at)
      select ('00000000-0000-7000-8005-' || lpad(n::text, 12, '0'))::uuid, ('00000000-0000-7000-8004-' || lpad(n::text, 12, '0'))::uuid, now(), now() + interval '1 day' from generate_series(1, ${buyers}) n;
    insert into cart.cart_items (cart_id, sku, product_id, quantity, unit_price)
      select id, 'mug', '${id(2, 1)}', 1, 700 from cart.carts;`);
}

const request = (buyer: number, order: number) => ({
  id: id(6, order),
  order_id: id(6, order),
  caller: id(4, buyer),
  cart_id: id(5, buyer),
  expected_total: 700,
  payment_method: 'tok',
});

const outcomeOf = async (run: Promise<unknown>): Promise<string> =>
  run.then(
    () => 'done',
    (error: unknown) => (isRefusal(error) ? error.problem : String(error)),
  );

const counted = (outcomes: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...new Set(outcomes)].sort().map((one) => [one, outcomes.filter((other) => other === one).length]),
  );

test('many who buy the last pieces at once: none is sold twice, and who is cancelled meanwhile gives back once', async () => {
  if (native.kind === 'skipped') {
    console.log(`skipped: ${native.why}`);
    return;
  }
  const { url } = native.server;
  const clients = await Promise.all(Array.from({ length: buyers }, () => connect(url)));
  const [owner] = clients;
  if (owner === undefined) throw new Error('no connection');
  const asked = new Map<string, string>();
  const stock = async (): Promise<unknown> =>
    (await owner.query('select on_hand, reserved from inventory.stock_levels')).rows[0];
  try {
    await open(owner);
    const bought = await Promise.all(
      clients.map((client, at) =>
        outcomeOf(runFlow(flowNamed('checkout'), request(at + 1, at + 1), worldOver(client, asked))),
      ),
    );
    expect(counted(bought)).toEqual({ done: pieces, 'illegal-state': buyers - pieces });
    expect(await stock()).toEqual({ on_hand: 0, reserved: 0 });

    // One request that comes six times, and one cart that is ordered from twice: one order each.
    const first = bought.indexOf('done') + 1;
    const again = await Promise.all([
      ...clients
        .slice(0, 6)
        .map((client) =>
          outcomeOf(runFlow(flowNamed('checkout'), request(first, first), worldOver(client, asked))),
        ),
      outcomeOf(runFlow(flowNamed('checkout'), request(first, 90), worldOver(clients[6] ?? owner, asked))),
    ]);
    expect(counted(again)).toEqual({ done: 6, 'illegal-state': 1 });
    expect(await stock()).toEqual({ on_hand: 0, reserved: 0 });

    // Cancelled by four at once, while its consumers release as well.
    const release = events
      .find(({ name }) => name === 'order.cancelled')
      ?.consumers.find(({ context }) => context === 'inventory')?.effects;
    const cancel = { id: id(6, first), order_id: id(6, first), caller: id(4, first), reason: 'mistake' };
    const cancelled = await Promise.all(
      clients.slice(0, 8).map(async (client, at) => {
        const world = worldOver(client, asked);
        if (at < 4) return outcomeOf(runFlow(flowNamed('cancellation'), cancel, world));
        return outcomeOf(
          world.inTransaction('inventory', (transaction) =>
            runEffects(
              release ?? { statements: [] },
              { order_id: id(6, first) },
              { transaction, call: () => Promise.reject(new Error('nobody')) },
            ),
          ),
        );
      }),
    );
    expect(counted(cancelled)).toEqual({ done: 5, 'illegal-state': 3 });
    expect(await stock()).toEqual({ on_hand: 1, reserved: 0 });
    const { rows } = await owner.query(
      `select (select count(*)::int from orders.orders where status = 'paid') as paid,
        (select count(*)::int from payments.payments where status = 'authorised') as authorised,
        (select count(*)::int from payments.payments where status = 'voided') as voided,
        (select count(*)::int from orders.order_lines) as lines,
        (select sum(delta)::int from inventory.stock_movements) as moved`,
    );
    expect(rows).toEqual([
      { paid: pieces - 1, authorised: pieces - 1, voided: 1, lines: pieces, moved: 1 - pieces },
    ]);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}, 120_000);
