import { addToCalendar, calendarOf, takeFromCalendar } from './calendar-queue.ts';
import type { CalendarQueue } from './calendar-queue.ts';
import { emptyHeap, eventHeap, firstIn, pendingIn, placeEvent, pushEvent, takeEvent } from './event-heap.ts';
import type { EventHeap } from './event-heap.ts';
import { addToList, eventList, isFull, takeFromList } from './event-list.ts';
import type { EventList } from './event-list.ts';

/**
 * Pending events: a sorted list while a new one goes near its front, a heap while they are few, a calendar from
 * `calendarFrom` on. All give the same order.
 */
export interface PendingEvents {
  readonly list: EventList;
  readonly heap: EventHeap;
  isList: boolean;
  calendar: CalendarQueue | undefined;
  readonly calendarFrom: number;
}

/** Measured: up to about ten thousand pending events the heap stays in the cache and is as fast. */
export const usualCalendarFrom = 10_000;

const listCapacity = 1024;
/** Events that are moved in a list for a new one, at most on average, before a heap is faster. */
const mostMoved = 24;
/** Events scheduled between two looks, at least about that many. */
export const lookEvery = 1024;

export const pendingEvents = (calendarFrom: number = usualCalendarFrom): PendingEvents => ({
  list: eventList(listCapacity),
  heap: eventHeap(1024),
  isList: true,
  calendar: undefined,
  calendarFrom,
});

export function schedule(events: PendingEvents, time: number, code: number): void {
  const { list, heap, calendar } = events;
  if (calendar !== undefined) {
    addToCalendar(calendar, time, heap.sequence, code);
    heap.sequence = (heap.sequence + 1) | 0;
  } else if (events.isList && !isFull(list)) addToList(list, time, code);
  else {
    if (events.isList) fromListToHeap(events);
    pushEvent(heap, time, code);
  }
}

/**
 * Moves everything to the structure that suits the number of events; called every `lookEvery` events, not at each. A
 * list is taken up again only when it is so short that it cannot be given up again at the next look.
 */
export function suitStructure(events: PendingEvents): void {
  const { list, heap, calendar, calendarFrom } = events;
  if (events.isList) {
    if (list.moved > mostMoved * lookEvery || list.size >= calendarFrom) fromListToHeap(events);
    list.moved = 0;
  }
  if (events.isList) return;
  if (calendar !== undefined) {
    if (calendar.size < calendarFrom / 4) toHeap(events, calendar);
  } else if (pendingIn(heap) >= calendarFrom) toCalendar(events);
  else if (pendingIn(heap) <= mostMoved) fromHeapToList(events);
}

function fromListToHeap(events: PendingEvents): void {
  const { list, heap } = events;
  events.isList = false;
  while (list.size > 0) {
    const code = takeFromList(list);
    pushEvent(heap, list.times[list.size] ?? 0, code);
  }
}

function fromHeapToList(events: PendingEvents): void {
  const { list, heap } = events;
  events.isList = true;
  while (pendingIn(heap) > 0) {
    const code = takeEvent(heap);
    addToList(list, heap.times[0] ?? 0, code);
  }
  emptyHeap(heap);
  list.moved = 0;
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
  const { list, heap, calendar } = events;
  if (events.isList) {
    if (list.size === 0) return undefined;
    const code = takeFromList(list);
    return { time: list.times[list.size] ?? 0, code };
  }
  if (calendar !== undefined) {
    if (calendar.size === 0) return undefined;
    const code = takeFromCalendar(calendar);
    return { time: calendar.time, code };
  }
  if (pendingIn(heap) === 0) return undefined;
  const code = takeEvent(heap);
  return { time: heap.times[0] ?? 0, code };
}
