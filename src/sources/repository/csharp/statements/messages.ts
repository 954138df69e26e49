import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Member } from '../code.ts';
import { calledIn, lastName, typeArguments } from '../syntax.ts';
import type { Body } from './typing.ts';
import { typeOf } from './typing.ts';

/** `_mediator.Send(new PlaceOrder(…))`: what handles the message. */
export function handlersOf(body: Body, at: SyntaxNode): readonly Member[] {
  const called = calledIn(at);
  if (
    called?.receiver === undefined ||
    !/^(Send|Publish|SendAsync|PublishAsync|InvokeAsync|Execute|ExecuteAsync|Dispatch|DispatchAsync|Query|QueryAsync)$/.test(
      called.name,
    )
  )
    return [];
  // A message that leaves for a bus is handled later, by itself.
  const receiver = `${called.receiver.text} ${lastName(typeOf(body, called.receiver)?.node)}`;
  if (/event|message|endpoint|topic|queue|\bI?bus\b/i.test(receiver)) return [];
  return called.arguments.flatMap(({ value }) => {
    const type = typeOf(body, value)?.node;
    const name = lastName(type);
    if (name === '' || !/^[A-Z]/.test(name)) return [];
    const own = body.types.implementers.handlers(name);
    const inner = typeArguments(type).flatMap((each) => body.types.implementers.handlers(lastName(each)));
    return [...own, ...inner];
  });
}

/** Methods that are handed over: `ExecuteAsync(Save)`, `MapGet("/", List)`. */
export function handedOver(body: Body, at: SyntaxNode): readonly Member[] {
  const called = calledIn(at);
  const { owner, types } = body;
  if (called === undefined || owner === undefined) return [];
  return called.arguments.flatMap(({ value }) =>
    value.type === 'identifier' && /^[A-Z]/.test(value.text) && !body.locals.has(value.text)
      ? types
          .methods(owner, value.text, 0)

          .slice(0, 1)
      : [],
  );
}
