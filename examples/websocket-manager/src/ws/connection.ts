/** One open socket of one user, whatever library it comes from. */
export interface Connection {
  readonly id: string;
  readonly state: 'open' | 'closed';
  send(text: string): void;
}

export function isOpen(connection: Connection): boolean {
  return connection.state === 'open';
}
