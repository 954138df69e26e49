import type { Assignment, Expression, Machine, MachineStep, Variable } from '../machine.ts';
import { add, all, always, any, equal, less, more, not, self, set, take, unequal } from './expressions.ts';

export interface SagaOutbox {
  readonly orders: number;
  /** Crashes of the relay or the payment consumer, all in all. */
  readonly crashes: number;
  /** Messages the broker delivers twice, all in all. */
  readonly duplicates: number;
  /** Whether the payment provider honours an idempotency key. */
  readonly idempotent: boolean;
}

const variable = (name: string, most: number, words?: readonly string[]): Variable => ({
  name,
  most,
  start: 0,
  ...(words && { words }),
});

const status = ['new', 'pending', 'paid', 'done', 'cancelled'] as const;
const order = { fresh: 0, pending: 1, paid: 2, done: 3, cancelled: 4 } as const;
const outbox = { empty: 0, payment: 1, reserve: 2, refund: 3 } as const;
const messages = ['pay', 'paid', 'reserve', 'reserved', 'rejected', 'refund'] as const;
const instanceHolder = (name: string, orders: number): Variable => ({
  name,
  most: orders,
  start: 0,
  isInstance: true,
});

/**
 * An order saga over a transactional outbox and an at-least-once broker: payment, inventory, refund. Each order has
 * one outbox slot and up to two copies of each kind of message; counts stop at 2, which is enough to see "twice".
 */
export function sagaOutbox(bounds: SagaOutbox): Machine {
  return {
    name: 'saga with outbox',
    instances: bounds.orders,
    local: [
      variable('order', 4, status),
      variable('outbox', 3, ['empty', 'payment request', 'reserve request', 'refund request']),
      ...messages.map((message) => variable(message, 2)),
      variable('charges', 2),
      variable('refunds', 2),
      variable('processed', 1),
      variable('decision', 2, ['none', 'reserved', 'rejected']),
    ],
    global: [
      instanceHolder('relayHolds', bounds.orders),
      instanceHolder('paymentHolds', bounds.orders),
      { name: 'crashesLeft', most: bounds.crashes, start: bounds.crashes },
      { name: 'duplicatesLeft', most: bounds.duplicates, start: bounds.duplicates },
    ],
    steps: [
      ...relaySteps,
      ...paymentSteps(bounds.idempotent),
      ...orderSteps,
      ...inventorySteps,
      refundStep(bounds.idempotent),
      ...faults,
    ],
    invariants: [
      {
        id: 'charged-once',
        each: true,
        holds: less('charges', 2),
        says: 'A customer is charged at most once.',
      },
      {
        id: 'refunded-once',
        each: true,
        holds: less('refunds', 2),
        says: 'A customer is refunded at most once.',
      },
      {
        id: 'done-is-paid',
        each: true,
        holds: any(unequal('order', order.done), equal('charges', 1)),
        says: 'An order that is done was charged once.',
      },
    ],
    ends: {
      each: true,
      holds: any(equal('order', order.done), all(equal('order', order.cancelled), equal('refunds', 1))),
      says: 'Every order ends done, or cancelled and refunded.',
    },
    eventually: [],
  };
}

interface Act {
  readonly id: string;
  readonly from: string;
  readonly to?: string;
  readonly words: string;
  readonly when: Expression;
  readonly assign: readonly Assignment[];
}

const step = ({ id, from, to, words, when, assign }: Act): MachineStep => ({
  id,
  each: true,
  when,
  outcomes: [{ assign }],
  isFault: false,
  says: { from, ...(to !== undefined && { to }), words },
});

const publish = (request: number, message: string): MachineStep =>
  step({
    id: `publish-${message}`,
    from: 'relay',
    to: 'broker',
    words: `publishes the ${message} request`,
    when: all(equal('relayHolds', 0), equal('outbox', request), less(message, 2)),
    assign: [add(message), set('relayHolds', self)],
  });

const relaySteps: readonly MachineStep[] = [
  step({
    id: 'place',
    from: 'order service',
    words: 'stores the order and the payment request in one transaction',
    when: equal('order', order.fresh),
    assign: [set('order', order.pending), set('outbox', outbox.payment)],
  }),
  publish(outbox.payment, 'pay'),
  publish(outbox.reserve, 'reserve'),
  publish(outbox.refund, 'refund'),
  step({
    id: 'relay-mark',
    from: 'relay',
    words: 'deletes the outbox row',
    when: equal('relayHolds', self),
    assign: [set('outbox', outbox.empty), set('relayHolds', 0)],
  }),
];

const paymentSteps = (idempotent: boolean): readonly MachineStep[] => [
  step({
    id: 'payment-repeated',
    from: 'payment consumer',
    words: 'acknowledges a message it has processed before',
    when: all(more('pay', 0), equal('paymentHolds', 0), equal('processed', 1)),
    assign: [take('pay')],
  }),
  step({
    id: 'charge',
    from: 'payment consumer',
    to: 'payment provider',
    words: 'charges the customer',
    when: all(more('pay', 0), equal('paymentHolds', 0), equal('processed', 0)),
    assign: [idempotent ? set('charges', 1) : add('charges'), set('paymentHolds', self)],
  }),
  step({
    id: 'payment-commit',
    from: 'payment consumer',
    to: 'broker',
    words: 'marks the message processed, acknowledges it and says the order is paid',
    when: equal('paymentHolds', self),
    assign: [set('processed', 1), take('pay'), add('paid'), set('paymentHolds', 0)],
  }),
];

const told = (id: string, words: string, message: string, when: Expression, ...assign: Assignment[]) =>
  step({
    id,
    from: 'broker',
    to: 'order service',
    words,
    when: all(more(message, 0), when),
    assign: [take(message), ...assign],
  });

const orderSteps: readonly MachineStep[] = [
  told(
    'order-paid',
    'the order is paid: asks for a reservation',
    'paid',
    all(equal('order', order.pending), equal('outbox', outbox.empty)),
    set('order', order.paid),
    set('outbox', outbox.reserve),
  ),
  told('order-paid-again', 'the order is paid: known', 'paid', unequal('order', order.pending)),
  told('order-reserved', 'reserved: done', 'reserved', equal('order', order.paid), set('order', order.done)),
  told('order-reserved-again', 'reserved: known', 'reserved', unequal('order', order.paid)),
  told(
    'order-rejected',
    'rejected: cancels the order and asks for a refund',
    'rejected',
    all(equal('order', order.paid), equal('outbox', outbox.empty)),
    set('order', order.cancelled),
    set('outbox', outbox.refund),
  ),
  told('order-rejected-again', 'rejected: known', 'rejected', unequal('order', order.paid)),
];

const inventorySteps: readonly MachineStep[] = [
  {
    id: 'reserve',
    each: true,
    when: all(more('reserve', 0), equal('decision', 0)),
    outcomes: [
      {
        says: { from: 'inventory', to: 'broker', words: 'reserves the stock' },
        assign: [take('reserve'), set('decision', 1), add('reserved')],
      },
      {
        says: { from: 'inventory', to: 'broker', words: 'rejects: out of stock' },
        assign: [take('reserve'), set('decision', 2), add('rejected')],
      },
    ],
    isFault: false,
    says: { from: 'inventory', to: 'broker', words: 'decides' },
  },
  step({
    id: 'reserve-again',
    from: 'inventory',
    words: 'has decided before: acknowledges',
    when: all(more('reserve', 0), not(equal('decision', 0))),
    assign: [take('reserve')],
  }),
];

const refundStep = (idempotent: boolean): MachineStep =>
  step({
    id: 'refund',
    from: 'refund consumer',
    to: 'payment provider',
    words: 'refunds the customer',
    when: more('refund', 0),
    assign: [take('refund'), idempotent ? set('refunds', 1) : add('refunds')],
  });

const crash = (who: string, holder: string): MachineStep => ({
  id: `${who}-crash`,
  each: false,
  when: all(unequal(holder, 0), more('crashesLeft', 0)),
  outcomes: [{ assign: [set(holder, 0), take('crashesLeft')] }],
  isFault: true,
  says: { from: who, words: 'crashes; what it held is still there' },
});

const duplicate = (message: string): MachineStep => ({
  id: `duplicate-${message}`,
  each: true,
  when: all(more('duplicatesLeft', 0), equal(message, 1)),
  outcomes: [{ assign: [set(message, 2), take('duplicatesLeft')] }],
  isFault: true,
  says: { from: 'broker', words: `delivers ${message} once more` },
});

const faults: readonly MachineStep[] = [
  crash('relay', 'relayHolds'),
  crash('payment', 'paymentHolds'),
  ...messages.map(duplicate),
];
