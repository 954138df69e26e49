/** How many times longer than its work a request may wait for a busy machine. */
const patience = 6;

/** Milliseconds for which one reading of the clock of work serves all who ask: there are thousands, and each costs. */
const sharing = 20;
let reading: { readonly at: number; readonly usage: NodeJS.CpuUsage } | undefined;

function usageNow(): NodeJS.CpuUsage {
  const now = performance.now();
  if (reading === undefined || now - reading.at > sharing) reading = { at: now, usage: process.cpuUsage() };
  return reading.usage;
}

/**
 * Calls `act` once this process has worked for `milliseconds`, or after six times as long whatever it did: on a busy
 * machine a request gets the time it needs, so that an answer does not depend on what else runs there. Gives the
 * function that calls it off.
 */
export function afterWork(milliseconds: number, act: () => void): () => void {
  const started = performance.now();
  const before = usageNow();
  let timer = setTimeout(check, milliseconds);
  function check(): void {
    const { user, system } = process.cpuUsage(before);
    const left = milliseconds - (user + system) / 1000;
    const wait = patience * milliseconds - (performance.now() - started);
    if (left <= 0 || wait <= 0) act();
    else timer = setTimeout(check, Math.min(Math.max(left, 10), wait));
  }
  return () => clearTimeout(timer);
}
