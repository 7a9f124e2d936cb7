/**
 * Cosine, logarithm and exponential from + − × ÷ alone, which every machine rounds alike: `Math.cos` and its like may differ
 * in the last bit from engine to engine, and a decision that hangs on it would make two ledgers of one seed. Errors stay
 * below 1e-15 of the result (of 1 for the cosine).
 */

const LN2_HIGH = 6.93147180369123816490e-1; // prettier-ignore
const LN2_LOW = 1.90821492927058770002e-10;

/** The cosine of an angle from −π/2 to π/2, by its series. */
export function cosine(angle: number): number {
  const square = angle * angle;
  let sum = 0;
  for (let n = 22; n >= 2; n -= 2) sum = (1 + sum) * (-square / (n * (n - 1)));
  return 1 + sum;
}

/** The natural logarithm; −Infinity for 0, NaN below. */
export function naturalLog(value: number): number {
  if (!(value > 0) || value === Infinity) return value === 0 ? -Infinity : value > 0 ? value : NaN;
  let mantissa = value;
  let exponent = 0;
  for (; mantissa >= Math.SQRT2; mantissa /= 2) exponent++;
  for (; mantissa < Math.SQRT1_2; mantissa *= 2) exponent--;
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let sum = 0;
  for (let n = 23; n >= 3; n -= 2) sum = (sum + 1 / n) * square;
  return exponent * LN2_HIGH + (2 * s * (1 + sum) + exponent * LN2_LOW);
}

/** e to the power of a number from −700 to 700. */
export function exponential(power: number): number {
  const twos = Math.round(power / (LN2_HIGH + LN2_LOW));
  const rest = power - twos * LN2_HIGH - twos * LN2_LOW;
  let sum = 1;
  for (let n = 18; n >= 1; n--) sum = 1 + (sum * rest) / n;
  for (let k = 0; k < twos; k++) sum *= 2;
  for (let k = 0; k > twos; k--) sum /= 2;
  return sum;
}
