import type { Backend } from '../../../model/backend.ts';
import type { SecuritySetting, SecuritySettingKind } from '../../../model/security-setting.ts';

const endings: Readonly<Record<string, RegExp>> = {
  javascript: /\.[cm]?jsx?$/i,
  typescript: /\.[cm]?tsx?$/i,
  php: /\.php$/i,
  python: /\.py$/i,
};

/** Languages of a recovered backend; `other` for a handler whose language has no name here. */
export function languagesOf({ stack, api }: Backend): ReadonlySet<string> {
  const named = stack.filter(({ role }) => role === 'language').map(({ name }) => name.toLowerCase());
  const handling = api.endpoints.flatMap(({ handler }) =>
    handler === undefined
      ? []
      : [Object.keys(endings).find((name) => endings[name]?.test(handler.file)) ?? 'other'],
  );
  return new Set([...named, ...handling]);
}

const web = ['javascript', 'typescript'];

/** All code is in languages whose readers look for it, and no file was left unread. */
function isReadIn(backend: Backend, languages: readonly string[]): boolean {
  const found = languagesOf(backend);
  return (
    backend.source === 'recovered' &&
    found.size > 0 &&
    [...found].every((language) => languages.includes(language)) &&
    !backend.gaps.some(({ kind }) => kind === 'read-file' || kind === 'parse-code')
  );
}

/** What code settles for tokens, cookies, digests and ciphers is read. */
export const settingsAreRead = (backend: Backend): boolean => isReadIn(backend, [...web, 'php', 'python']);

/** Uploads are read in these languages only. */
export const uploadsAreRead = (backend: Backend): boolean => isReadIn(backend, web);

/** What requests bring was followed through all code, to its end. */
export const flowsAreFollowed = (backend: Backend): boolean =>
  isReadIn(backend, [...web, 'php']) &&
  backend.trust.callerChecks !== undefined &&
  !backend.gaps.some(({ kind }) => kind === 'trace-flow');

/** All that can be called is known with its path: a design always, a repository where nothing stayed open. */
export const interfaceIsKnown = ({ source, api, gaps }: Backend): boolean =>
  source === 'designed' ||
  (api.endpoints.length > 0 &&
    api.endpoints.every(({ pathResolved }) => pathResolved) &&
    !gaps.some(
      ({ kind }) => kind.startsWith('resolve-route') || kind === 'read-file' || kind === 'parse-code',
    ));

export const settingsOf = (
  { trust }: Backend,
  ...kinds: readonly SecuritySettingKind[]
): readonly SecuritySetting[] => trust.settings.filter(({ kind }) => kinds.includes(kind));

/** `1 file`, `3 files`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
