/**
 * Names of variables, as every language of checkers can write them. What is added to names of the file is in capitals,
 * which they do not have: no two variables come to one name.
 */
const word = (name: string): string => name.replaceAll('-', '_');

const second = (worker: number): string => (worker === 1 ? '' : `_${worker}`);

export const recordName = (record: string): string => word(record);
export const versionName = (record: string): string => `${word(record)}_VERSION`;
export const sawName = (process: string, record: string, worker: number): string =>
  `${word(process)}_SAW_${word(record)}${second(worker)}`;
export const placeName = (process: string, worker: number): string => `${word(process)}_AT${second(worker)}`;
export const readName = (process: string, into: string, worker: number): string =>
  `${word(process)}_${word(into)}_READ${second(worker)}`;
export const triesName = (process: string, worker: number): string =>
  `${word(process)}_TRIES${second(worker)}`;
export const askedName = (process: string): string => `${word(process)}_ASKED`;
export const copiesName = (message: string, process: string): string =>
  `${word(message)}_FOR_${word(process)}`;
export const queueName = (channel: string, participant: string, slot: number): string =>
  `${word(channel)}_TO_${word(participant)}_${slot}`;
export const outboxName = (message: string): string => `${word(message)}_OUTBOX`;
export const outboxSlotName = (channel: string, slot: number): string => `${word(channel)}_OUTBOX_${slot}`;
export const relayName = (name: string): string => `${word(name)}_RELAY`;
export const inboxName = (process: string): string => `${word(process)}_INBOX`;
export const newestName = (channel: string, participant: string): string =>
  `${word(channel)}_NEWEST_AT_${word(participant)}`;
export const keyName = (number: number, at: string): string => `KEY_${number}_AT_${word(at)}`;
export const deliveriesName = (process: string): string => `${word(process)}_DELIVERIES`;
export const parkedName = (process: string): string => `${word(process)}_PARKED`;
export const holderName = (lock: string): string => `${word(lock)}_HOLDER`;
export const holdingName = (lock: string): string => `${word(lock)}_HELD_BY`;
export const issuedName = (lock: string): string => `${word(lock)}_ISSUED`;
export const seenName = (lock: string, participant: string): string =>
  `${word(lock)}_SEEN_AT_${word(participant)}`;
export const tokenName = (process: string, lock: string, worker: number): string =>
  `${word(process)}_TOKEN_${word(lock)}${second(worker)}`;
export const unmetName = (process: string, step: number): string => `${word(process)}_UNMET_${step}`;

export const crashesLeft = 'CRASHES_LEFT';
export const duplicatesLeft = 'DUPLICATES_LEFT';
export const lossesLeft = 'LOSSES_LEFT';
