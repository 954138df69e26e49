import type { SecuritySetting } from '../../../../model/security-setting.ts';
import type { ClassDeclaration } from '../classes.ts';
import type { Code } from '../code.ts';
import { argument, dotted, lastName, walkCode } from '../code.ts';
import { scopeOf } from '../names.ts';
import { textsOf } from '../values.ts';
import type { World } from '../world.ts';
import type { JvmCall } from './call.ts';
import { constantText, jvmSetting } from './call.ts';

/**
 * Which sites may read answers: Spring, Ktor, and headers that are set by hand. Spring answers `*` with credentials to
 * nobody since 5.3; a pattern of `*` it answers with the site that asks.
 */
export function crossOrigin(call: JvmCall): readonly SecuritySetting[] {
  const { code, name, given, world, scope } = call;
  if (code.kind !== 'call') return [];
  const inSpring = (values: SecuritySetting['values']): readonly SecuritySetting[] => [
    jvmSetting(call, 'cross-origin', 'Access-Control-Allow-* (Spring)', { values }),
  ];
  if (/^(allowedOriginPatterns|addAllowedOriginPattern|setAllowedOriginPatterns)$/.test(name))
    return given.some((value) => textsOf(world, value, scope).some(({ text }) => text === '*'))
      ? inSpring({ origin: true })
      : [];
  if (/^(allowCredentials|setAllowCredentials)$/.test(name) && given[0]?.kind === 'boolean')
    return given[0].value ? inSpring({ credentials: true }) : [];
  if (name === 'anyHost' && given.length === 0)
    return [
      jvmSetting(call, 'cross-origin', 'Access-Control-Allow-* (Ktor)', { values: { origin: true } }),
      ...ktorCredentials(call),
    ];
  return /^(setHeader|addHeader|header|set|add)$/.test(name) ? byHand(call) : [];
}

function ktorCredentials(call: JvmCall): readonly SecuritySetting[] {
  let allows = false;
  walkCode(call.body, (part) => {
    if (part.kind === 'assign' && dotted(part.target) === 'allowCredentials')
      allows ||= part.value.kind === 'boolean' && part.value.value;
  });
  return allows
    ? [jvmSetting(call, 'cross-origin', 'Access-Control-Allow-* (Ktor)', { values: { credentials: true } })]
    : [];
}

function byHand(call: JvmCall): readonly SecuritySetting[] {
  const [header, value] = call.given;
  const name = headerName(call, header);
  const told = (values: SecuritySetting['values']): readonly SecuritySetting[] => [
    jvmSetting(call, 'cross-origin', 'Access-Control-Allow-*', { values }),
  ];
  if (name === 'access-control-allow-credentials')
    return constantText(call, value) === 'true' ? told({ credentials: true }) : [];
  if (name !== 'access-control-allow-origin' || value === undefined) return [];
  return isAsked(call, value) ? told({ origin: true }) : [];
}

function headerName(call: JvmCall, code: Code | undefined): string | undefined {
  const member = lastName(dotted(code) ?? '');
  if (member.startsWith('ACCESS_CONTROL_ALLOW_')) return member.toLowerCase().replaceAll('_', '-');
  return constantText(call, code)?.toLowerCase();
}

/** `request.getHeader("Origin")`, or a variable that holds it and that nothing in the method compares. */
function isAsked(call: JvmCall, value: Code): boolean {
  if (value.kind === 'call')
    return (
      /^(getHeader|getFirst|header)$/.test(value.name) &&
      /^origin$/i.test(constantText(call, value.args[0]?.value) ?? '')
    );
  const name = dotted(value);
  if (value.kind !== 'name' || name === undefined) return false;
  let asked = false;
  let compared = false;
  walkCode(call.body, (part) => {
    if (part.kind === 'local' && part.name === name && part.value !== undefined && part.value.kind === 'call')
      asked ||= isAsked(call, part.value);
    if (part.kind === 'assign' && dotted(part.target) === name) compared = true;
    if (
      part.kind === 'call' &&
      /^(contains|equals|matches|test|startsWith|endsWith|equalsIgnoreCase|is\w+)$/.test(part.name)
    )
      compared ||=
        part.args.some((each) => dotted(each.value) === name) ||
        (part.on !== undefined && dotted(part.on) === name);
  });
  return asked && !compared;
}

/** `@CrossOrigin(originPatterns = "*", allowCredentials = "true")`. */
export const annotatedOrigins = (world: World, of: ClassDeclaration): readonly SecuritySetting[] =>
  [of, ...of.methods].flatMap(({ annotations, name }) =>
    annotations
      .filter((each) => lastName(each.name) === 'CrossOrigin')
      .flatMap((each) => {
        const scope = scopeOf(of);
        const texts = (key: string): readonly (string | undefined)[] =>
          textsOf(world, argument(each.args, key), scope).map(({ text }) => text);
        if (!texts('originPatterns').includes('*') || !texts('allowCredentials').includes('true')) return [];
        return [
          jvmSetting({ scope, code: each, goesTo: [name] }, 'cross-origin', '@CrossOrigin', {
            values: { origin: true, credentials: true },
          }),
        ];
      }),
  );
