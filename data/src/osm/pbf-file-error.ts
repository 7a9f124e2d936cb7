/** A `.osm.pbf` file that is missing, truncated, damaged or of an unknown kind; `byteOffset` is where the blob begins. */
export class PbfFileError extends Error {
  override readonly name = 'PbfFileError';
  readonly path: string;
  readonly byteOffset: number;

  constructor(path: string, byteOffset: number, what: string) {
    super(`${path}, byte ${byteOffset}: ${what}`);
    this.path = path;
    this.byteOffset = byteOffset;
  }
}
