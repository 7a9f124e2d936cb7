/** Ends a `switch` over a union: compiles only when every case was handled, and fails loudly when the data lied. */
export function unreachable(value: never): never {
  throw new Error(`a case that was not thought of: ${JSON.stringify(value)}`);
}
