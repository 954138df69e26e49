import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { inField } from '../../languages/syntax.ts';
import type { GoPlace } from './place.ts';
import { argumentsOf, calledAs, goSetting, isConditional, writtenIn } from './place.ts';

/** Profiles of the process beside the API, the mode for developers of Echo, and stacks that are sent. */
export function diagnostics(place: GoPlace): readonly SecuritySetting[] {
  const { node, imports } = place;
  if (node.type === 'assignment_statement')
    return [...imports.values()].some((path) => path.endsWith('labstack/echo')) &&
      /^\w+\.Debug$/.test(inField(node, 'left')?.text ?? '') &&
      inField(node, 'right')?.text === 'true' &&
      !isConditional(place)
      ? [goSetting(place, 'debug-mode', 'echo.Debug', { values: { debug: true } })]
      : [];
  if (node.type !== 'call_expression') return [];
  if (sendsStack(place)) return [goSetting(place, 'error-detail', 'debug.Stack')];
  return servesProfiles(place) && !isConditional(place)
    ? [goSetting(place, 'diagnostics', 'pprof', { values: { exposed: 'profiles' } })]
    : [];
}

/** `http.Error(w, string(debug.Stack()), 500)`. */
function sendsStack(place: GoPlace): boolean {
  return (
    /^net\/http\.Error$|^(w|rw|writer|c|ctx)\.(Write|String|JSON|SendString)$/.test(calledAs(place)) &&
    argumentsOf(place.node).some(({ text }) => /\bdebug\.Stack\(\)/.test(text))
  );
}

/**
 * `pprof.Register(router)` of Gin; or the package is imported for what it adds to the mux that the process serves
 * together with handlers of its own.
 */
function servesProfiles(place: GoPlace): boolean {
  const { imports, program, folder } = place;
  const name = calledAs(place);
  if (name.endsWith('gin-contrib/pprof.Register')) return true;
  if (!/^net\/http\.ListenAndServe(TLS)?$/.test(name) || ![...imports.values()].includes('net/http/pprof'))
    return false;
  const given = argumentsOf(place.node);
  const isLoopback = /^(localhost|127\.0\.0\.1|\[::1\]):/.test(writtenIn(place, given[0]) ?? '');
  return (
    given.at(-1)?.text === 'nil' &&
    !isLoopback &&
    program.textsOf(folder).some(({ text }) => /\bhttp\.Handle(Func)?\(/.test(text))
  );
}
