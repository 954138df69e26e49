/**
 * Pending events as a calendar: days of equal width around a ring, each day a sorted list. Constant time an event,
 * where a heap takes its logarithm. Brown, CACM 31(10), 1988. The order is exactly that of the heap: by time, then by
 * sequence number. What belongs to one event, and both ends of one day, lie side by side for the processor's cache.
 */
export interface CalendarQueue {
  /** One buffer of 16 bytes for each event: its time as a double, then integers as `field` says. */
  times: Float64Array;
  nodes: Int32Array;
  /** Looked at only where times are equal, so kept apart. */
  sequences: Int32Array;
  free: number;
  /** Two for each day: its first and last event. */
  days: Int32Array;
  /** Days in the ring minus one; their number is a power of two. */
  mask: number;
  daysPerSecond: number;
  /** No pending event is on an earlier day. */
  today: number;
  size: number;
  /** Events taken since the width was last looked at, and the time then. */
  taken: number;
  lookedAt: number;
  /** Of the event taken last. */
  time: number;
  sequence: number;
}

const none = -1;
const leastDays = 64;
/** Events a day that are aimed at. */
const eventsPerDay = 2;
/** By what factor the width may be off before all is laid out anew. */
const tolerance = 2;

/** Of the four integers of an event, the first two of which are its time. */
const field = { code: 2, following: 3 } as const;

function calendarQueue(capacity: number): CalendarQueue {
  const calendar: CalendarQueue = {
    times: new Float64Array(0),
    nodes: new Int32Array(0),
    sequences: new Int32Array(0),
    free: none,
    days: new Int32Array(2 * leastDays).fill(none),
    mask: leastDays - 1,
    daysPerSecond: 1,
    today: 0,
    size: 0,
    taken: 0,
    lookedAt: 0,
    time: 0,
    sequence: 0,
  };
  grow(calendar, capacity);
  return calendar;
}

export function addToCalendar(calendar: CalendarQueue, time: number, sequence: number, code: number): void {
  const node = newNode(calendar, time, sequence, code);
  insert(calendar, node);
  if (calendar.size > 2 * (calendar.mask + 1)) layOutAnew(calendar, 2 * (calendar.mask + 1));
}

function newNode(calendar: CalendarQueue, time: number, sequence: number, code: number): number {
  if (calendar.free === none) grow(calendar, 2 * calendar.sequences.length);
  const { nodes } = calendar;
  const node = calendar.free;
  calendar.free = nodes[(node << 2) + field.following] ?? none;
  calendar.times[node << 1] = time;
  calendar.sequences[node] = sequence;
  nodes[(node << 2) + field.code] = code;
  calendar.size++;
  return node;
}

/** A calendar of many events at once, in any order. */
export function calendarOf(
  events: { readonly times: Float64Array; readonly sequences: Int32Array; readonly codes: Int32Array },
  from: number,
  to: number,
): CalendarQueue {
  const calendar = calendarQueue(Math.max(leastDays, 2 * (to - from)));
  const pending: number[] = [];
  for (let i = from; i < to; i++)
    pending.push(newNode(calendar, events.times[i] ?? 0, events.sequences[i] ?? 0, events.codes[i] ?? 0));
  let days = leastDays;
  while (days < pending.length) days *= 2;
  layOut(calendar, days, pending);
  return calendar;
}

/** Takes the next event: its code is returned, its time is in `time`. The calendar must not be empty. */
export function takeFromCalendar(calendar: CalendarQueue): number {
  const node = nextNode(calendar);
  const { nodes, days } = calendar;
  const slot = (calendar.today & calendar.mask) << 1;
  const after = nodes[(node << 2) + field.following] ?? none;
  days[slot] = after;
  if (after === none) days[slot + 1] = none;
  nodes[(node << 2) + field.following] = calendar.free;
  calendar.free = node;
  calendar.size--;
  calendar.taken++;
  calendar.time = calendar.times[node << 1] ?? 0;
  calendar.sequence = calendar.sequences[node] ?? 0;
  if (calendar.size < (calendar.mask + 1) / 4 && calendar.mask >= leastDays)
    layOutAnew(calendar, (calendar.mask + 1) / 2);
  else if (calendar.taken > calendar.mask) watchWidth(calendar);
  return nodes[(node << 2) + field.code] ?? 0;
}

/** Walks the days until one has an event; after a whole ring in vain, goes straight to the earliest. */
function nextNode(calendar: CalendarQueue): number {
  const { days, times, mask, daysPerSecond } = calendar;
  let today = calendar.today;
  for (let walked = 0; walked <= mask; walked++) {
    const node = days[(today & mask) << 1] ?? none;
    if (node !== none && Math.floor((times[node << 1] ?? 0) * daysPerSecond) <= today) {
      calendar.today = today;
      return node;
    }
    today++;
  }
  return earliest(calendar);
}

function earliest(calendar: CalendarQueue): number {
  const { days, times } = calendar;
  let best = none;
  for (let slot = 0; slot < days.length; slot += 2) {
    const node = days[slot] ?? none;
    if (node !== none && (best === none || isBefore(calendar, node, best))) best = node;
  }
  calendar.today = Math.floor((times[best << 1] ?? 0) * calendar.daysPerSecond);
  return best;
}

function isBefore({ times, sequences }: CalendarQueue, a: number, b: number): boolean {
  const timeA = times[a << 1] ?? 0;
  const timeB = times[b << 1] ?? 0;
  if (timeA !== timeB) return timeA < timeB;
  return (((sequences[a] ?? 0) - (sequences[b] ?? 0)) | 0) < 0;
}

function insert(calendar: CalendarQueue, node: number): void {
  const { days, nodes } = calendar;
  const day = Math.floor((calendar.times[node << 1] ?? 0) * calendar.daysPerSecond);
  if (day < calendar.today) calendar.today = day;
  const slot = (day & calendar.mask) << 1;
  const last = days[slot + 1] ?? none;
  if (last !== none && isBefore(calendar, node, last)) {
    insertWithin(calendar, node, slot);
    return;
  }
  if (last === none) days[slot] = node;
  else nodes[(last << 2) + field.following] = node;
  days[slot + 1] = node;
  nodes[(node << 2) + field.following] = none;
}

/** Somewhere before the last of a day. */
function insertWithin(calendar: CalendarQueue, node: number, slot: number): void {
  const { days, nodes } = calendar;
  let before = none;
  let at = days[slot] ?? none;
  while (isBefore(calendar, at, node)) {
    before = at;
    at = nodes[(at << 2) + field.following] ?? none;
  }
  nodes[(node << 2) + field.following] = at;
  if (before === none) days[slot] = node;
  else nodes[(before << 2) + field.following] = node;
}

/**
 * Events leave as fast as near ones lie beside each other: the width is fitted to that, not to all that is pending,
 * of which most may be far (timers in an hour).
 */
function watchWidth(calendar: CalendarQueue): void {
  const fitting = fittingWidth(calendar);
  const off = fitting / calendar.daysPerSecond;
  if (off > tolerance || off < 1 / tolerance) layOutAnew(calendar, calendar.mask + 1);
  calendar.taken = 0;
  calendar.lookedAt = calendar.time;
}

function fittingWidth(calendar: CalendarQueue): number {
  const fitting = calendar.taken / (calendar.time - calendar.lookedAt) / eventsPerDay;
  // Days are counted from zero in doubles: their number must stay exact, also of what is far ahead.
  const most = 2 ** 40 / Math.max(1, calendar.time);
  return Number.isFinite(fitting) && fitting > 0 ? Math.min(fitting, most) : calendar.daysPerSecond;
}

/** Puts all events on that many days of a width that fits. */
function layOutAnew(calendar: CalendarQueue, count: number): void {
  const pending: number[] = [];
  for (let slot = 0; slot < calendar.days.length; slot += 2)
    for (
      let node = calendar.days[slot] ?? none;
      node !== none;
      node = calendar.nodes[(node << 2) + field.following] ?? none
    )
      pending.push(node);
  layOut(calendar, count, pending);
}

function layOut(calendar: CalendarQueue, count: number, pending: readonly number[]): void {
  // Too few taken say little of how fast events leave; the spread of what waits has to do.
  calendar.daysPerSecond = calendar.taken < 100 ? spreadWidth(calendar, pending) : fittingWidth(calendar);
  calendar.days = new Int32Array(2 * count).fill(none);
  calendar.mask = count - 1;
  calendar.today = Infinity;
  for (const node of pending) insert(calendar, node);
  if (pending.length === 0) calendar.today = Math.floor(calendar.time * calendar.daysPerSecond);
}

/** From the nearest sixteenth of a sample of what is pending. */
function spreadWidth(calendar: CalendarQueue, pending: readonly number[]): number {
  const stride = Math.max(1, Math.floor(pending.length / 1024));
  const sample: number[] = [];
  for (let i = 0; i < pending.length; i += stride) sample.push(calendar.times[(pending[i] ?? 0) << 1] ?? 0);
  sample.sort((a, b) => a - b);
  const near = Math.ceil(sample.length / 16);
  const span = (sample[near] ?? 0) - (sample[0] ?? 0);
  const fitting = (near * stride) / span / eventsPerDay;
  const most = 2 ** 40 / Math.max(1, sample[0] ?? 0);
  return Number.isFinite(fitting) && fitting > 0 ? Math.min(fitting, most) : calendar.daysPerSecond;
}

function grow(calendar: CalendarQueue, capacity: number): void {
  const { nodes, sequences } = calendar;
  const old = sequences.length;
  const buffer = new ArrayBuffer(16 * capacity);
  calendar.times = new Float64Array(buffer);
  calendar.nodes = new Int32Array(buffer);
  calendar.sequences = new Int32Array(capacity);
  calendar.nodes.set(nodes);
  calendar.sequences.set(sequences);
  for (let node = old; node < capacity; node++)
    calendar.nodes[(node << 2) + field.following] = node + 1 < capacity ? node + 1 : none;
  calendar.free = old;
}
