/** What the load script is told about the town and the service, as a JSON file. */
export interface LoadInput {
  readonly url: string;
  /** A process that only puts a line on the disk and answers. */
  readonly bareUrl: string;
  readonly requestsPerSec: number;
  /** Measured seconds, after the warm-up. */
  readonly seconds: number;
  readonly stopIds: readonly string[];
  readonly vehicleIds: readonly string[];
  /** Service hours to ask for, `[start, end]` in seconds since 1970 UTC. */
  readonly windowsSec: readonly (readonly [number, number])[];
  /** Where vehicles say that they are. */
  readonly places: readonly { readonly lat: number; readonly lon: number }[];
}
