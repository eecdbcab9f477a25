type Manager = InstanceType<typeof import('./ws/manager.js').WebSocketManager>;
type Sent = import('./ws/manager.js').Delivery;

/** Counts what a manager sends, without being in its way. */
export class Telemetry {
  private readonly total = { delivered: 0, dropped: 0 };

  send(manager: Manager, event: string): Sent {
    const sent = manager.send(event);
    this.total.delivered += sent.delivered;
    this.total.dropped += sent.dropped;
    return sent;
  }

  get totals(): Sent {
    return { ...this.total };
  }
}
