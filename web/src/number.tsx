import type { Origin, Quantity } from '../../src/model/origin.ts';
import { originWords, quantityText, rangeText } from '../../src/model/quantity.ts';
import { openDrawer } from './drawer.tsx';

const kinds: Readonly<Record<Origin['kind'], string>> = {
  read: 'read',
  catalog: 'catalogue',
  given: 'given',
  derived: 'derived',
  default: 'default',
  assumed: 'assumed',
};

/** A number that can be followed to where it came from. */
export function Amount({ quantity, name }: { readonly quantity: Quantity; readonly name: string }) {
  const range = rangeText(quantity);
  return (
    <button
      class={`num ${quantity.origin.kind}`}
      title={originWords(quantity.origin)}
      onClick={() => openDrawer(name, <Derivation quantity={quantity} />)}
    >
      {quantityText(quantity)}
      {range === '' ? null : <small> ({range})</small>}
    </button>
  );
}

function Derivation({ quantity }: { readonly quantity: Quantity }) {
  const range = rangeText(quantity);
  return (
    <>
      <p class="big">{quantityText(quantity)}</p>
      <dl class="facts">
        {range === '' ? null : (
          <>
            <dt>Range</dt>
            <dd>{range}</dd>
          </>
        )}
        <dt>Exactly</dt>
        <dd>
          {quantity.value} {quantity.unit}
        </dd>
        <dt>Origin</dt>
        <dd>
          <span class={`tag ${quantity.origin.kind}`}>{kinds[quantity.origin.kind]}</span>
        </dd>
      </dl>
      <OriginDetail origin={quantity.origin} />
    </>
  );
}

export function OriginDetail({ origin }: { readonly origin: Origin }) {
  if (origin.kind !== 'derived') return <p>{originWords(origin)}</p>;
  return (
    <>
      <p>
        <strong>{origin.rule}</strong>
      </p>
      <ul>
        {origin.from.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}
