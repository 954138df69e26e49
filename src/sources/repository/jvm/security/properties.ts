import type { SecuritySetting, SecuritySettingKind } from '../../../../model/security-setting.ts';
import type { Json } from '../../../../model/origin.ts';
import type { Repository } from '../../gather.ts';
import { securitySetting } from '../../security/setting.ts';
import { parseYaml } from '../../yaml.ts';
import type { YamlView } from '../../yaml.ts';

interface Written {
  readonly key: string;
  readonly value: string;
  readonly line: number;
}

interface Told {
  readonly kind: SecuritySettingKind;
  readonly values: Readonly<Record<string, Json>>;
}

const files = /(^|\/)(application|bootstrap)(-[\w-]+)?\.(ya?ml|properties)$/;
/** Profiles of developers are told apart by their names; those of the test sources are none of the backend. */
const aside =
  /(^|\/)src\/(test|it|integrationTest)\/|-(dev|local|test|docker-dev|e2e|demo|h2|mysql-dev)\w*\./i;

/**
 * Settings of Spring Boot that open an application, with where they are written. Filters of Spring Security stand before
 * diagnostics as before all else: where there are some, nothing is told of these.
 */
export const settingsInFiles = (
  { files: all }: Repository,
  isFiltered: boolean,
): readonly SecuritySetting[] =>
  [...all.values()].flatMap(({ path, text }) => {
    if (!files.test(path) || aside.test(path)) return [];
    const written = path.endsWith('.properties')
      ? propertiesIn(text)
      : parseYaml(text).documents.flatMap(yamlIn);
    return written.flatMap(({ key, value, line }) => {
      const told = toldBy(key.toLowerCase().replaceAll(/[-_]/g, ''), value);
      if (told === undefined || (told.kind === 'diagnostics' && isFiltered)) return [];
      const place = { package: 'java', around: [], origin: { kind: 'read', file: path, line } } as const;
      return [securitySetting(told.kind, key, place, { values: told.values })];
    });
  });

/** What a value settles; `${NAME:always}` is for the installation to decide. */
function toldBy(key: string, value: string): Told | undefined {
  switch (key) {
    case 'server.error.includestacktrace':
      return value === 'always' ? { kind: 'error-detail', values: { stacktrace: value } } : undefined;
    case 'management.endpoints.web.exposure.include':
      return value === '*' ? { kind: 'diagnostics', values: { exposed: 'all' } } : undefined;
    case 'spring.h2.console.enabled':
      return value === 'true' ? { kind: 'diagnostics', values: { exposed: 'console' } } : undefined;
    case 'server.servlet.session.cookie.secure':
      return value === 'false' ? { kind: 'session', values: { secure: false, httpOnly: true } } : undefined;
    case 'server.servlet.session.cookie.httponly':
      return value === 'false' ? { kind: 'session', values: { secure: true, httpOnly: false } } : undefined;
    default:
      return undefined;
  }
}

function propertiesIn(text: string): readonly Written[] {
  return text.split(/\r?\n/).flatMap((line, at) => {
    const match = /^\s*([^#!=:\s][^=:\s]*)\s*[=:]\s*(.*?)\s*$/.exec(line);
    return match?.[1] === undefined ? [] : [{ key: match[1], value: match[2] ?? '', line: at + 1 }];
  });
}

/** A document of a profile that developers use settles nothing for production. */
function yamlIn(document: YamlView): readonly Written[] {
  const spring = document.at('spring');
  const profile =
    spring.at('config').at('activate').at('on-profile').text() ?? spring.at('profiles').text() ?? '';
  return /dev|local|test/i.test(profile) ? [] : flattened(document, '', 0);
}

function flattened(view: YamlView, prefix: string, depth: number): readonly Written[] {
  if (depth > 12) return [];
  const text = view.text();
  const own = text === undefined ? [] : [{ key: prefix, value: text, line: view.line }];
  return [
    ...own,
    ...view
      .entries()
      .flatMap(([key, value]) => flattened(value, prefix === '' ? key : `${prefix}.${key}`, depth + 1)),
  ];
}
