// Generated from the checks, lifecycles and test ideas of the model. Run: npx vitest run 7-testing/properties.test.ts
import * as fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { harness, send } from './harness.ts';

afterEach(() => harness.reset());

// Sequences are short and many: most faults need two or three requests.
const runs = { numRuns: 50 };

const reviewsCalls = fc.array(
  fc.oneof(
    fc.record({ role: fc.constantFrom("anonymous"), method: fc.constant('DELETE'), path: fc.constant("/admin/books/{id}"), entity: fc.constant("Object"), body: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 }) }),
    fc.record({ role: fc.constantFrom("user"), method: fc.constant('PUT'), path: fc.constant("/admin/books/{id}/price"), entity: fc.constant("Object"), body: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 }) }),
    fc.record({ role: fc.constantFrom("user"), method: fc.constant('POST'), path: fc.constant("/books/{id}/reviews"), entity: fc.constant("Object"), body: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 }) }),
    fc.record({ role: fc.constantFrom("user"), method: fc.constant('POST'), path: fc.constant("/orders"), entity: fc.constant("Object"), body: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 }) }),
    fc.record({ role: fc.constantFrom("user"), method: fc.constant('POST'), path: fc.constant("/orders/{id}/cancel"), entity: fc.constant("Object"), body: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 }) }),
    fc.record({ role: fc.constantFrom("user"), method: fc.constant('POST'), path: fc.constant("/sessions"), entity: fc.constant("Object"), body: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 }) }),
  ),
  { minLength: 1, maxLength: 6 },
);

test.each([
  ["reviews_rating_check", "select count(*) as broken from reviews where not (rating between 1 and 5)"],
])("reviews: no sequence of requests breaks %s", async (_rule, sql) => {
  await fc.assert(
    fc.asyncProperty(reviewsCalls, async (calls) => {
      for (const call of calls) {
        const { status } = await send(call);
        expect(status, call.method + ' ' + call.path).toBeLessThan(500);
      }
      const [row] = await harness.query(sql);
      expect(Number(row?.['broken'])).toBe(0);
    }),
    runs,
  );
});

const paymentsCalls = fc.array(
  fc.oneof(
    fc.record({ role: fc.constantFrom("anonymous"), method: fc.constant('DELETE'), path: fc.constant("/admin/books/{id}"), entity: fc.constant("Object"), body: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 }) }),
    fc.record({ role: fc.constantFrom("user"), method: fc.constant('PUT'), path: fc.constant("/admin/books/{id}/price"), entity: fc.constant("Object"), body: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 }) }),
    fc.record({ role: fc.constantFrom("user"), method: fc.constant('POST'), path: fc.constant("/books/{id}/reviews"), entity: fc.constant("Object"), body: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 }) }),
    fc.record({ role: fc.constantFrom("user"), method: fc.constant('POST'), path: fc.constant("/orders"), entity: fc.constant("Object"), body: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 }) }),
    fc.record({ role: fc.constantFrom("user"), method: fc.constant('POST'), path: fc.constant("/orders/{id}/cancel"), entity: fc.constant("Object"), body: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 }) }),
    fc.record({ role: fc.constantFrom("user"), method: fc.constant('POST'), path: fc.constant("/sessions"), entity: fc.constant("Object"), body: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 }) }),
  ),
  { minLength: 1, maxLength: 6 },
);

test.each([
  ["payments_amount_cents_check", "select count(*) as broken from payments where not (amount_cents >= 0)"],
  ["payments_state_check", "select count(*) as broken from payments where not (state in ('open', 'captured', 'failed'))"],
])("payments: no sequence of requests breaks %s", async (_rule, sql) => {
  await fc.assert(
    fc.asyncProperty(paymentsCalls, async (calls) => {
      for (const call of calls) {
        const { status } = await send(call);
        expect(status, call.method + ' ' + call.path).toBeLessThan(500);
      }
      const [row] = await harness.query(sql);
      expect(Number(row?.['broken'])).toBe(0);
    }),
    runs,
  );
});
