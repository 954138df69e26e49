import type { JudgedGuard } from '../../http/routing.ts';
import { isLinkSecret } from '../../link-secrets.ts';
import type { PhpBody } from '../body.ts';
import type { PhpParameter } from '../classes.ts';
import { propertyOf } from '../codebase.ts';
import type { PhpCodebase } from '../codebase.ts';
import { judged } from '../guards.ts';
import { originAt } from '../value.ts';

/** Entities that are looked up by a secret of the path before the controller runs, and that have to be there. */
export function secretEntities(codebase: PhpCodebase, body: PhpBody, path: string): readonly JudgedGuard[] {
  const secrets = [...path.matchAll(/\{(\w+)/g)].flatMap(([, name = '']) =>
    isLinkSecret(name) && !body.parameters.some((each) => each.name === name) ? [name] : [],
  );
  return secrets.flatMap((secret) =>
    body.parameters.some((each) => isFoundBy(codebase, body, each, secret))
      ? [judged(secret, 'authentication', originAt(body.file, { line: body.line }))]
      : [],
  );
}

function isFoundBy(codebase: PhpCodebase, body: PhpBody, parameter: PhpParameter, secret: string): boolean {
  const entity = codebase.class(parameter.type);
  if (entity === undefined || parameter.nullable || parameter.default !== undefined) return false;
  const told = tellings(body, parameter).join('\n');
  const custom = /converter\s*[:=]\s*['"]/.test(told);
  if (custom) return convertersFindBy(codebase, secret);
  if (/mapping|expr\b|options|\bid\s*[:=]/.test(told)) return new RegExp(`\\b${secret}\\b`).test(told);
  return propertyOf(codebase, entity, secret) !== undefined;
}

/** What attributes and comments say of one argument. */
const tellings = ({ method }: PhpBody, { name, attributes }: PhpParameter): readonly string[] => [
  ...attributes.flatMap((each) => (each.name.endsWith('MapEntity') ? [each.node.text] : [])),
  ...(method?.attributes ?? []).flatMap((each) =>
    /(ParamConverter|Entity)$/.test(each.name) && each.node.text.includes(name) ? [each.node.text] : [],
  ),
  ...(method?.doc ?? '')
    .split('@')
    .filter((tag) => /^(ParamConverter|Entity)\(/.test(tag) && tag.includes(name)),
];

/** A converter of the application's own that reads the secret and tells that nothing was found. */
const convertersFindBy = (codebase: PhpCodebase, secret: string): boolean =>
  codebase.sources.some(
    ({ text }) =>
      /ParamConverterInterface|ValueResolverInterface/.test(text) &&
      new RegExp(`['"]${secret}['"]`).test(text) &&
      /NotFound/.test(text),
  );
