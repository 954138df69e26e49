import { expect, test } from 'vitest';
import { checkoutSequence, latencyCurve } from '../../web/fixture/diagrams-other.ts';
import { contextView, orderStates } from '../../web/fixture/diagrams.ts';
import { mermaid } from './mermaid.ts';

test('views are flowcharts with boundaries', () => {
  expect(mermaid(contextView)).toMatchInlineSnapshot(`
    "---
    title: "System context of Web shop"
    ---
    flowchart TB
      n1(["Customer<br>Buys goods in the browser or the app"])
      n3(["Merchandiser<br>Keeps products and stock"])
      n4(["Support<br>Reads orders, masked personal data"])
      n2["Web shop<br>Catalogue, cart, orders, payments"]
      n5[["Stripe<br>Card and wallet payments, REST and webhooks"]]
      n6[["ERP<br>Daily order export by SFTP"]]
      n7[["Mail service<br>Transactional mail by SMTP"]]
      n1 -->|"browses, orders, pays"| n2
      n3 -->|"imports stock, edits products"| n2
      n4 -->|"reads orders"| n2
      n2 -->|"authorises and captures payments"| n5
      n5 -.->|"payment webhooks"| n2
      n2 -.->|"exports orders once a day"| n6
      n2 -.->|"sends confirmations"| n7
    "
  `);
});

test('life cycles are state diagrams', () => {
  expect(mermaid(orderStates)).toMatchInlineSnapshot(`
    "---
    title: "States of an order"
    ---
    stateDiagram-v2
      state "placed" as s1
      state "paid" as s2
      state "packed" as s3
      state "shipped" as s4
      state "delivered" as s5
      state "cancelled" as s6
      s1 --> s2 : payment captured
      s2 --> s3 : pack
      s3 --> s4 : hand over
      s4 --> s5 : confirm
      s1 --> s6 : cancel or 30 min
      s2 --> s6 : refund
    "
  `);
});

test('flows are sequence diagrams; a semicolon cannot end a message', () => {
  expect(mermaid(checkoutSequence)).toContain('p1->>p2: POST /v1/orders with Idempotency-Key');
  expect(
    mermaid({
      kind: 'sequence',
      id: 's',
      title: 'S',
      participants: [{ id: 'a', title: 'A' }],
      steps: [{ from: 'a', to: 'a', text: 'x; drop', kind: 'self' }],
    }),
  ).toContain('p1->>p1: x#59; drop');
});

test('curves are sampled at even steps', () => {
  expect(mermaid(latencyCurve)).toMatch(/x-axis "Requests per second" 200 --> 8000\n/);
});

test('tables keep keys and cardinality', () => {
  expect(
    mermaid({
      kind: 'erd',
      id: 'e',
      title: 'E',
      tables: [
        {
          name: 'order line',
          columns: [{ name: 'id', type: 'numeric(14,2)', key: 'primary', nullable: false }],
        },
      ],
      relations: [
        {
          fromTable: 'order line',
          fromColumn: 'id',
          toTable: 'order line',
          toColumn: 'id',
          optional: true,
          unique: false,
        },
      ],
    }),
  ).toMatchInlineSnapshot(`
    "---
    title: "E"
    ---
    erDiagram
      "order line" {
        numeric(14_2) id PK
      }
      "order line" |o--o{ "order line" : "id"
    "
  `);
});
