import type { ComponentChildren, JSX } from 'preact';

export interface TitledTableProps {
  /** What the table is of, for those who do not see it. */
  readonly label: string;
  readonly titles: readonly string[];
  /** Rows of the body. */
  readonly children: ComponentChildren;
}

/** A table with a title for each column, in a box that scrolls by keyboard where the table is wider than the screen. */
export function TitledTable({ label, titles, children }: TitledTableProps): JSX.Element {
  return (
    <div class="table-box" tabIndex={0} role="region" aria-label={label}>
      <table class="table">
        <thead>
          <tr>
            {titles.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
