import type { TextFile } from '../gather.ts';
import type { Seen } from './seen.ts';

const base = (path: string): string => path.slice(path.lastIndexOf('/') + 1).toLowerCase();

export const isServerFile = (path: string): boolean =>
  /^(\.htaccess|\.user\.ini|php\.ini|php-fpm\.conf|www\.conf|robots\.txt|sitemap[\w-]*\.xml)$/.test(
    base(path),
  ) ||
  isEnvironment(path) ||
  /(^|\/)(apache2?|httpd|php|fpm)[\w/-]*\.(conf|ini)$/i.test(path);

/** What a process is started with; an example of it says nothing of the server. */
const isEnvironment = (path: string): boolean =>
  /^(\.env(\.(prod|production|docker))?|dockerfile|containerfile)$/.test(base(path));

/** Settings of PHP that a concern rests on, wherever they are made: an ini file, `php_value`, `ini_set`. */
export function settingSeen(name: string, value: string, line: number): readonly Seen[] {
  const key = name.toLowerCase();
  const said = { value: /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value, line };
  if (key === 'session.save_handler') return [{ kind: 'session-store', subject: said.value, line }];
  if (key.startsWith('session.')) return [{ kind: 'session-setting', subject: key, ...said }];
  if (/^(upload_max_filesize|post_max_size|max_file_uploads|file_uploads)$/.test(key))
    return [{ kind: 'upload-limit', subject: key, ...said }];
  if (key === 'date.timezone') return [{ kind: 'time-zone', subject: said.value, value: key, line }];
  if (key === 'default_charset' || key === 'mbstring.internal_encoding')
    return [{ kind: 'charset', subject: said.value, value: key, line }];
  if (key === 'max_execution_time') return [{ kind: 'time-limit', subject: key, ...said }];
  return [];
}

/** What a server's own files say: Apache for a folder, PHP's settings, what crawlers are told. */
export function serverSigns({ path, text }: TextFile): readonly Seen[] {
  const name = base(path);
  if (name.startsWith('sitemap')) return [{ kind: 'sitemap', subject: path, line: 1 }];
  return text.split('\n').flatMap((each, index): readonly Seen[] => {
    const line = index + 1;
    if (/^\s*[#;]/.test(each)) return [];
    if (name === 'robots.txt') return robotsLine(each, line);
    if (isEnvironment(path)) return environmentLine(each, line);
    return [...apacheLine(each, line), ...iniLine(each, line)];
  });
}

function environmentLine(text: string, line: number): readonly Seen[] {
  const zone = /^\s*(?:export\s+|ENV\s+)?TZ[= ]\s*["']?([\w/+:-]+)["']?\s*$/.exec(text)?.[1];
  return zone === undefined ? [] : [{ kind: 'time-zone', subject: zone, value: 'TZ', line }];
}

function robotsLine(text: string, line: number): readonly Seen[] {
  const [, key = '', value = ''] = /^\s*(Disallow|Allow|Sitemap)\s*:\s*(\S*)/i.exec(text) ?? [];
  if (/^sitemap$/i.test(key)) return [{ kind: 'sitemap', subject: value, line }];
  return value === '' ? [] : [{ kind: 'robots', subject: `${key} ${value}`, line }];
}

function apacheLine(text: string, line: number): readonly Seen[] {
  const value = /^\s*php_(?:admin_)?(?:value|flag)\s+(\S+)\s+(\S+)/i.exec(text);
  if (value !== null) return settingSeen(value[1] ?? '', value[2] ?? '', line);
  const charset = /^\s*AddDefaultCharset\s+(\S+)/i.exec(text)?.[1];
  if (charset !== undefined) return [{ kind: 'charset', subject: charset, value: 'AddDefaultCharset', line }];
  const page = /^\s*ErrorDocument\s+(\d{3})\s+(\S+)/i.exec(text);
  if (page !== null) return [{ kind: 'error-page', subject: page[1] ?? '', value: page[2] ?? '', line }];
  const rule = /^\s*RewriteRule\s+(\S+)\s+(\S+)\s+\[([^\]]*)\]/i.exec(text);
  const flag = /(?:^|,)\s*R(?:edirect)?(?:=(\w+))?\s*(?:,|$)/i.exec(rule?.[3] ?? '');
  if (rule !== null && flag !== null)
    return redirectSeen(rule[1] ?? '', rule[2] ?? '', flag[1] ?? '302', line);
  const plain =
    /^\s*Redirect(Match|Permanent|Temp)?\s+(?:(\d{3}|permanent|temp|seeother|gone)\s+)?(\S+)\s+(\S+)/i.exec(
      text,
    );
  if (plain === null) return [];
  const [, word = '', status = word, from = '', to = ''] = plain;
  return redirectSeen(from, to, status, line);
}

function redirectSeen(from: string, to: string, status: string, line: number): readonly Seen[] {
  const isLasting = /^(301|308|permanent)$/i.test(status);
  const code = isLasting ? (status === '308' ? '308' : '301') : '302';
  return [
    { kind: isLasting ? 'permanent-redirect' : 'redirect', subject: `${from} -> ${to}`, value: code, line },
  ];
}

function iniLine(text: string, line: number): readonly Seen[] {
  const [, key, value] =
    /^\s*(?:php_(?:admin_)?value\[)?([a-z_]+(?:\.[a-z_]+)?)\]?\s*=\s*("[^"]*"|[^;\s]+)/i.exec(text) ?? [];
  return key === undefined || value === undefined ? [] : settingSeen(key, value, line);
}
