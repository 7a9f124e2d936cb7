/** Where vehicles say they are. For live display only: kept in memory, never in the ledger, and may be lost. */
import type { VehiclePosition } from '@noriai/core/contracts/driving.ts';
import type { ReportedPosition } from '@noriai/core/dispatch/views.ts';

export class VehiclePositions {
  private readonly byVehicle = new Map<string, ReportedPosition>();
  private readonly onReport: (vehicleId: string) => void;

  /** @param onReport told after each report that was newer than the last */
  constructor(onReport: (vehicleId: string) => void = () => {}) {
    this.onReport = onReport;
  }

  get all(): ReadonlyMap<string, ReportedPosition> {
    return this.byVehicle;
  }

  /** Reports may overtake each other; an older one is dropped. */
  report(vehicleId: string, { position, atSec }: VehiclePosition): void {
    const last = this.byVehicle.get(vehicleId);
    if (last && last.atSec > atSec) return;
    this.byVehicle.set(vehicleId, { position, atSec });
    this.onReport(vehicleId);
  }

  forget(vehicleId: string): void {
    this.byVehicle.delete(vehicleId);
  }
}
