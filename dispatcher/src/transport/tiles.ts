/** Map tiles of the area, out of its one PMTiles file: `/tiles/{z}/{x}/{y}.mvt`, and what is in it at `/tiles/tiles.json`. */
import { open, type FileHandle } from 'node:fs/promises';
import { Router } from 'express';
import { PMTiles, type RangeResponse, type Source } from 'pmtiles';

/** A file as the reader wants it. */
class FileSource implements Source {
  private readonly path: string;
  private readonly handle: Promise<FileHandle>;

  constructor(path: string) {
    this.path = path;
    this.handle = open(path, 'r');
    this.handle.catch(() => {}); // said when first read
  }

  getKey(): string {
    return this.path;
  }

  async getBytes(offset: number, length: number): Promise<RangeResponse> {
    const buffer = new Uint8Array(length);
    const { bytesRead } = await (await this.handle).read(buffer, 0, length, offset);
    return { data: buffer.buffer.slice(0, bytesRead) };
  }
}

/** @param path of the PMTiles file; tiles that are not in it are empty (204), as maps expect */
export function tilesRouter(path: string): Router {
  const archive = new PMTiles(new FileSource(path));
  const router = Router();
  router.get('/tiles.json', async (_request, response) => {
    const header = await archive.getHeader();
    const metadata = (await archive.getMetadata()) as Record<string, unknown>;
    response.json({
      tilejson: '3.0.0',
      tiles: ['/tiles/{z}/{x}/{y}.mvt'],
      minzoom: header.minZoom,
      maxzoom: header.maxZoom,
      bounds: [header.minLon, header.minLat, header.maxLon, header.maxLat],
      attribution: metadata['attribution'] ?? '',
      vector_layers: metadata['vector_layers'] ?? [],
    });
  });
  router.get('/:z/:x/:y.mvt', async (request, response) => {
    const [z, x, y] = [request.params.z, request.params.x, request.params.y].map(Number);
    const isTile = [z, x, y].every((n) => Number.isInteger(n) && n! >= 0) && z! <= 24 && x! < 2 ** z! && y! < 2 ** z!;
    const tile = isTile ? await archive.getZxy(z!, x!, y!) : undefined;
    response.set('Cache-Control', 'public, max-age=3600');
    if (!tile) response.status(isTile ? 204 : 404).end();
    else response.type('application/vnd.mapbox-vector-tile').send(Buffer.from(tile.data));
  });
  return router;
}
