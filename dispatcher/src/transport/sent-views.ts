/** Remembers which view a room was sent last, so that the same is not sent twice. */
export class SentViews {
  private readonly last = new Map<string, string>();

  /** True, and remembered, when the view differs from the last one of this name. */
  isNew(name: string, view: unknown): boolean {
    const text = JSON.stringify(view);
    if (this.last.get(name) === text) return false;
    this.last.set(name, text);
    return true;
  }

  forgetAllBut(isKept: (name: string) => boolean): void {
    for (const name of this.last.keys()) if (name !== 'service' && !isKept(name)) this.last.delete(name);
  }
}
