/**
 * A text as a QR code: always dark on white and with its quiet zone, whatever the look of the page, so that every camera
 * reads it. One path for all dark modules; error correction M, which survives a scratch or a finger on the screen.
 */
import type { JSX } from 'preact';
import { encode } from 'uqr';

/** Light modules around the code: what the standard (ISO/IEC 18004) asks for. */
const QUIET = 4;

/** @param label what is said instead of the picture */
export function QrPicture({ text, label }: { text: string; label: string }): JSX.Element {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg class="qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={dark.join('')} fill="#000" />
    </svg>
  );
}
