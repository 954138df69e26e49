import { addToCalendar, calendarOf, takeFromCalendar } from './calendar-queue.ts';
import type { CalendarQueue } from './calendar-queue.ts';
import { emptyHeap, eventHeap, firstIn, pendingIn, placeEvent, pushEvent, takeEvent } from './event-heap.ts';
import type { EventHeap } from './event-heap.ts';

/** Pending events: a heap while they are few, a calendar from `calendarFrom` on. Both give the same order. */
export interface PendingEvents {
  readonly heap: EventHeap;
  calendar: CalendarQueue | undefined;
  readonly calendarFrom: number;
}

/** Measured: up to about ten thousand pending events the heap stays in the cache and is as fast. */
export const usualCalendarFrom = 10_000;

export const pendingEvents = (calendarFrom: number = usualCalendarFrom): PendingEvents => ({
  heap: eventHeap(1024),
  calendar: undefined,
  calendarFrom,
});

export function schedule(events: PendingEvents, time: number, code: number): void {
  const { heap, calendar } = events;
  if (calendar === undefined) pushEvent(heap, time, code);
  else {
    addToCalendar(calendar, time, heap.sequence, code);
    heap.sequence = (heap.sequence + 1) | 0;
  }
}

/** Moves everything to the structure that suits the number of events; called now and then, not at each event. */
export function suitStructure(events: PendingEvents): void {
  if (events.calendar === undefined) {
    if (pendingIn(events.heap) >= events.calendarFrom) toCalendar(events);
  } else if (events.calendar.size < events.calendarFrom / 4) toHeap(events, events.calendar);
}

function toCalendar(events: PendingEvents): void {
  const { heap } = events;
  events.calendar = calendarOf(heap, firstIn(heap), heap.size);
  emptyHeap(heap);
}

function toHeap(events: PendingEvents, calendar: CalendarQueue): void {
  events.calendar = undefined;
  while (calendar.size > 0) {
    const code = takeFromCalendar(calendar);
    placeEvent(events.heap, calendar.time, calendar.sequence, code);
  }
}

/** Takes the next event, or gives `undefined` when none is left. */
export function nextEvent(
  events: PendingEvents,
): { readonly time: number; readonly code: number } | undefined {
  const { heap, calendar } = events;
  if (calendar !== undefined) {
    if (calendar.size === 0) return undefined;
    const code = takeFromCalendar(calendar);
    return { time: calendar.time, code };
  }
  if (pendingIn(heap) === 0) return undefined;
  const code = takeEvent(heap);
  return { time: heap.times[0] ?? 0, code };
}
