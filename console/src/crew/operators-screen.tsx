/** Operators: who may sign in, with which roles; passwords and second factors that were lost. */
import { roles, type Role } from '@noriai/core/contracts/rights.ts';
import type { AnswerOf, BodyOf } from '@noriai/core/contracts/routes.ts';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Field } from '../parts/field.tsx';
import { consoleTexts } from '../texts/console-texts.ts';
import { api, me } from '../session/session.ts';
import { saved } from './crew-data.ts';
import { crewTexts } from './crew-texts.ts';

type Operator = AnswerOf<'listOperators'>['operators'][number];

const operators = signal<readonly Operator[]>([]);

async function load(): Promise<void> {
  const result = await api.call('listOperators');
  if (result.ok) operators.value = result.answer.operators;
}

export function OperatorsScreen(): JSX.Element {
  const t = crewTexts.value;
  useEffect(() => void load(), []);
  return (
    <Screen title={consoleTexts.value.screens.operators}>
      <div class="two-parts">
        <section class="card">
          <h2>{t.operators}</h2>
          <ul class="call-list">
            {operators.value.map((operator) => (
              <li key={operator.accountId}>
                <OperatorLine operator={operator} />
              </li>
            ))}
          </ul>
        </section>
        <NewOperator />
      </div>
    </Screen>
  );
}

function OperatorLine({ operator }: { operator: Operator }): JSX.Element {
  const t = crewTexts.value;
  const { accountId, loginName, name, isActive, hasSecondFactor, grants } = operator;
  const [password, setPassword] = useState('');
  const change = async (body: BodyOf<'changeOperator'>): Promise<void> => {
    if (await saved(api.call('changeOperator', { path: { accountId }, body }))) setPassword('');
    await load();
  };
  // Roles of other areas stay as they are.
  const own = me.value?.areaId ?? '';
  const toggle = (role: Role): void => {
    const has = grants.some((one) => one.role === role && one.areaId === own);
    const rest = grants.filter((one) => one.role !== role || one.areaId !== own);
    void change({ grants: has ? rest : [...rest, { role, areaId: own }] });
  };
  const rolesHere = grants.map(({ role, areaId }) => `${t.roles[role]}${areaId === '*' ? t.allAreas : ''}`);
  return (
    <details>
      <summary>
        {name} {loginName} {rolesHere.join('・')} {!isActive && `（${t.disabled}）`}
      </summary>
      <div class="stack-close">
        <p>{hasSecondFactor ? t.hasFactor : t.noFactor}</p>
        <RoleChoice
          isGiven={(role) => grants.some((one) => one.role === role && one.areaId === own)}
          onToggle={toggle}
        />
        <Field
          label={t.newPassword}
          name={`password-${loginName}`}
          type="password"
          value={password}
          onChange={setPassword}
        />
        <p class="button-line">
          <button
            type="button"
            class="small-button"
            disabled={password.length < 12}
            onClick={() => void change({ password })}
          >
            {t.setPassword}
          </button>
          <button
            type="button"
            class="small-button"
            disabled={!hasSecondFactor}
            onClick={() => void change({ dropSecondFactor: true })}
          >
            {t.dropFactor}
          </button>
          <button
            type="button"
            class={isActive ? 'small-button small-button-careful' : 'small-button'}
            // Nobody locks themself out.
            disabled={accountId === me.value?.accountId}
            onClick={() => void change({ isActive: !isActive })}
          >
            {isActive ? t.disable : t.enable}
          </button>
        </p>
      </div>
    </details>
  );
}

function NewOperator(): JSX.Element {
  const t = crewTexts.value;
  const blank = { loginName: '', name: '', password: '' };
  const [form, setForm] = useState(blank);
  const [given, setGiven] = useState<readonly Role[]>(['desk']);
  const isReady =
    /^[a-z0-9][a-z0-9._-]{1,39}$/.test(form.loginName) && form.name.trim() !== '' && form.password.length >= 12;
  const add = async (): Promise<void> => {
    if (!isReady) return;
    const grants = given.map((role) => ({ role, areaId: me.value?.areaId ?? '*' }));
    if (await saved(api.call('addOperator', { body: { ...form, grants } }))) setForm(blank);
    await load();
  };
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <h2>{t.addOperator}</h2>
      <Field
        label={t.loginName}
        name="new-login"
        value={form.loginName}
        onChange={(loginName) => setForm({ ...form, loginName })}
      />
      <Field label={t.name} name="new-name" value={form.name} onChange={(name) => setForm({ ...form, name })} />
      <Field
        label={t.firstPassword}
        name="new-password"
        type="password"
        value={form.password}
        onChange={(password) => setForm({ ...form, password })}
      />
      <RoleChoice
        isGiven={(role) => given.includes(role)}
        onToggle={(role) => setGiven(given.includes(role) ? given.filter((one) => one !== role) : [...given, role])}
      />
      <button type="submit" class="small-button small-button-main" disabled={!isReady}>
        {t.addOperator}
      </button>
    </form>
  );
}

interface RoleChoiceProps {
  readonly isGiven: (role: Role) => boolean;
  readonly onToggle: (role: Role) => void;
}

/** The roles of an operator, one switch each. */
function RoleChoice({ isGiven, onToggle }: RoleChoiceProps): JSX.Element {
  const t = crewTexts.value;
  return (
    <fieldset class="choice-line">
      <legend>{t.role}</legend>
      <div class="button-line">
        {roles.map((role) => (
          <button
            key={role}
            type="button"
            class="small-button"
            aria-pressed={isGiven(role)}
            onClick={() => onToggle(role)}
          >
            {t.roles[role]}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
