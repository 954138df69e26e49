import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { readOrUndefined } from './machine.ts';

const listening = '0A';

/** Inodes of the sockets that listen on a port, in the text of /proc/net/tcp or tcp6. */
export function listeningInodes(table: string, port: number): readonly string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return table
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
      return state === listening && local?.endsWith(`:${wanted}`) === true && inode !== undefined
        ? [inode]
        : [];
    });
}

/** Ids of all processes, in rising order; empty on systems without /proc. */
export function allProcesses(): readonly number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .toSorted((a, b) => a - b);
  } catch {
    return [];
  }
}

/** Processes that hold a listening socket of the port; those of other users cannot be seen without rights. */
export function listenersOf(port: number): readonly number[] {
  const inodes = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
    listeningInodes(readOrUndefined(file) ?? '', port),
  );
  const links = new Set(inodes.map((inode) => `socket:[${inode}]`));
  return links.size === 0 ? [] : allProcesses().filter((id) => holds(id, links));
}

function holds(id: number, links: ReadonlySet<string>): boolean {
  const folder = `/proc/${id}/fd`;
  try {
    return readdirSync(folder).some((name) => {
      try {
        return links.has(readlinkSync(`${folder}/${name}`));
      } catch {
        return false;
      }
    });
  } catch {
    return false;
  }
}

/** First word of a process' command line without its folder, and what follows it, short. */
export function commandOf(id: number): string {
  try {
    const words = readFileSync(`/proc/${id}/cmdline`, 'utf8')
      .split('\0')
      .filter((word) => word !== '');
    return words
      .slice(0, 3)
      .map((word) => word.split('/').at(-1) ?? '')
      .join(' ')
      .slice(0, 100);
  } catch {
    return '';
  }
}
