/** What a camera reads from a QR code on the screen. */
import jsqr from 'jsqr';
import type { Locator } from 'playwright-core';

/** @returns the text of the picture as it is drawn, on its own window so that no rule of the page's is in the way */
export async function readQr(picture: Locator): Promise<string | null> {
  const png = (await picture.screenshot()).toString('base64');
  const context = await picture.page().context().browser()!.newContext();
  const page = await context.newPage();
  const { pixels, width, height } = await page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    const brush = canvas.getContext('2d')!;
    brush.drawImage(image, 0, 0);
    return {
      pixels: [...brush.getImageData(0, 0, image.width, image.height).data],
      width: image.width,
      height: image.height,
    };
  }, png);
  await context.close();
  return readPixels(Uint8ClampedArray.from(pixels), width, height);
}

/** The package's types say default export, its code is CommonJS. */
function readPixels(pixels: Uint8ClampedArray, width: number, height: number): string | null {
  return jsqr.default(pixels, width, height, { inversionAttempts: 'dontInvert' })?.data ?? null;
}
