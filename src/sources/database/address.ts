/** Kind of server an address names; nothing where it is no address. */
export function databaseOf(url: string): 'mysql' | 'postgresql' | undefined {
  if (!URL.canParse(url)) return undefined;
  if (/^(mysql|mariadb):\/\//.test(url)) return 'mysql';
  return /^postgres(ql)?:\/\//.test(url) ? 'postgresql' : undefined;
}

/** `postgres://user@host:5432/db`: what may be shown of an address. */
export function shownAddress(url: string): string {
  try {
    const { protocol, username, host, pathname } = new URL(url);
    return `${protocol}//${username === '' ? '' : `${username}@`}${host}${pathname}`;
  } catch {
    return 'the given address';
  }
}

/** The same without the user: what a package may keep. */
export function placeOf(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  // A folder with a socket is a place of one machine only.
  return `${protocol}//${host.includes('%2F') ? 'socket' : host}${pathname}`;
}

/** A message without the passwords of the address, in whatever form it may carry them. */
export function withoutPassword(message: string, url: string): string {
  const { password, searchParams } = new URL(url);
  const secrets = [password, decoded(password), searchParams.get('password') ?? ''].filter(
    (secret) => secret !== '',
  );
  return secrets.length === 0
    ? message
    : [url, ...secrets].reduce((text, secret) => text.replaceAll(secret, '…'), message);
}

/** Percent signs that stand for nothing are kept. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
