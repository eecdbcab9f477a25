import type { Delivery, ManagerOptions } from '../ws/manager.js';

export interface AuditEntry {
  readonly userId: string;
  readonly lost: number;
}

export function auditEntry({ userContext }: ManagerOptions, { dropped }: Delivery): AuditEntry {
  return { userId: userContext.userId, lost: dropped };
}
