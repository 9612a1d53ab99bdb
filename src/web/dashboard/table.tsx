// Figures in a table: a row for each of what they are about, with its name before it.

/** On a phone each cell has the name of its column before it. `cells`: as many as there are columns. */
export const NumberTable = ({
  caption,
  columns,
  rows,
}: {
  caption: string;
  columns: readonly string[];
  rows: readonly { readonly name: string; readonly cells: readonly (string | number)[] }[];
}) => (
  <table class="dense apart">
    <caption>{caption}</caption>
    <thead>
      <tr>
        <td />
        {columns.map((column) => (
          <th scope="col" class="n">
            {column}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map(({ name, cells }) => (
        <tr>
          <th scope="row">{name}</th>
          {cells.map((cell, nth) => (
            <td class="n" data-name={columns[nth]}>
              {cell}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);
