export const packageName = '@noriai/e2e';
