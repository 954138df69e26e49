/**
 * An answer leaves at the next multiple of so many ms after its request came, so that its time does not tell how much
 * was done for it. Work of less than one multiple looks the same whatever it was.
 */
export async function evenly<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  try {
    return await work();
  } finally {
    const took = performance.now() - began;
    await new Promise((resolve) => void setTimeout(resolve, Math.ceil(took / ms) * ms - took));
  }
}
