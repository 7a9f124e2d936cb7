/** Who travels comes after when; who books for the family first says for whom. */
import { screens } from '../navigation.ts';
import { family } from './account.ts';

export function goToWho(): void {
  screens.go(family.value.actsFor.length > 0 ? 'whom' : 'who');
}
