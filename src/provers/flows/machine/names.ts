/** Names of variables, as every language of checkers can write them. */
const word = (name: string): string => name.replaceAll('-', '_');

const second = (worker: number): string => (worker === 1 ? '' : `_${worker}`);

export const recordName = (record: string): string => word(record);
export const versionName = (record: string): string => `${word(record)}_version`;
export const sawName = (process: string, record: string, worker: number): string =>
  `${word(process)}_saw_${word(record)}${second(worker)}`;
export const placeName = (process: string, worker: number): string => `${word(process)}_at${second(worker)}`;
export const readName = (process: string, into: string, worker: number): string =>
  `${word(process)}_${word(into)}_read${second(worker)}`;
export const triesName = (process: string, worker: number): string =>
  `${word(process)}_tries${second(worker)}`;
export const askedName = (process: string): string => `${word(process)}_asked`;
export const copiesName = (message: string, process: string): string =>
  `${word(message)}_for_${word(process)}`;
export const queueName = (channel: string, participant: string, slot: number): string =>
  `${word(channel)}_to_${word(participant)}_${slot}`;
export const outboxName = (message: string): string => `${word(message)}_outbox`;
export const outboxSlotName = (channel: string, slot: number): string => `${word(channel)}_outbox_${slot}`;
export const relayName = (name: string): string => `${word(name)}_relay`;
export const inboxName = (process: string): string => `${word(process)}_inbox`;
export const newestName = (channel: string, participant: string): string =>
  `${word(channel)}_newest_at_${word(participant)}`;
export const keyName = (number: number, at: string): string => `key_${number}_at_${word(at)}`;
export const deliveriesName = (process: string): string => `${word(process)}_deliveries`;
export const parkedName = (process: string): string => `${word(process)}_parked`;
export const holderName = (lock: string): string => `${word(lock)}_holder`;
export const holdingName = (lock: string): string => `${word(lock)}_held_by`;
export const issuedName = (lock: string): string => `${word(lock)}_issued`;
export const seenName = (lock: string, participant: string): string =>
  `${word(lock)}_seen_at_${word(participant)}`;
export const tokenName = (process: string, lock: string, worker: number): string =>
  `${word(process)}_token_${word(lock)}${second(worker)}`;
export const unmetName = (process: string, step: number): string => `${word(process)}_unmet_${step}`;

export const crashesLeft = 'crashes_left';
export const duplicatesLeft = 'duplicates_left';
export const lossesLeft = 'losses_left';
