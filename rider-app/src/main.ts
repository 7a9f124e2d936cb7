export const packageName = '@noriai/rider-app';
