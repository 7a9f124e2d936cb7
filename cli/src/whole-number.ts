/** A flag's whole number within limits. */
import { InvalidArgumentError } from 'commander';

/** Reads a flag's text. @throws InvalidArgumentError that says what was got and what was expected */
export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER) {
  const limits = max === Number.MAX_SAFE_INTEGER ? `from ${min} on` : `from ${min} to ${max}`;
  return (text: string): number => {
    const value = /^-?\d+$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`got ${text}, expected a whole number ${limits}`);
  };
}
