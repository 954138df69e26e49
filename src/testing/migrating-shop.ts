import type { Backend } from '../model/backend.ts';
import type { Entity } from '../model/domain.ts';
import { designed, ledgerOf, legacyData, migrating, refersTo } from './migrating.ts';

/** Dirty: a switch that is 2, an hour that the clock left out, a tenth of a cent. */
export const smallShopDump = `SET TIME_ZONE='+00:00';
CREATE TABLE customer (id int unsigned NOT NULL AUTO_INCREMENT, email varchar(60) NOT NULL, news tinyint(1) NOT NULL,
  joined datetime NOT NULL, invited_by int DEFAULT NULL, PRIMARY KEY (id)) ENGINE=MyISAM;
CREATE TABLE purchase (no bigint NOT NULL AUTO_INCREMENT, customer_id int NOT NULL, total decimal(10,3) NOT NULL,
  state enum('new','PAID','') NOT NULL, photo blob, PRIMARY KEY (no)) ENGINE=MyISAM;
CREATE TABLE note (body text, said int) ENGINE=MyISAM;
INSERT INTO customer VALUES (1,'ada@home.example',2,'2020-03-29 02:30:00',NULL);
INSERT INTO purchase VALUES (1,1,9.995,'PAID',NULL);`;

const origin = { kind: 'assumed', because: 'a test' } as const;
const tables = [
  designed(
    'people',
    'customers',
    [
      'id uuid',
      'legacy_id bigint null',
      'email text',
      'news boolean',
      'joined_at timestamp with time zone',
      'inviter_id uuid null',
      'favourite_id bigint null',
      'version integer default 1',
    ],
    {
      uniques: [{ columns: ['email'], origin }],
      foreignKeys: [refersTo('inviter_id', 'people.customers'), refersTo('favourite_id', 'sales.orders')],
    },
  ),
  designed(
    'sales',
    'orders',
    ['id bigint', 'customer_id uuid', 'total bigint', 'state text', 'photo text null', 'channel text'],
    {
      entity: 'Order',
      foreignKeys: [refersTo('customer_id', 'people.customers')],
      checks: [
        { sql: "state in ('new', 'paid')", origin },
        { sql: 'total < 6000', origin },
      ],
    },
  ),
  designed('people', 'notes', ['id uuid', 'body text null'], {}),
];
const order: Entity = {
  name: 'Order',
  context: 'sales',
  fields: [{ name: 'total', type: { kind: 'money' }, optional: false, unique: false, origin }],
  unique: [],
  checks: [],
  origin,
};
const ledger = ledgerOf({
  customer: ['people.customers'],
  purchase: ['sales.orders'],
  note: ['people.notes'],
  'customer.id': ['people.customers.legacy_id'],
  'customer.email': ['people.customers.email'],
  'customer.news': ['people.customers.news'],
  'customer.joined': ['people.customers.joined_at'],
  'customer.invited_by': ['people.customers.inviter_id'],
  'purchase.no': ['sales.orders.id'],
  'purchase.customer_id': ['sales.orders.customer_id'],
  'purchase.total': ['sales.orders.total'],
  'purchase.state': ['sales.orders.state'],
  'purchase.photo': ['sales.orders.photo'],
  'note.body': ['people.notes.body'],
});

/** Three legacy tables and three designed ones, with every kind of key and reference. */
export const smallShop = async (): Promise<Backend> => ({
  ...migrating(await legacyData(smallShopDump), tables, ledger),
  entities: [order],
});
