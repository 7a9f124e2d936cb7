import type { OsmBlock, OsmNode, OsmPass, OsmRelation, OsmSource, OsmWay } from './osm-elements.ts';

/** Elements that are in memory already: a generated town, or one drawn in a test. */
export interface ElementList {
  readonly label: string;
  readonly kind: OsmSource['kind'];
  readonly credit: string;
  readonly nodes: readonly OsmNode[];
  readonly ways: readonly OsmWay[];
  readonly relations: readonly OsmRelation[];
}

/** A source over elements in memory, as one block a pass. */
export function sourceOfList(list: ElementList): OsmSource {
  return {
    label: list.label,
    kind: list.kind,
    credit: list.credit,
    async *blocks(pass: OsmPass): AsyncGenerator<OsmBlock> {
      const wanted = pass.nodes;
      yield {
        nodes: wanted ? list.nodes.filter((node) => wanted(node.id, node.latE7, node.lonE7)) : [],
        ways: pass.ways ? list.ways : [],
        relations: pass.relations ? list.relations : [],
      };
    },
  };
}
