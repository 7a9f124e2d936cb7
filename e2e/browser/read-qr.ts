/** What a camera reads from a QR code on the screen. */
import type { Locator } from 'playwright-core';
import type jsqr from 'jsqr';

const decoder = import.meta.resolve('jsqr').replace('file://', '');

/** @returns the text of the picture as it is drawn, read in a window of its own where no rule of the page is in the way */
export async function readQr(picture: Locator): Promise<string | null> {
  const png = (await picture.screenshot()).toString('base64');
  const context = await picture.page().context().browser()!.newContext();
  const page = await context.newPage();
  await page.addScriptTag({ path: decoder });
  const text = await page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const { width, height } = image;
    const brush = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d')!;
    brush.drawImage(image, 0, 0);
    const { jsQR } = window as unknown as { jsQR: typeof jsqr.default };
    // A camera does not try the negative: dark on light it must be.
    const read = jsQR(brush.getImageData(0, 0, width, height).data, width, height, { inversionAttempts: 'dontInvert' });
    return read?.data ?? null;
  }, png);
  await context.close();
  return text;
}
