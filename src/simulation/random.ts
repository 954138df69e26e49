/**
 * Random numbers that depend on the seed alone: sfc32 (Doty-Humphrey, PractRand) on 32-bit integers, so every machine
 * draws the same. State is passed in, not closed over: V8 then keeps these functions inside the event loop.
 */
export type RandomState = Int32Array;

/** One stream for each list of numbers; the first draws are thrown away, as similar seeds give similar ones. */
export function seededRandom(...parts: readonly number[]): RandomState {
  const state = new Int32Array([0x9e3779b9, 0x243f6a88, 0xb7e15162, 1]);
  for (const part of parts) {
    for (const word of [part >>> 0, Math.floor(part / 2 ** 32) >>> 0]) {
      for (let i = 0; i < 3; i++) state[i] = mixed((state[i] ?? 0) ^ Math.imul(word, 2 * i + 1));
      for (let i = 0; i < 12; i++) nextBits(state);
    }
  }
  for (let i = 0; i < 20; i++) nextBits(state);
  return state;
}

/** Murmur3's finaliser: each bit of the input moves half of the output. */
function mixed(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** The next 32 random bits, as an unsigned integer. */
export function nextBits(state: RandomState): number {
  const a = state[0] ?? 0;
  const b = state[1] ?? 0;
  const c = state[2] ?? 0;
  const d = state[3] ?? 0;
  const bits = (a + b + d) | 0;
  state[3] = (d + 1) | 0;
  state[0] = b ^ (b >>> 9);
  state[1] = (c + (c << 3)) | 0;
  state[2] = (((c << 21) | (c >>> 11)) + bits) | 0;
  return bits >>> 0;
}

/** Uniform in (0, 1), never an end. */
export function uniform(state: RandomState): number {
  return (nextBits(state) + 0.5) / 2 ** 32;
}

const layers = 256;
const tailStart = 7.69711747013105;
const layerArea = 3.949659822581572e-3;
const inside = new Uint32Array(layers);
const width = new Float64Array(layers);
const density = new Float64Array(layers);

fillLayers();

/** Ziggurat of 256 layers of equal area under the exponential density. Marsaglia and Tsang, J. Stat. Softw. 5(8), 2000. */
function fillLayers(): void {
  let edge = tailStart;
  let outer = tailStart;
  const base = layerArea / Math.exp(-edge);
  inside[0] = (edge / base) * 2 ** 32;
  width[0] = base / 2 ** 32;
  width[layers - 1] = edge / 2 ** 32;
  density[0] = 1;
  density[layers - 1] = Math.exp(-edge);
  for (let i = layers - 2; i >= 1; i--) {
    edge = -Math.log(layerArea / edge + Math.exp(-edge));
    inside[i + 1] = (edge / outer) * 2 ** 32;
    outer = edge;
    density[i] = Math.exp(-edge);
    width[i] = edge / 2 ** 32;
  }
}

/** Exponential with mean 1. 98.9 of 100 draws end at the first comparison. */
export function exponential(state: RandomState): number {
  const bits = nextBits(state);
  const layer = bits & 255;
  const x = bits * (width[layer] ?? 0);
  return bits < (inside[layer] ?? 0) ? x : exponentialAtTheEdge(state, layer, x);
}

/** Exponential draws made in advance: in a loop of their own they cost half of what they do one at a time. */
export interface PreparedDraws {
  readonly values: Float64Array;
  used: number;
}

export function preparedDraws(count: number): PreparedDraws {
  return { values: new Float64Array(count), used: count };
}

export function prepareDraws(draws: PreparedDraws, state: RandomState): void {
  const { values } = draws;
  for (let i = 0; i < values.length; i++) values[i] = exponential(state);
  draws.used = 0;
}

function exponentialAtTheEdge(state: RandomState, firstLayer: number, firstX: number): number {
  let layer = firstLayer;
  let x = firstX;
  for (;;) {
    if (layer === 0) return tailStart - Math.log(uniform(state));
    const low = density[layer] ?? 0;
    if (low + uniform(state) * ((density[layer - 1] ?? 0) - low) < Math.exp(-x)) return x;
    const bits = nextBits(state);
    layer = bits & 255;
    x = bits * (width[layer] ?? 0);
    if (bits < (inside[layer] ?? 0)) return x;
  }
}

/** Normal with mean 0 and variance 1, by the polar method. Marsaglia and Bray, SIAM Review 6(3), 1964. */
export function normal(state: RandomState): number {
  for (;;) {
    const x = 2 * uniform(state) - 1;
    const y = 2 * uniform(state) - 1;
    const square = x * x + y * y;
    if (square < 1) return x * Math.sqrt((-2 * Math.log(square)) / square);
  }
}

/** Gamma with the given shape (at least 1) and scale 1. Marsaglia and Tsang, ACM TOMS 26(3), 2000. */
export function gamma(state: RandomState, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(state);
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    if (Math.log(uniform(state)) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
