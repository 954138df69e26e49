import type { SecuritySetting } from '../../../model/security-setting.ts';
import type { TextFile } from '../gather.ts';
import { securitySetting } from '../security/setting.ts';
import { everyDirective, parseNginx } from './nginx.ts';
import type { Directive } from './nginx.ts';

/** Headers that protect (OWASP Secure Headers Project). */
const protecting =
  /^(strict-transport-security|content-security-policy|x-content-type-options|x-frame-options|referrer-policy|permissions-policy|cross-origin-opener-policy)$/i;

/** Locations that answer no pages. */
const asset =
  /\\?\.\(?(\w+\|)*(js|css|png|jpe?g|gif|ico|svg|woff2?|ttf|map|json|xml|txt)\b|assets|static|favicon|robots|\.well-known|health|metrics/i;

/**
 * Headers that the server adds and a location loses: `add_header` is inherited only where a block has none of its own
 * (ngx_http_headers_module, add_header). What an included file adds is not known.
 */
export function lostHeaders({ path, text }: TextFile): readonly SecuritySetting[] {
  if (!text.includes('add_header') || /add_header_inherit|more_set_headers/.test(text)) return [];
  const top = parseNginx(text);
  const servers = everyDirective(top).filter(({ words: [name] }) => name === 'server');
  const above = [
    ...addedBy(top),
    ...top.filter(({ words: [name] }) => name === 'http').flatMap(({ inner }) => addedBy(inner)),
  ];
  return servers.flatMap(({ inner }) => {
    const own = addedBy(inner);
    return lostIn(path, inner, own.length > 0 ? own : above);
  });
}

const addedBy = (inner: readonly Directive[]): readonly string[] =>
  inner.flatMap(({ words: [name, header = '', value = ''] }) =>
    name === 'add_header' && value !== '' ? [header] : [],
  );

function lostIn(
  path: string,
  inner: readonly Directive[],
  outer: readonly string[],
): readonly SecuritySetting[] {
  return inner.flatMap((directive): readonly SecuritySetting[] => {
    const [name, ...words] = directive.words;
    if (name !== 'location' && name !== 'if') return [];
    const own = addedBy(directive.inner);
    const has = new Set(own.map((each) => each.toLowerCase()));
    const lost = outer.filter((each) => protecting.test(each) && !has.has(each.toLowerCase()));
    const isUnknown = directive.inner.some(({ words: [each] }) => each === 'include');
    const isPage = name === 'location' && !asset.test(words.join(' '));
    const told =
      own.length > 0 && lost.length > 0 && isPage && !isUnknown
        ? [
            securitySetting(
              'missing-headers',
              `location ${words.join(' ')}`,
              { package: 'nginx', around: [], origin: { kind: 'read', file: path, line: directive.line } },
              { values: { lost: [...new Set(lost)] } },
            ),
          ]
        : [];
    return [...told, ...lostIn(path, directive.inner, own.length > 0 ? own : outer)];
  });
}
