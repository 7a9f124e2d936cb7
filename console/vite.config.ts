import { pageBuild } from '../ui/page-build.ts';

export default pageBuild(import.meta.dirname, '/desk/', { isKeptOffline: true });
