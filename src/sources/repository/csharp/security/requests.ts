import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { inField } from '../../languages/syntax.ts';
import { calledIn } from '../syntax.ts';
import type { CsharpPlace } from './place.ts';
import { csharpSetting, saysYes, writtenIn } from './place.ts';

/** Which sites may read answers, pages for developers, and errors that are sent with their stacks. */
export function requests(place: CsharpPlace): readonly SecuritySetting[] {
  const { node, name, given } = place;
  if (node.type === 'assignment_expression')
    return byHand(place, inField(node, 'left')?.text, inField(node, 'right')?.text);
  if (name === 'SetIsOriginAllowed' && saysYes(given[0]?.value)) return anyOrigin(place);
  if (/^(Append|Add|TryAdd|AppendHeader)$/.test(name))
    return byHand(place, `["${writtenIn(place, given[0]?.value) ?? ''}"]`, given[1]?.value.text);
  if (
    name === 'UseDeveloperExceptionPage' &&
    !place.above.some(({ type }) => /^(if_statement|switch_section|else_clause)$/.test(type))
  )
    return [csharpSetting(place, 'debug-mode', name, { values: { debug: true } })];
  return sendsStack(place) ? [csharpSetting(place, 'error-detail', name)] : [];
}

/** With `AllowCredentials` in the same policy; `AllowAnyOrigin` with it is refused when the process starts. */
function anyOrigin(place: CsharpPlace): readonly SecuritySetting[] {
  const chain = place.above.toReversed().map((each) => calledIn(each)?.name);
  const allows =
    chain.includes('AllowCredentials') || /\.AllowCredentials\(\)/.test(place.node.text) || inPolicy(place);
  return [
    csharpSetting(place, 'cross-origin', 'SetIsOriginAllowed', {
      values: { origin: true, ...(allows ? { credentials: true } : {}) },
    }),
  ];
}

/** The lambda that makes the policy. */
const inPolicy = ({ above }: CsharpPlace): boolean =>
  /\.AllowCredentials\(\)/.test(above.findLast(({ type }) => type === 'lambda_expression')?.text ?? '');

function byHand(
  place: CsharpPlace,
  left: string | undefined,
  right: string | undefined,
): readonly SecuritySetting[] {
  const header =
    /\["(Access-Control-Allow-(?:Origin|Credentials))"\]$|\.(AccessControlAllow(?:Origin|Credentials))$/.exec(
      left ?? '',
    );
  const name = (header?.[1] ?? header?.[2] ?? '').replaceAll('-', '');
  const told = (values: SecuritySetting['values']): readonly SecuritySetting[] => [
    csharpSetting(place, 'cross-origin', 'Access-Control-Allow-*', { values }),
  ];
  if (name === 'AccessControlAllowCredentials') return right === '"true"' ? told({ credentials: true }) : [];
  return name === 'AccessControlAllowOrigin' &&
    /Request\.Headers(\["Origin"\]|\.Origin)(\.ToString\(\))?$/i.test(right ?? '')
    ? told({ origin: true })
    : [];
}

/** `StatusCode(500, ex.StackTrace)`, `BadRequest(ex.ToString())`. */
function sendsStack({ name, on, given }: CsharpPlace): boolean {
  return (
    /^(StatusCode|BadRequest|Content|Json|Ok|Problem|WriteAsync|WriteAsJsonAsync)$/.test(name) &&
    /^(|this|\w*[Rr]esponse|\w+\.Response|Results|TypedResults)$/.test(on) &&
    given.some(({ value }) => /\b(ex|e|err|error|exception)\.(StackTrace\b|ToString\(\))/i.test(value.text))
  );
}
