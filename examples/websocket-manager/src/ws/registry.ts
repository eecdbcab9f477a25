import type { Connection } from './connection.js';

/** The open sockets of every user. Managers come and go with requests; what they manage is here. */
const byUser = new Map<string, Map<string, Connection>>();

export function connectionsOf(userId: string): Map<string, Connection> {
  const known = byUser.get(userId);
  if (known) return known;
  const fresh = new Map<string, Connection>();
  byUser.set(userId, fresh);
  return fresh;
}

export function users(): string[] {
  return [...byUser.keys()];
}

export function forgetEverybody(): void {
  byUser.clear();
}
