import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Starts a server of `server.mjs` as a process of its own. */
export async function startServer(...args) {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('server.mjs', import.meta.url)), ...args.map(String)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const port = await new Promise((resolve) => {
    child.stdout.once('data', (data) => resolve(Number(data.toString())));
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    /** What the server says of itself: CPU seconds and requests so far. */
    cpu: async () => await (await fetch(`${url}/cpu`)).json(),
    stop: () => child.kill(),
  };
}

export const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)];

export const percent = (ratio) => `${ratio < 0 ? '−' : '+'}${Math.abs(ratio * 100).toFixed(1)} %`;

export function print(header, rows) {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column].length)),
  );
  for (const row of [header, ...rows])
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    );
}
