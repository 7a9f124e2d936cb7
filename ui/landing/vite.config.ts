import { pageBuild } from '../page-build.ts';

export default pageBuild(import.meta.dirname, '/');
