export const packageName = '@noriai/driver-app';
