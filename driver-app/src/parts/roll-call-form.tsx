/** The checklist of a roll call: one question a row, two big answers each, nothing chosen beforehand. */
import type { JSX } from 'preact';
import type { RollCallAnswers, RollCallPhase } from '../duty/roll-call.ts';
import { driverTexts } from '../texts/driver-texts.ts';
import { TextField } from './text-field.tsx';

export interface RollCallFormProps {
  readonly phase: RollCallPhase;
  readonly answers: RollCallAnswers;
  readonly onChange: (answers: RollCallAnswers) => void;
}

type YesNo = 'hasAlcohol' | 'isWell' | 'isVehicleOk';

export function RollCallForm({ phase, answers, onChange }: RollCallFormProps): JSX.Element {
  const t = driverTexts.value;
  const set = <K extends keyof RollCallAnswers>(field: K, value: RollCallAnswers[K]): void =>
    onChange({ ...answers, [field]: value });
  const question = (field: YesNo, words: string, good: string, bad: string, goodValue: boolean): JSX.Element => (
    <Choice<boolean>
      legend={words}
      value={answers[field]}
      choices={[
        [goodValue, good],
        [!goodValue, bad],
      ]}
      onChoose={(value) => set(field, value)}
    />
  );
  return (
    <div class="stack roll-call">
      {question('hasAlcohol', t.alcohol, t.alcoholNo, t.alcoholYes, false)}
      {question('isWell', t.health, t.healthGood, t.healthBad, true)}
      {question('isVehicleOk', phase === 'before' ? t.inspection : t.vehicleAfter, t.allRight, t.somethingWrong, true)}
      <TextField
        label={phase === 'before' ? t.rollCallNote : t.rollCallReport}
        name="note"
        value={answers.note}
        onChange={(note) => set('note', note)}
      />
      <Choice<RollCallAnswers['method']>
        legend={t.rollCallMethod}
        value={answers.method}
        choices={[
          ['in_person', t.rollCallMethods.in_person],
          ['phone', t.rollCallMethods.phone],
          ['it', t.rollCallMethods.it],
        ]}
        onChoose={(method) => set('method', method)}
      />
      <TextField
        label={t.conductedBy}
        name="conductor"
        value={answers.conductedBy}
        onChange={(name) => set('conductedBy', name)}
      />
    </div>
  );
}

interface ChoiceProps<T> {
  readonly legend: string;
  readonly value: T | null;
  readonly choices: readonly (readonly [T, string])[];
  readonly onChoose: (value: T) => void;
}

function Choice<T>({ legend, value, choices, onChoose }: ChoiceProps<T>): JSX.Element {
  return (
    <fieldset class="switch">
      <legend>{legend}</legend>
      {choices.map(([one, words]) => (
        <button type="button" key={words} class="choice" aria-pressed={value === one} onClick={() => onChoose(one)}>
          {words}
        </button>
      ))}
    </fieldset>
  );
}
