import type { SqlValue, Variables } from '../effects/effects.ts';
import { behaving, referenceOf, referenceValues } from './peer.ts';
import type { Manner, PeerAnswer, PeerRequest, SimulatedPeer } from './peer.ts';

export const chargeStates = ['authorised', 'captured', 'voided', 'refunded'] as const;

/** An authorisation as the provider keeps it. */
export interface Charge {
  readonly reference: string;
  /** Key of the request that opened it. */
  readonly key: string;
  /** What it is for, as the caller named it. */
  readonly subject: string;
  readonly amount: number;
  state: (typeof chargeStates)[number];
  refunded: number;
}

/** What it knows of an authorisation that nobody asked it for since it began. */
export type Recalled = Omit<Charge, 'key'>;

/** Told of what happened, so that it can be sent as a webhook. */
export type ProviderNews = (kind: string, charge: Charge) => void;

/**
 * A payment provider: authorise, capture, void, refund. An amount that ends in 02 is declined, as test cards of real providers
 * decline by amount.
 */
export function paymentProvider(
  manner: Manner,
  tell: ProviderNews = () => {},
  recall: (values: Variables) => Promise<Recalled | undefined> = () => Promise.resolve(undefined),
): SimulatedPeer {
  const charges = new Map<string, Charge>();
  const act = async (request: PeerRequest): Promise<PeerAnswer> => {
    if (/^authori[sz]e/.test(request.request)) return authorise(charges, request, tell);
    const charge = found(charges, request.values) ?? (await recalled(charges, request, recall));
    if (charge === undefined)
      return /^(void|cancel|give-up)/.test(request.request)
        ? { kind: 'done', values: {} }
        : refused('the provider knows no such authorisation');
    return move(charge, request, tell);
  };
  return {
    kind: 'payments',
    ...behaving(manner, act, () => charges.clear()),
    kept: () => [...charges.values()].map((charge) => ({ ...charge })),
  };
}

async function recalled(
  charges: Map<string, Charge>,
  { values, key }: PeerRequest,
  recall: (values: Variables) => Promise<Recalled | undefined>,
): Promise<Charge | undefined> {
  const known = await recall(values);
  if (known === undefined) return undefined;
  const charge = { ...known, key };
  charges.set(known.reference, charge);
  return charge;
}

const refused = (why: string): PeerAnswer => ({ kind: 'refused', problem: 'payment-declined', why });

const numberOf = (value: SqlValue | undefined): number => Number(value ?? 0);

/** The values that name what a charge is for: the first id that was handed over. */
function subjectOf(values: Variables): string {
  const [name] = Object.keys(values).filter((each) => each.endsWith('_id') && values[each] !== null);
  const value = values['payment_id'] ?? (name === undefined ? undefined : values[name]) ?? values['id'];
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

function authorise(charges: Map<string, Charge>, request: PeerRequest, tell: ProviderNews): PeerAnswer {
  const { values, key } = request;
  const amount = numberOf(values['amount'] ?? values['total']);
  if (amount % 100 === 2) return refused('the card was declined');
  const reference = referenceOf(key);
  const charge: Charge = {
    reference,
    key,
    subject: subjectOf(values),
    amount,
    state: 'authorised',
    refunded: 0,
  };
  charges.set(reference, charge);
  tell('authorised', charge);
  return { kind: 'done', values: referenceValues(request) };
}

/** By its reference, else by what it is for: a void after an answer that was lost knows no reference. */
function found(charges: ReadonlyMap<string, Charge>, values: Variables): Charge | undefined {
  const reference = values['provider_reference'];
  if (typeof reference === 'string' && charges.has(reference)) return charges.get(reference);
  const subject = subjectOf(values);
  return [...charges.values()].find((charge) => charge.subject === subject);
}

function move(charge: Charge, asked: PeerRequest, tell: ProviderNews): PeerAnswer {
  const { values } = asked;
  // Whoever gives up takes back what there is: an authorisation is voided, captured money is sent back.
  const request =
    asked.request === 'give-up' ? (charge.state === 'captured' ? 'refund' : 'void') : asked.request;
  if (asked.request === 'give-up' && charge.state === 'refunded') return { kind: 'done', values: {} };
  if (request.startsWith('capture')) {
    if (charge.state !== 'authorised') return refused(`it is ${charge.state}`);
    charge.state = 'captured';
  } else if (/^(void|cancel)/.test(request)) {
    if (charge.state === 'voided') return { kind: 'done', values: {} };
    if (charge.state !== 'authorised') return refused(`it is ${charge.state}`);
    charge.state = 'voided';
  } else if (request.startsWith('refund')) {
    const amount = numberOf(values['amount'] ?? charge.amount - charge.refunded);
    if (charge.state !== 'captured' || charge.refunded + amount > charge.amount)
      return refused('more than was captured');
    charge.refunded += amount;
    if (charge.refunded === charge.amount) charge.state = 'refunded';
  } else return refused(`the provider knows no request ${request}`);
  tell(charge.state, charge);
  return { kind: 'done', values: referenceValues(asked) };
}
