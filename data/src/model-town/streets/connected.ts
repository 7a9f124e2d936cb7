/** Which drivable streets hang together, and what falls off. */
import { isDriveStreet, type Street, type StreetNetwork } from './street-network.ts';

/** Takes away the drivable streets that cannot be reached from the largest connected part; returns them. */
export function dropUnreachable(network: StreetNetwork): Street[] {
  const groups = groupsOfStreets(network);
  const sizes = new Map<number, number>();
  for (const [street, group] of groups) sizes.set(group, (sizes.get(group) ?? 0) + street.nodes.length);
  const largest = [...sizes].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [-1, 0])[0];
  const dropped = [...groups].filter(([, group]) => group !== largest).map(([street]) => street);
  for (const street of dropped) network.reroute(street, []);
  return dropped;
}

function groupsOfStreets(network: StreetNetwork): Map<Street, number> {
  const groups = new Map<Street, number>();
  for (const first of network.streets) {
    if (!isDriveStreet(first) || groups.has(first)) continue;
    const group = groups.size;
    const open = [first];
    groups.set(first, group);
    for (let street = open.pop(); street !== undefined; street = open.pop()) {
      for (const next of street.nodes.flatMap((node) => network.streetsAt(node))) {
        if (!isDriveStreet(next) || groups.has(next)) continue;
        groups.set(next, group);
        open.push(next);
      }
    }
  }
  return groups;
}
