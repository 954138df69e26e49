// A server written by hand for three operations of the shop, as a developer would write it: Fastify, SQL, a token, an
// idempotency key, an entity tag. `peer.mjs embedded|<postgres-url> <schema.sql> <rows.sql>` prints its address and a token.
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fastify } from 'fastify';
import { SignJWT, generateKeyPair, jwtVerify } from 'jose';

const [place, schemaFile, rowsFile, customer] = process.argv.slice(2);

async function open() {
  if (place === 'embedded') {
    const { PGlite } = await import('@electric-sql/pglite');
    const db = await PGlite.create();
    await db.exec(readFileSync(schemaFile, 'utf8'));
    await db.exec(readFileSync(rowsFile, 'utf8'));
    await db.exec('reset role; select set_config($$role$$, $$none$$, false)');
    return {
      query: async (sql, values) => (await db.query(sql, values)).rows,
      transaction: (work) =>
        db.transaction((tx) => work(async (sql, values) => (await tx.query(sql, values)).rows)),
    };
  }
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({ connectionString: place, max: 10 });
  return {
    query: async (sql, values) => (await pool.query(sql, values)).rows,
    transaction: async (work) => {
      const client = await pool.connect();
      try {
        await client.query('begin');
        const done = await work(async (sql, values) => (await client.query(sql, values)).rows);
        await client.query('commit');
        return done;
      } catch (error) {
        await client.query('rollback');
        throw error;
      } finally {
        client.release();
      }
    },
  };
}

const columns =
  'id, sku, name, slug, description, status, category_id, brand, price, tax_class, weight_g, attributes, published_at, version, created_at, updated_at';
const { query, transaction } = await open();
const { privateKey, publicKey } = await generateKeyPair('EdDSA');
const app = fastify();

async function caller(request) {
  const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
  const { payload } = await jwtVerify(token, publicKey, {
    issuer: 'peer',
    audience: 'api',
    algorithms: ['EdDSA'],
  });
  if (!payload.roles.includes('customer')) throw Object.assign(new Error('forbidden'), { statusCode: 403 });
  return payload.sub;
}

app.get('/products', async (request) => {
  const limit = Number(request.query.limit ?? 50);
  const rows = await query(
    `select ${columns} from products.products order by published_at desc nulls last, id desc limit $1`,
    [limit + 1],
  );
  const last = rows[limit - 1];
  const next =
    rows.length > limit
      ? Buffer.from(JSON.stringify([last.published_at, last.id])).toString('base64url')
      : null;
  return { items: rows.slice(0, limit), next_cursor: next };
});

app.get('/products/:id', async (request, reply) => {
  const [row] = await query(`select ${columns} from products.products where id = $1`, [request.params.id]);
  if (row === undefined) return reply.code(404).send({ title: 'Not found' });
  reply.header('etag', `"${row.version}"`);
  return row;
});

const text = (maxLength) => ({ type: 'string', minLength: 1, maxLength });
const body = {
  type: 'object',
  additionalProperties: false,
  required: ['recipient', 'line1', 'postal_code', 'city', 'country'],
  properties: {
    recipient: text(120),
    line1: text(160),
    line2: text(160),
    postal_code: text(16),
    city: text(80),
    region: text(80),
    country: text(2),
  },
};
app.post('/addresses', { schema: { body } }, async (request, reply) => {
  const person = await caller(request);
  const key = request.headers['idempotency-key'];
  if (key === undefined) return reply.code(400).send({ title: 'Idempotency-Key is missing' });
  const hash = createHash('sha256').update(JSON.stringify(request.body)).digest('hex');
  const { recipient, line1, line2, postal_code, city, region, country } = request.body;
  return transaction(async (run) => {
    const claimed = await run(
      'insert into platform.idempotency_keys (caller, operation, key, request_hash) values ($1, $2, $3, $4) on conflict do nothing returning key',
      [person, 'create Address', key, hash],
    );
    if (claimed.length === 0) return reply.code(409).send({ title: 'Known key' });
    const [row] = await run(
      'insert into orders.addresses (id, customer_id, recipient, line1, line2, postal_code, city, region, country) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning *',
      [randomUUID(), person, recipient, line1, line2, postal_code, city, region, country],
    );
    await run(
      'update platform.idempotency_keys set status = 201, answer = $4 where caller = $1 and operation = $2 and key = $3',
      [person, 'create Address', key, JSON.stringify(row)],
    );
    return reply.code(201).header('location', `/addresses/${row.id}`).send(row);
  });
});

const url = await app.listen({ port: 0, host: '127.0.0.1' });
const token = await new SignJWT({ roles: ['customer'] })
  .setProtectedHeader({ alg: 'EdDSA' })
  .setIssuer('peer')
  .setAudience('api')
  .setSubject(customer)
  .setExpirationTime('2h')
  .sign(privateKey);
console.log(JSON.stringify({ url, token }));
