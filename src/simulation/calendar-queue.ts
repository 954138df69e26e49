/**
 * Pending events as a calendar: days of equal width around a ring, each day a sorted list. Constant time an event
 * where a heap grows with the logarithm and misses the processor's cache. Brown, CACM 31(10), 1988.
 * The order is exactly that of the heap: by time, then by sequence number.
 */
export interface CalendarQueue {
  times: Float64Array;
  sequences: Int32Array;
  codes: Int32Array;
  following: Int32Array;
  free: number;
  first: Int32Array;
  last: Int32Array;
  /** Days in the ring minus one; their number is a power of two. */
  mask: number;
  daysPerSecond: number;
  /** No pending event is on an earlier day. */
  today: number;
  size: number;
  /** Steps taken in lists and over empty days since the last look at the width, and operations done. */
  steps: number;
  operations: number;
  /** Of the event taken last. */
  time: number;
  lastSequence: number;
}

const none = -1;
const leastDays = 64;
/** Steps an operation may take on average before the width is estimated anew. */
const tolerableSteps = 3;

export function calendarQueue(capacity: number): CalendarQueue {
  const calendar: CalendarQueue = {
    times: new Float64Array(0),
    sequences: new Int32Array(0),
    codes: new Int32Array(0),
    following: new Int32Array(0),
    free: none,
    first: new Int32Array(leastDays).fill(none),
    last: new Int32Array(leastDays).fill(none),
    mask: leastDays - 1,
    daysPerSecond: 1,
    today: 0,
    size: 0,
    steps: 0,
    operations: 0,
    time: 0,
    lastSequence: 0,
  };
  grow(calendar, capacity);
  return calendar;
}

export function addToCalendar(calendar: CalendarQueue, time: number, sequence: number, code: number): void {
  if (calendar.free === none) grow(calendar, calendar.times.length * 2);
  const node = calendar.free;
  calendar.free = calendar.following[node] ?? none;
  calendar.times[node] = time;
  calendar.sequences[node] = sequence;
  calendar.codes[node] = code;
  calendar.size++;
  insert(calendar, node);
  if (calendar.size > 2 * (calendar.mask + 1)) rebuild(calendar, 2 * (calendar.mask + 1));
  else watchWidth(calendar);
}

/** Takes the next event: its code is returned, its time is in `time`. The calendar must not be empty. */
export function takeFromCalendar(calendar: CalendarQueue): number {
  const node = nextNode(calendar);
  const day = calendar.today & calendar.mask;
  const after = calendar.following[node] ?? none;
  calendar.first[day] = after;
  if (after === none) calendar.last[day] = none;
  calendar.following[node] = calendar.free;
  calendar.free = node;
  calendar.size--;
  calendar.time = calendar.times[node] ?? 0;
  calendar.lastSequence = calendar.sequences[node] ?? 0;
  const code = calendar.codes[node] ?? 0;
  if (calendar.size < (calendar.mask + 1) / 4 && calendar.mask >= leastDays)
    rebuild(calendar, (calendar.mask + 1) / 2);
  else watchWidth(calendar);
  return code;
}

/** Walks the days until one has an event; after a whole ring in vain, goes straight to the earliest. */
function nextNode(calendar: CalendarQueue): number {
  const { first, times, mask, daysPerSecond } = calendar;
  let today = calendar.today;
  for (let walked = 0; walked <= mask; walked++) {
    const node = first[today & mask] ?? none;
    if (node !== none && Math.floor((times[node] ?? 0) * daysPerSecond) <= today) {
      calendar.today = today;
      calendar.steps += walked;
      return node;
    }
    today++;
  }
  calendar.steps += mask;
  return earliest(calendar);
}

function earliest(calendar: CalendarQueue): number {
  let best = none;
  for (const node of calendar.first)
    if (node !== none && (best === none || isBefore(calendar, node, best))) best = node;
  calendar.today = Math.floor((calendar.times[best] ?? 0) * calendar.daysPerSecond);
  return best;
}

function isBefore(calendar: CalendarQueue, a: number, b: number): boolean {
  const timeA = calendar.times[a] ?? 0;
  const timeB = calendar.times[b] ?? 0;
  return (
    timeA < timeB ||
    (timeA === timeB && (((calendar.sequences[a] ?? 0) - (calendar.sequences[b] ?? 0)) | 0) < 0)
  );
}

function insert(calendar: CalendarQueue, node: number): void {
  const { first, last, following } = calendar;
  const day = Math.floor((calendar.times[node] ?? 0) * calendar.daysPerSecond);
  if (day < calendar.today) calendar.today = day;
  const slot = day & calendar.mask;
  const tail = last[slot] ?? none;
  if (tail === none) {
    first[slot] = node;
    last[slot] = node;
    following[node] = none;
  } else if (!isBefore(calendar, node, tail)) {
    following[tail] = node;
    last[slot] = node;
    following[node] = none;
  } else insertWithin(calendar, node, slot);
}

/** Somewhere before the last of a day. */
function insertWithin(calendar: CalendarQueue, node: number, slot: number): void {
  const { first, following } = calendar;
  let before = none;
  let at = first[slot] ?? none;
  while (isBefore(calendar, at, node)) {
    before = at;
    at = following[at] ?? none;
    calendar.steps++;
  }
  following[node] = at;
  if (before === none) first[slot] = node;
  else following[before] = node;
}

/** A width that no longer fits shows in steps; looked at once in as many operations as there are days. */
function watchWidth(calendar: CalendarQueue): void {
  if (++calendar.operations <= 2 * calendar.mask) return;
  if (calendar.steps > tolerableSteps * calendar.operations) rebuild(calendar, calendar.mask + 1);
  calendar.operations = 0;
  calendar.steps = 0;
}

function rebuild(calendar: CalendarQueue, days: number): void {
  const nodes: number[] = [];
  for (const start of calendar.first)
    for (let node = start; node !== none; node = calendar.following[node] ?? none) nodes.push(node);
  calendar.daysPerSecond = fittingWidth(calendar, nodes);
  calendar.first = new Int32Array(days).fill(none);
  calendar.last = new Int32Array(days).fill(none);
  calendar.mask = days - 1;
  calendar.today = Infinity;
  for (const node of nodes) insert(calendar, node);
  if (nodes.length === 0) calendar.today = Math.floor(calendar.time * calendar.daysPerSecond);
  calendar.operations = 0;
  calendar.steps = 0;
}

/**
 * Days a second such that about two events fall on a day of the near future. From the nearest quarter of a sample:
 * far events (a timer in an hour) would make days so wide that all near events share one.
 */
function fittingWidth(calendar: CalendarQueue, nodes: readonly number[]): number {
  const stride = Math.max(1, Math.floor(nodes.length / 1024));
  const sample: number[] = [];
  for (let i = 0; i < nodes.length; i += stride) sample.push(calendar.times[nodes[i] ?? 0] ?? 0);
  sample.sort((a, b) => a - b);
  const quarter = Math.floor(sample.length / 4);
  const span = (sample[quarter] ?? 0) - (sample[0] ?? 0);
  const gap = span / (quarter * stride);
  const days = 1 / (2 * gap);
  // Days are counted from zero in doubles: their number must stay exact.
  const most = 2 ** 50 / Math.max(1, sample.at(-1) ?? 0);
  return Number.isFinite(days) && days > 0 ? Math.min(days, most) : calendar.daysPerSecond;
}

function grow(calendar: CalendarQueue, capacity: number): void {
  const { times, sequences, codes, following } = calendar;
  const old = times.length;
  calendar.times = new Float64Array(capacity);
  calendar.sequences = new Int32Array(capacity);
  calendar.codes = new Int32Array(capacity);
  calendar.following = new Int32Array(capacity);
  calendar.times.set(times);
  calendar.sequences.set(sequences);
  calendar.codes.set(codes);
  calendar.following.set(following);
  for (let node = old; node < capacity; node++)
    calendar.following[node] = node + 1 < capacity ? node + 1 : none;
  calendar.free = old;
}
