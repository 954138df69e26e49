import type { RoutePath } from '../../http/paths.ts';
import { allOfType, inField, ofType } from '../../languages/syntax.ts';
import type { Attribute } from '../attributes.ts';
import type { Code } from '../code.ts';
import { descendsFrom } from '../code.ts';
import { argumentsOf } from '../syntax.ts';
import { textOf } from '../texts.ts';

/** The template that an attribute of the target hands to `RouteAttribute`: `ApiV1Attribute() : base("api/v1")`. */
export function routeOfOwn(code: Code, { name }: Attribute, from: string): RoutePath | undefined {
  const type = code.find(`${name}Attribute`, from) ?? code.find(name, from);
  if (type === undefined || !descendsFrom(code, type, /^Route(Attribute)?$/)) return undefined;
  const constructors = allOfType(inField(type.node, 'body'), 'constructor_declaration');
  const initializer = constructors.map((each) => ofType(each, 'constructor_initializer')).find(Boolean);
  const [first] = initializer === undefined ? [] : argumentsOf(initializer);
  return first === undefined ? undefined : textOf(code, first.value, { file: type.file, type });
}
